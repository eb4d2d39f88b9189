/** What to write instead of a value of another kind. Undefined: what was meant cannot be told. */

export function meantBoolean(found: unknown): string {
  const word = String(found).toLowerCase();
  if (["true", "yes", "on", "1"].includes(word)) return "write true, without quotes";
  if (["false", "no", "off", "0"].includes(word)) return "write false, without quotes";
  return "write true or false, without quotes";
}

/** `"2.0"`, `2,0`, `90%` where a number was expected. */
export function meantNumber(found: unknown): string | undefined {
  if (typeof found !== "string") return undefined;
  const [, amount = "", percent] = /^\s*(-?\d+(?:[.,]\d+)?)\s*(%)?\s*$/.exec(found) ?? [];
  if (amount === "") return undefined;
  const plain = amount.replace(",", ".");
  return `write ${percent === undefined ? plain : Number(plain) / 100}, without quotes`;
}

export const inQuotes = (found: unknown): string => `write it in quotes: "${String(found)}"`;

/** A number or `true` where a text was expected. */
export const meantText = (found: unknown): string | undefined =>
  typeof found === "number" || typeof found === "boolean" ? inQuotes(found) : undefined;

/** Seconds since 1970 of a date as people write it. */
export function secondsOf(found: unknown): number | undefined {
  if (typeof found !== "string" || !/^\d{4}-\d\d-\d\d/.test(found)) return undefined;
  const moment = Date.parse(found);
  return Number.isNaN(moment) ? undefined : Math.floor(moment / 1000);
}

/** For -1 and -2, as qBittorrent writes them in a share limit. */
export const UNLIMITED = "for no limit write value: unlimited";
export const GLOBAL_LIMIT =
  "a torrent that uses the global limit has none of its own: write operator: known, value: false";
