import { compilePattern } from "../lib/pattern.ts";
import { type Parsed, parseDuration } from "../lib/units.ts";
import { describeValue } from "./expected.ts";
import type { TrackerStatus } from "../qbittorrent/tracker.ts";
import type { FieldType, Value } from "./fields.ts";
import { isHash, readHashPart } from "./names.ts";
import { isNearCategory, isNearTag } from "./near-miss.ts";
import { NOT_CONTACTED, readValue } from "./values.ts";

/** Whether a known value passes, undefined where it cannot be told; `now` is the start of the job, in seconds since 1970. */
export type Test = (actual: Value, now: number) => boolean | undefined;

export interface Operator {
  readonly suits: readonly FieldType[];
  /** On a list, a negative operator must hold for every item, any other for at least one. */
  readonly negative?: true;
  readonly bind: (written: unknown, type: FieldType) => Parsed<Test>;
}

const ordered: readonly FieldType[] = ["number", "fraction", "bytes", "seconds", "rate", "limit", "timestamp"];
const textual: readonly FieldType[] = ["text", "category", "state", "hash", "hash_v1", "hash_v2", "tags"];
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
  return member([written], type);
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
  return member(written, type);
}

function member(written: readonly unknown[], type: FieldType): Parsed<Test> {
  const wanted = new Set<number | string | boolean>();
  for (const item of written) {
    const value = readValue[type](item);
    if (!value.ok) return value;
    wanted.add(value.value);
  }
  return { ok: true, value: among(wanted, type) };
}

/** Whether a value, or any of a set of tags, is among those wanted. */
function among(wanted: ReadonlySet<number | string | boolean>, type: FieldType): Test {
  const names = [...wanted].filter((value) => typeof value === "string");
  const nearTag = (tag: string) => names.some((name) => isNearTag(tag, name));
  return (actual) => {
    if (isSet(actual)) return actual.some((tag) => wanted.has(tag)) || (actual.some(nearTag) ? undefined : false);
    if (typeof actual === "object") return amongStatuses(actual, wanted);
    if (wanted.has(actual)) return true;
    if (type !== "category") return false;
    return names.some((name) => isNearCategory(String(actual), name)) ? undefined : false;
  };
}

/** What has not been contacted is nothing else yet, so it settles only tests that name it. */
function amongStatuses({ code, mayBe }: TrackerStatus, wanted: ReadonlySet<unknown>): boolean | undefined {
  const named = mayBe.filter((status) => wanted.has(status)).length;
  if (named === mayBe.length) return true;
  return named > 0 || code === NOT_CONTACTED ? undefined : false;
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
  if (type === "tags") return member([written], type);
  if (type === "category") return { ok: true, value: inCategory(written) };
  const part: Parsed<string> = isHash(type) ? readHashPart(written, type) : { ok: true, value: written };
  return part.ok ? { ok: true, value: onText(type, (text) => text.includes(part.value)) } : part;
}

function inCategory(part: string): Test {
  const nearly = (text: string) => text.toLowerCase().includes(part.toLowerCase());
  return (actual) => typeof actual === "string" && (actual.includes(part) || (nearly(actual) ? undefined : false));
}

function matching(written: unknown, type: FieldType): Parsed<Test> {
  if (typeof written !== "string" || written === "") {
    return {
      ok: false,
      message: `expected a pattern, found ${describeValue(written)}`,
      hint: "write a regular expression in single quotes",
    };
  }
  const pattern = compilePattern(isHash(type) ? `(?i)${written}` : written);
  return pattern.ok ? { ok: true, value: onText(type, pattern.test) } : pattern;
}

function negated(bind: Operator["bind"]): Operator["bind"] {
  return (written, type) => {
    const positive = bind(written, type);
    if (!positive.ok) return positive;
    const { value: test } = positive;
    return {
      ok: true,
      value: (actual, now) => {
        const verdict = test(actual, now);
        return verdict === undefined ? undefined : !verdict;
      },
    };
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

const isSet = (value: Value): value is readonly string[] => Array.isArray(value);
