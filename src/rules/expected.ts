import * as v from "valibot";
import { didYouMean } from "../lib/nearest.ts";

/** The one grammar of our messages: what was expected, what was found. */
export const expected =
  (what: string) =>
  (issue: v.BaseIssue<unknown>): string =>
    `expected ${what}, found ${describeValue(issue.input)}`;

/** A mapping with exactly these keys; says which one is missing or what a stray one may have meant. */
export function mapping<const Entries extends v.ObjectEntries>(what: string, entries: Entries) {
  return v.strictObject(entries, (issue) => {
    if (issue.expected === "never") return unknownKey(issue.received, what, Object.keys(entries));
    if (issue.expected === "Object") return `expected ${what} as a mapping, found ${describeValue(issue.input)}`;
    return `${what} needs ${issue.expected}`;
  });
}

export function describeValue(value: unknown): string {
  if (value === null) return "nothing";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  return JSON.stringify(value).slice(0, 80);
}

const renamed: Readonly<Record<string, string>> = { trigger: "context" };

const later: readonly string[] = ["refs", "$ref", "protect", "safety", "all_of", "any_of", "none_of"];

function unknownKey(quoted: string, what: string, known: readonly string[]): string {
  const name = quoted.replace(/^"|"$/g, "");
  if (Object.hasOwn(renamed, name)) return `"${name}" is now called "${renamed[name]}"`;
  if (later.includes(name)) return `"${name}" is not available in this version`;
  return `unknown key "${name}" in ${what}: ${didYouMean(name, known)}`;
}
