import type { Problem } from "../errors.ts";
import { parseHash } from "../rules/hash.ts";

/** What is wrong with the value of a flag, if anything is. */
export type Check = (value: string) => Problem | undefined;

export const isHash: Check = (value) => {
  const parsed = parseHash(value);
  return parsed.ok ? undefined : { message: parsed.message, hint: parsed.hint };
};

export function isOneOf(...names: readonly string[]): Check {
  return (value) => (names.includes(value) ? undefined : expected(`one of ${names.join(", ")}`, value));
}

export function isWholeNumber(least: number, most: number): Check {
  return (value) =>
    /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : expected(`a whole number from ${least} to ${most}`, value);
}

const expected = (what: string, found: string): Problem => ({ message: `expected ${what}, found "${found}"` });
