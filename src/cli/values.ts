import type { Problem } from "../errors.ts";
import { parseHash } from "../rules/hash.ts";

/** What is wrong with the value of a flag, if anything is. */
export type Check = (value: string) => Problem | undefined;

export const isHash: Check = (value) => {
  const parsed = parseHash(value);
  if (parsed.ok) return undefined;
  return { message: parsed.message, hint: /^[0-9a-f]{4,39}$/i.test(value) ? CUT : parsed.hint };
};

/** To who copied it out of a table. */
const CUT =
  "tables and traces show only its beginning: with --output json it is whole, and in qBittorrent under torrent > General > Info hash";

export function isOneOf(...names: readonly string[]): Check {
  return (value) => (names.includes(value) ? undefined : expected(`one of ${names.join(", ")}`, value));
}

/** One or several of the names with commas between them, each once. */
export function isListOf(...names: readonly string[]): Check {
  return (value) => {
    const given = value.split(",");
    const wrong = given.find((name, index) => !names.includes(name) || given.indexOf(name) !== index);
    return wrong === undefined ? undefined : expected(`${names.join(", ")}, or several with commas, each once`, value);
  };
}

export function isWholeNumber(least: number, most: number): Check {
  return (value) =>
    /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : expected(`a whole number from ${least} to ${most}`, value);
}

const expected = (what: string, found: string): Problem => ({ message: `expected ${what}, found "${found}"` });
