import type { TrackerStatus } from "../../qbittorrent/tracker.ts";
import type { FieldType } from "../fields/field.ts";
import { describeValue } from "../expected.ts";
import { isNearCategory, isNearTag } from "../near-miss.ts";
import { FALSE, type Outcome, TRUE, UNKNOWN, decided } from "../truth.ts";
import { NOT_CONTACTED, readValue } from "../values.ts";
import { type Bind, type Decide, type Subject, type Test, onValue } from "./operator.ts";

export const equal: Bind = (written, type) => member([written], type);

export const oneOf: Bind = (written, type) => {
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
};

/** Of a set of tags: whether it has the tag. */
export const hasTag: Bind = (written) => member([written], "tags");

function member(written: readonly unknown[], type: FieldType): ReturnType<Bind> {
  const wanted = new Set<Scalar>();
  for (const item of written) {
    const value = readValue[type](item);
    if (!value.ok) return value;
    wanted.add(value.value);
  }
  const [only] = wanted;
  // A set that looks for one value is slower than the comparison.
  if (special[type] === undefined && wanted.size === 1) return { ok: true, value: { on: (key) => equals(key, only) } };
  return onValue((special[type] ?? amongScalars)(wanted));
}

type Scalar = number | string | boolean;

const equals =
  (key: string, wanted: Scalar | undefined): Decide<Subject> =>
  (subject) => {
    const actual = subject[key];
    if (actual === undefined) return UNKNOWN;
    return actual === wanted ? TRUE : FALSE;
  };

const amongScalars =
  (wanted: ReadonlySet<Scalar>): Test =>
  (actual) =>
    typeof actual !== "object" && wanted.has(actual) ? TRUE : FALSE;

const special: Readonly<Partial<Record<FieldType, (wanted: ReadonlySet<Scalar>) => Test>>> = {
  tags: amongTags,
  category: amongCategories,
  tracker_status: (wanted) => (actual) =>
    typeof actual === "object" && "mayBe" in actual ? amongStatuses(actual, wanted) : UNKNOWN,
  any: amongKinds,
};

function amongTags(wanted: ReadonlySet<Scalar>): Test {
  const names = [...wanted].map(String);
  return (actual) => {
    if (!Array.isArray(actual)) return UNKNOWN;
    for (const tag of actual) if (wanted.has(tag)) return TRUE;
    return actual.some((tag) => names.some((name) => isNearTag(tag, name))) ? UNKNOWN : FALSE;
  };
}

function amongCategories(wanted: ReadonlySet<Scalar>): Test {
  const names = [...wanted].map(String);
  return (actual) => {
    if (typeof actual !== "string") return UNKNOWN;
    if (wanted.has(actual)) return TRUE;
    return names.some((name) => isNearCategory(actual, name)) ? UNKNOWN : FALSE;
  };
}

/** What has not been contacted is nothing else yet, so it settles only tests that name it. */
function amongStatuses({ code, mayBe }: TrackerStatus, wanted: ReadonlySet<Scalar>): Outcome {
  const named = mayBe.filter((status) => wanted.has(status)).length;
  if (named === mayBe.length) return TRUE;
  return named > 0 || code === NOT_CONTACTED ? UNKNOWN : FALSE;
}

/** A setting of another kind than the rule thinks is not an answer to its question. */
function amongKinds(wanted: ReadonlySet<Scalar>): Test {
  const kinds = new Set([...wanted].map((value) => typeof value));
  return (actual) => {
    if (typeof actual === "object" || !kinds.has(typeof actual)) return UNKNOWN;
    return decided(wanted.has(actual));
  };
}
