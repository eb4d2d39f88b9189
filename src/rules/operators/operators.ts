import { unexpected } from "../expected.ts";
import type { FieldType } from "../fields/field.ts";
import { UNKNOWN, decided, not } from "../truth.ts";
import { equal, oneOf } from "./equality.ts";
import type { Bind, Check, Decide, Operator, Subject } from "./operator.ts";
import { aged, comparing } from "./ordering.ts";
import { containing, ending, matching, starting, under } from "./text.ts";

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
];
const comparable: readonly FieldType[] = [...ordered, "any"];
const textual: readonly FieldType[] = [
  "text",
  "path",
  "category",
  "state",
  "hash",
  "hash_v1",
  "hash_v2",
  "tags",
  "any",
];
const everything: readonly FieldType[] = [...ordered, ...textual, "boolean", "tracker_status"];

export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["==", { suits: everything, bind: equal, about: "Is equal; of tags: one of them is" }],
  ["!=", { suits: everything, negative: true, bind: negated(equal), about: "Is not equal; on a list: no item is" }],
  [">", { suits: comparable, bind: comparing("above"), about: "Is greater" }],
  ["<", { suits: comparable, bind: comparing("below"), about: "Is less" }],
  [">=", { suits: comparable, bind: comparing("at_least"), about: "Is greater or equal" }],
  ["<=", { suits: comparable, bind: comparing("at_most"), about: "Is less or equal" }],
  ["contains", { suits: textual, bind: containing, about: "Has this text in it; of tags: has this whole tag" }],
  [
    "not_contains",
    {
      suits: textual,
      negative: true,
      bind: negated(containing),
      about: "Does not have this text, or tag; on a list: no item has",
    },
  ],
  ["matches", { suits: textual, bind: matching, about: "A regular expression is found anywhere in it" }],
  [
    "not_matches",
    { suits: textual, negative: true, bind: negated(matching), about: "A regular expression is found nowhere in it" },
  ],
  ["starts_with", { suits: textual, bind: starting, about: "Begins with this text" }],
  ["ends_with", { suits: textual, bind: ending, about: "Ends with this text" }],
  ["in", { suits: everything, bind: oneOf, about: "Is one of a list of values" }],
  ["not_in", { suits: everything, negative: true, bind: negated(oneOf), about: "Is none of a list of values" }],
  ["under", { suits: ["category", "path"], bind: under, about: "Is this category or folder, or lies below it" }],
  ["older_than", { suits: ["timestamp"], bind: aged("older"), about: "Lies longer ago than a duration" }],
  ["newer_than", { suits: ["timestamp"], bind: aged("newer"), about: "Lies less long ago than a duration" }],
  ["larger_than", { suits: ["bytes"], bind: comparing("above"), about: "Is more than a size" }],
  ["smaller_than", { suits: ["bytes"], bind: comparing("below"), about: "Is less than a size" }],
  ["known", { suits: everything, bind: asking("known"), about: "Whether qBittorrent can tell the value" }],
  [
    "is_empty",
    {
      suits: ["text", "path", "category", "tags"],
      bind: asking("empty"),
      about: "Whether a text, a set or a list has nothing in it",
    },
  ],
]);

function asking(what: "known" | "empty"): Bind {
  return (written) => {
    if (typeof written !== "boolean") return unexpected("true or false", written);
    const ask = { known: isKnown, empty: isEmpty }[what];
    return { ok: true, value: { on: (key) => ask(key, written), about: { what, wanted: written } } };
  };
}

const isKnown =
  (key: string, wanted: boolean): Decide<Subject> =>
  (subject) =>
    decided((subject[key] !== undefined) === wanted);

const isEmpty =
  (key: string, wanted: boolean): Decide<Subject> =>
  (subject) => {
    const actual = subject[key];
    return typeof actual === "string" || Array.isArray(actual) ? decided((actual.length === 0) === wanted) : UNKNOWN;
  };

function negated(bind: Bind): Bind {
  return (written, type) => {
    const positive = bind(written, type);
    if (!positive.ok) return positive;
    const on: Check["on"] = (key, now) => {
      const holds = positive.value.on(key, now);
      return (subject) => not(holds(subject));
    };
    return { ok: true, value: { on } };
  };
}
