import { didYouMean } from "../../lib/nearest.ts";
import type { FieldType } from "../fields/field.ts";
import { operators } from "./operators.ts";

/** What may have been meant by an operator that does not exist. */
export function nearestOperator(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[“”„‘’'"]/gu, "")
    .trim();
  if (Object.hasOwn(advices, plain)) return advices[plain] ?? "";
  const meant = Object.hasOwn(otherNames, plain) ? otherNames[plain] : plain;
  if (meant !== undefined && operators.has(meant)) return `did you mean ${inQuotes(meant)}?`;
  return didYouMean(name, [...operators.keys()]);
}

/** What to write instead of an operator that makes no sense for the type, which is called `what`. */
export function insteadOf(name: string, type: FieldType, what: string): string {
  const instead = substitutes[name]?.(type);
  if (instead !== undefined && operators.get(instead)?.suits.includes(type) === true)
    return `write operator: ${/^\w+$/.test(instead) ? instead : inQuotes(instead)}`;
  const suitable = [...operators].filter(([, { suits }]) => suits.includes(type)).map(([known]) => known);
  return `for ${what} there are: ${suitable.join(", ")}`;
}

const inQuotes = (name: string): string => `"${name}"`;

/** In other languages, and in the words of people. */
const otherNames: Readonly<Record<string, string>> = {
  "=": "==",
  "===": "==",
  "<>": "!=",
  "!==": "!=",
  "=>": ">=",
  "=<": "<=",
  "=~": "matches",
  "!~": "not_matches",
  eq: "==",
  ne: "!=",
  neq: "!=",
  gt: ">",
  lt: "<",
  gte: ">=",
  ge: ">=",
  lte: "<=",
  le: "<=",
  equals: "==",
  equal: "==",
  is: "==",
  not_equals: "!=",
  not_equal: "!=",
  is_not: "!=",
  greater_than: ">",
  more_than: ">",
  above: ">",
  after: ">",
  less_than: "<",
  below: "<",
  before: "<",
  at_least: ">=",
  at_most: "<=",
  includes: "contains",
  has: "contains",
  like: "contains",
  does_not_contain: "not_contains",
  excludes: "not_contains",
  regex: "matches",
  regexp: "matches",
  match: "matches",
  not_regex: "not_matches",
  prefix: "starts_with",
  suffix: "ends_with",
  one_of: "in",
  any_of: "in",
  none_of: "not_in",
  bigger_than: "larger_than",
  exists: "known",
  empty: "is_empty",
};

const advices: Readonly<Record<string, string>> = {
  between: "write two conditions, with >= and with <=",
  not_empty: "write operator: is_empty, value: false",
  is_not_empty: "write operator: is_empty, value: false",
  not_exists: "write operator: known, value: false",
  not_known: "write operator: known, value: false",
  unknown: "write operator: known, value: false",
  is_null: "write operator: known, value: false",
};

type Substitute = (type: FieldType) => string | undefined;

function forText(type: FieldType): string | undefined {
  if (type === "boolean") return "==";
  return type === "tracker_status" ? "in" : undefined;
}

const substitutes: Readonly<Record<string, Substitute>> = {
  older_than: (type) => (isLength(type) ? ">" : undefined),
  newer_than: (type) => (isLength(type) ? "<" : undefined),
  larger_than: () => ">",
  smaller_than: () => "<",
  is_empty: () => "known",
  under: (type) => (type === "tags" ? "contains" : "starts_with"),
  contains: forText,
  matches: forText,
};

const isLength = (type: FieldType): boolean => type === "seconds" || type === "time_limit";
