import { describe, expect, test } from "bun:test";
import type { FieldType } from "../../src/rules/fields/field.ts";
import { operators } from "../../src/rules/operators/operators.ts";
import { NOW, leaf, load } from "../support/builders.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";

/** A field of each type, with a value that it may be compared with, and with a text to look for in it. */
const examples: Readonly<Record<FieldType, readonly [field: string, value: unknown, text?: string]>> = {
  number: ["info.ratio", 2],
  ratio_limit: ["info.ratio_limit", 2],
  count_limit: ["info.connections_limit", 100],
  fraction: ["info.progress", 0.5],
  bytes: ["info.size", "1 GB"],
  seconds: ["info.eta", "1 day"],
  time_limit: ["info.seeding_time_limit", "7 days"],
  rate: ["info.upspeed", "1 KiB/s"],
  limit: ["info.up_limit", "1 MB/s"],
  timestamp: ["info.added_on", NOW],
  text: ["info.name", "Show"],
  path: ["info.save_path", "/downloads"],
  category: ["info.category", "tv"],
  state: ["info.state", "uploading"],
  boolean: ["info.force_start", true],
  tags: ["info.tags", "keep"],
  hash: ["info.hash", HASH, "abc"],
  hash_v1: ["info.infohash_v1", HASH, "abc"],
  hash_v2: ["info.infohash_v2", `${HASH}0123456789abcdef01234567`, "abc"],
  tracker_status: ["trackers.status", "working"],
  any: ["app.max_active_uploads", 3, "abc"],
};

const isType = (name: string): name is FieldType => Object.hasOwn(examples, name);
const types = Object.keys(examples).filter(isType);
const ordered: readonly FieldType[] = [
  "number",
  "ratio_limit",
  "count_limit",
  "fraction",
  "bytes",
  "seconds",
  "time_limit",
  "rate",
  "limit",
  "timestamp",
  "any",
];
const textual: readonly FieldType[] = [
  "text",
  "path",
  "category",
  "state",
  "tags",
  "hash",
  "hash_v1",
  "hash_v2",
  "any",
];

/** What each operator may be asked of, and the value to write for a type. */
const families: readonly (readonly [
  names: string,
  suits: readonly FieldType[],
  value: (type: FieldType) => unknown,
])[] = [
  ["== !=", types, (type) => examples[type][1]],
  ["in not_in", types, (type) => [examples[type][1]]],
  ["> < >= <=", ordered, (type) => examples[type][1]],
  [
    "contains not_contains matches not_matches starts_with ends_with",
    textual,
    (type) => examples[type][2] ?? examples[type][1],
  ],
  ["under", ["path", "category"], (type) => examples[type][1]],
  ["older_than newer_than", ["timestamp"], () => "7 days"],
  ["larger_than smaller_than", ["bytes"], () => "1 GB"],
  ["known", types, () => true],
  // Of a list it asks whether that is empty, whatever its items are: see known.test.ts.
  ["is_empty", ["text", "path", "category", "tags", "tracker_status"], () => true],
];

const cases = families.flatMap(([names, suits, value]) =>
  names
    .split(" ")
    .flatMap((name) => types.map((type) => ({ name, type, suits: suits.includes(type), value: value(type) }))),
);

test("every operator is known, and no other", () => {
  const named = families.flatMap(([names]) => names.split(" "));
  expect([...operators.keys()].toSorted()).toEqual(named.toSorted());
});

describe.each(types.map((type) => [type] as const))("a field of type %s", (type) => {
  const [field] = examples[type];
  const asked = cases.filter((asks) => asks.type === type);

  test.each(asked.filter(({ suits }) => suits).map(({ name, value }) => [name, value] as const))(
    "may be asked %s %j",
    (name, value) => {
      expect(load({ conditions: [leaf(field, name, value)] })).toMatchObject({ ok: true });
    },
  );

  test.each(asked.filter(({ suits }) => !suits).map(({ name, value }) => [name, value] as const))(
    "is not for %s, and the message says what is and what it is",
    (name, value) => {
      const loaded = load({ conditions: [leaf(field, name, value)] });
      const problems = loaded.ok ? [] : loaded.problems;
      expect(problems).toMatchObject([{ code: "operator-type" }]);
      expect(problems[0]?.message).toMatch(new RegExp(`^${name} needs .+; ${field.replace(".", "\\.")} is .+$`));
    },
  );
});
