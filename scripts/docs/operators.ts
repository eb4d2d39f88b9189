import type { FieldType } from "../../src/rules/fields/field.ts";
import type { Operator } from "../../src/rules/operators/operator.ts";
import { operators } from "../../src/rules/operators/operators.ts";
import { code, table } from "./markdown.ts";

export function operatorsTable(): string {
  const rows = [...operators].map(([name, operator]) => [
    code(name),
    operator.about,
    takes[name] ?? "one value",
    fieldsOf(name, operator),
    operator.negative === true ? "every item" : "any item",
  ]);
  return table(["operator", "what it asks", "value", "fields", "on a list"], rows);
}

const PART = "text, not empty";
const PART_OR_TAG = `${PART}; of tags: one tag`;
const PATTERN = "a pattern";
const AGE = "a duration with a unit: `30 days`";
const SIZE = "a size: `50 GB`";
const YES_OR_NO = "`true` or `false`";

/** What is written beside it, where that is not one value to compare with. */
const takes: Readonly<Record<string, string>> = {
  contains: PART_OR_TAG,
  not_contains: PART_OR_TAG,
  matches: PATTERN,
  not_matches: PATTERN,
  starts_with: PART,
  ends_with: PART,
  in: "a list",
  not_in: "a list",
  under: "a category or folder",
  older_than: AGE,
  newer_than: AGE,
  larger_than: SIZE,
  smaller_than: SIZE,
  known: YES_OR_NO,
  is_empty: YES_OR_NO,
};

/** Types by what they have in common. */
const families: Readonly<Record<FieldType, string>> = {
  number: "numbers",
  ratio_limit: "numbers",
  count_limit: "numbers",
  fraction: "numbers",
  bytes: "sizes",
  seconds: "durations",
  time_limit: "durations",
  rate: "rates",
  limit: "rates",
  timestamp: "timestamps",
  text: "text",
  path: "paths",
  category: "categories",
  state: "states",
  boolean: "true or false",
  tags: "tags",
  hash: "hashes",
  hash_v1: "hashes",
  hash_v2: "hashes",
  tracker_status: "tracker statuses",
  any: "settings",
};

function fieldsOf(name: string, { suits }: Operator): string {
  if (suits.length === Object.keys(families).length) return "all";
  const named = [...new Set(suits.map((type) => families[type]))].join(", ");
  return name === "is_empty" ? `${named}, whole lists` : named;
}
