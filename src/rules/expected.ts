import * as v from "valibot";
import { isRecord } from "../lib/json.ts";
import { nearest } from "../lib/nearest.ts";
import { meantBoolean, meantNumber, meantText } from "./meant.ts";
import { isReserved, notYet } from "./reserved.ts";
import { aboutStray } from "./stray-keys.ts";

/** The one grammar of our messages: what was expected, what was found. */
export const expected =
  (what: string) =>
  (issue: v.BaseIssue<unknown>): string =>
    `expected ${what}, found ${describeValue(issue.input)}`;

/** The same of a value in a condition. */
export const unexpected = (
  what: string,
  found: unknown,
): { readonly ok: false; readonly message: string; readonly hint: string } => ({
  ok: false,
  message: `expected ${what}, found ${describeValue(found)}`,
  hint: (Array.isArray(found) ? SEVERAL : meant(what, found)) ?? `write ${what}`,
});

const SEVERAL = "several values need operator: in, or not_in, and a list";

function meant(what: string, found: unknown): string | undefined {
  if (what === "true or false") return meantBoolean(found);
  if (what.startsWith("a number")) return meantNumber(found);
  return what.includes("(in quotes)") ? meantText(found) : undefined;
}

/** A mapping with exactly these keys; says which one is missing or what a stray one may have meant. */
export function mapping<const Entries extends v.ObjectEntries>(what: string, entries: Entries) {
  // A list is an object to valibot's strictObject.
  const notList = v.custom<Record<string, unknown>>(isRecord, expected(`${what} as a mapping`));
  const exactly = v.strictObject(entries, (issue) =>
    issue.expected === "never" ? unknownKey(issue, what, Object.keys(entries)) : `${what} needs ${issue.expected}`,
  );
  return v.pipe(notList, exactly);
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text (in quotes)",
  boolean: "true or false",
  Array: "a list",
  Object: "a mapping",
};

/** An issue of an action's parameters in the same grammar; messages of our own stay as they are. */
export function phrase(action: string, { message, expected: wanted, input }: v.BaseIssue<unknown>): string {
  if (message.startsWith("Invalid key: ")) return `${action} needs ${wanted}`;
  if (!message.startsWith("Invalid type: ")) return `${action}: ${message}`;
  return `${action}: expected ${typeNames[wanted ?? ""] ?? wanted}, found ${describeValue(input)}`;
}

export function describeValue(value: unknown): string {
  if (value === null) return "nothing";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  return typeof value === "number" ? String(value) : JSON.stringify(value).slice(0, 80);
}

const renamed: Readonly<Record<string, string>> = { trigger: "context" };

function unknownKey({ path }: v.BaseIssue<unknown>, what: string, known: readonly string[]): string {
  const { key, value, input } = path?.at(-1) ?? { key: undefined, value: undefined, input: undefined };
  const name = String(key);
  if (Object.hasOwn(renamed, name)) return `"${name}" is now called "${renamed[name]}"`;
  if (isReserved.key(name)) return notYet(name);
  if (name === "context") return '"context" belongs to the rule, or outermost into its conditions';
  const misspelt = known.includes("all") && nearest(name, known) === undefined ? ofCondition(input) : undefined;
  return misspelt ?? `unknown key "${name}" in ${what}: ${aboutStray(name, value, what, known)}`;
}

const CONDITION = ["field", "operator", "value"];

/** A condition is known by its keys: where they are misspelt it is taken for a group, and each of them is told here. */
function ofCondition(written: unknown): string | undefined {
  const keys = isRecord(written) ? Object.keys(written) : [];
  const strays = keys.filter((key) => !CONDITION.includes(key));
  const misspelt = strays.flatMap((key) => {
    const near = nearest(key, CONDITION);
    return near === undefined || keys.includes(near) ? [] : [{ key, near }];
  });
  if (misspelt.length > 0) {
    const said = (names: readonly string[]) => inWords(names.map((name) => `"${name}"`));
    const found = said(misspelt.map(({ key }) => key));
    return `unknown key${misspelt.length > 1 ? "s" : ""} ${found} in a condition: did you mean ${said(misspelt.map(({ near }) => near))}?`;
  }
  const [first] = strays;
  if (first === undefined || !keys.includes("value")) return undefined;
  return `unknown key "${first}" in a condition: ${aboutStray(first, undefined, "a condition", CONDITION)}`;
}

const inWords = (names: readonly string[]): string =>
  [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" and ");
