import type * as v from "valibot";

/** The grammar of a mistake in a parameter: which one, what was expected, what was found, and what to write instead. */
export const mistake = (name: string, expected: string, found: unknown, instead: string): string =>
  `${name}: expected ${expected}, found ${describeFound(found)}: ${instead}`;

/** The same for a schema: what it was given is in the issue. */
export const wants =
  (name: string, expected: string, instead: string) =>
  ({ input }: v.BaseIssue<unknown>): string =>
    mistake(name, expected, input, instead);

function describeFound(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "number" ? String(value) : JSON.stringify(value).slice(0, 80);
}
