import { compilePattern } from "../lib/pattern.ts";
import { type Parsed, parseDuration } from "../lib/units.ts";
import { describeValue } from "./expected.ts";
import type { FieldType, Value } from "./fields.ts";
import { readValue } from "./values.ts";

/** Whether a known value passes; `now` is the start of the job, in seconds since 1970. */
export type Test = (actual: Value, now: number) => boolean;

export interface Operator {
  readonly suits: readonly FieldType[];
  /** On a list, a negative operator must hold for every item, any other for at least one. */
  readonly negative?: true;
  readonly bind: (written: unknown, type: FieldType) => Parsed<Test>;
}

const ordered: readonly FieldType[] = ["number", "bytes", "seconds", "rate", "limit", "timestamp"];
const textual: readonly FieldType[] = ["text", "state", "hash", "tags"];
const everything: readonly FieldType[] = [...ordered, ...textual, "boolean", "tracker_status"];

export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["==", { suits: everything, bind: equal }],
  ["!=", { suits: everything, negative: true, bind: negated(equal) }],
  [">", { suits: ordered, bind: comparing((actual, wanted) => actual > wanted) }],
  ["<", { suits: ordered, bind: comparing((actual, wanted) => actual < wanted) }],
  [">=", { suits: ordered, bind: comparing((actual, wanted) => actual >= wanted) }],
  ["<=", { suits: ordered, bind: comparing((actual, wanted) => actual <= wanted) }],
  ["in", { suits: everything, bind: oneOf }],
  ["not_in", { suits: everything, negative: true, bind: negated(oneOf) }],
  ["contains", { suits: textual, bind: containing }],
  ["not_contains", { suits: textual, negative: true, bind: negated(containing) }],
  ["matches", { suits: textual, bind: matching }],
  ["older_than", { suits: ["timestamp"], bind: aged((age, wanted) => age > wanted) }],
  ["newer_than", { suits: ["timestamp"], bind: aged((age, wanted) => age < wanted) }],
  ["larger_than", { suits: ["bytes"], bind: comparing((actual, wanted) => actual > wanted) }],
  ["smaller_than", { suits: ["bytes"], bind: comparing((actual, wanted) => actual < wanted) }],
]);

function equal(written: unknown, type: FieldType): Parsed<Test> {
  if (type === "tags" && written === "") {
    return { ok: false, message: '"" is not a tag', hint: "tags are a set: name one" };
  }
  const wanted = readValue[type](written);
  if (!wanted.ok) return wanted;
  const { value } = wanted;
  return { ok: true, value: (actual) => (isSet(actual) ? actual.includes(String(value)) : actual === value) };
}

function oneOf(written: unknown, type: FieldType): Parsed<Test> {
  if (!Array.isArray(written)) {
    return {
      ok: false,
      message: `expected a list of values, found ${describeValue(written)}`,
      hint: "write a list: [a, b], or use ==",
    };
  }
  if (written.length === 0)
    return { ok: false, message: "an empty list matches nothing", hint: "name at least one value" };
  const wanted = new Set<Value>();
  for (const item of written) {
    const value = readValue[type](item);
    if (!value.ok) return value;
    wanted.add(value.value);
  }
  return {
    ok: true,
    value: (actual) => (isSet(actual) ? actual.some((item) => wanted.has(item)) : wanted.has(actual)),
  };
}

function comparing(compare: (actual: number, wanted: number) => boolean): Operator["bind"] {
  return (written, type) => {
    const wanted = readValue[type](written);
    if (!wanted.ok) return wanted;
    const limit = Number(wanted.value);
    return { ok: true, value: (actual) => typeof actual === "number" && compare(actual, limit) };
  };
}

/** A future time has a negative age: newer than anything. */
function aged(compare: (age: number, wanted: number) => boolean): Operator["bind"] {
  return (written) => {
    const hint = 'write a duration with a unit, like "30 days"';
    if (typeof written !== "string")
      return { ok: false, message: `expected a duration, found ${describeValue(written)}`, hint };
    const wanted = parseDuration(written);
    if (!wanted.ok) return wanted;
    return { ok: true, value: (actual, now) => typeof actual === "number" && compare(now - actual, wanted.value) };
  };
}

function containing(written: unknown, type: FieldType): Parsed<Test> {
  if (typeof written !== "string" || written === "") {
    return {
      ok: false,
      message: `expected text, found ${describeValue(written)}`,
      hint: "write the text to look for, in quotes",
    };
  }
  const part = type === "hash" ? written.toLowerCase() : written;
  if (type === "tags") return { ok: true, value: (actual) => isSet(actual) && actual.includes(part) };
  return { ok: true, value: onText(type, (text) => text.includes(part)) };
}

function matching(written: unknown, type: FieldType): Parsed<Test> {
  if (typeof written !== "string" || written === "") {
    return {
      ok: false,
      message: `expected a pattern, found ${describeValue(written)}`,
      hint: "write a regular expression in single quotes",
    };
  }
  const pattern = compilePattern(written);
  return pattern.ok ? { ok: true, value: onText(type, pattern.test) } : pattern;
}

function negated(bind: Operator["bind"]): Operator["bind"] {
  return (written, type) => {
    const positive = bind(written, type);
    return positive.ok ? { ok: true, value: (actual, now) => !positive.value(actual, now) } : positive;
  };
}

/** A stopped state has two names, and a text test may mean either. Of tags, any may pass. */
function onText(type: FieldType, test: (text: string) => boolean): Test {
  if (type === "tags") return (actual) => isSet(actual) && actual.some(test);
  if (type !== "state") return (actual) => typeof actual === "string" && test(actual);
  return (actual) =>
    typeof actual === "string" &&
    (test(actual) || (actual.startsWith("stopped") && test(actual.replace("stopped", "paused"))));
}

const isSet = (value: Value): value is readonly string[] => typeof value === "object";
