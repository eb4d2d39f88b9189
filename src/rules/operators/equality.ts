import type { TrackerStatus } from "../../qbittorrent/tracker.ts";
import type { FieldType } from "../fields/field.ts";
import { describeValue } from "../expected.ts";
import { isNearCategory, isNearTag } from "../near-miss.ts";
import { FALSE, type Outcome, TRUE, UNKNOWN, decided } from "../truth.ts";
import { NOT_CONTACTED, UPDATING, readValue } from "../values.ts";
import { type Bind, type Decide, type Subject, type Test, onText, onValue } from "./operator.ts";
import { comparable, mayBeOnWindows } from "./paths.ts";

export const equal: Bind = (written, type) => member([written], type);

export const oneOf: Bind = (written, type) => {
  if (!Array.isArray(written)) {
    return {
      ok: false,
      message: `expected a list of values, found ${describeValue(written)}`,
      hint: asList(written),
    };
  }
  if (written.length === 0)
    return { ok: false, message: "an empty list matches nothing", hint: "name at least one value" };
  return member(written, type);
};

function asList(written: unknown): string {
  if (typeof written !== "string" || written === "") return "write a list: [a, b], or use ==";
  const names = written.split(",").map((name) => name.trim());
  return `write a list: [${names.filter(Boolean).join(", ")}]${names.length > 1 ? "" : ", or use =="}`;
}

/** Of a set of tags: whether it has the tag. */
export const hasTag: Bind = (written) => member([written], "tags");

function member(written: readonly unknown[], type: FieldType): ReturnType<Bind> {
  const wanted = new Set<Scalar>();
  for (const item of written) {
    const value = readValue[type](item);
    if (!value.ok) return value;
    wanted.add(value.value);
  }
  if (type === "path" && [...wanted].some((path) => mayBeOnWindows(String(path)))) return amongPaths(wanted);
  const [only] = wanted;
  // A set that looks for one value is slower than the comparison.
  if (special[type] === undefined && wanted.size === 1) return { ok: true, value: { on: (key) => equals(key, only) } };
  return onValue((special[type] ?? amongScalars)(wanted));
}

function amongPaths(wanted: ReadonlySet<Scalar>): ReturnType<Bind> {
  const paths = new Set([...wanted].map((path) => comparable(String(path))));
  return onText((path) => paths.has(comparable(path)));
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
  const outcomeOf = remembered((tag) => nameOutcome(tag, wanted, isNearTag));
  return (actual) => {
    if (!Array.isArray(actual)) return UNKNOWN;
    let outcome: Outcome = FALSE;
    for (const tag of actual) {
      const next = outcomeOf(tag);
      if (next === TRUE) return TRUE;
      if (next === UNKNOWN) outcome = UNKNOWN;
    }
    return outcome;
  };
}

function amongCategories(wanted: ReadonlySet<Scalar>): Test {
  const outcomeOf = remembered((category) => nameOutcome(category, wanted, isNearCategory));
  return (actual) => (typeof actual === "string" ? outcomeOf(actual) : UNKNOWN);
}

type IsNear = (name: string, wanted: string) => boolean;

function nameOutcome(name: string, wanted: ReadonlySet<Scalar>, isNear: IsNear): Outcome {
  if (wanted.has(name)) return TRUE;
  return [...wanted].some((other) => isNear(name, String(other))) ? UNKNOWN : FALSE;
}

/** A library has few names, and many torrents. */
function remembered(decide: (name: string) => Outcome): (name: string) => Outcome {
  const known = new Map<string, Outcome>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const outcome = decide(name);
    known.set(name, outcome);
    return outcome;
  };
}

/** What has not been contacted is nothing else yet, nor is what is just being asked: either settles only tests that name it. */
function amongStatuses({ code, mayBe }: TrackerStatus, wanted: ReadonlySet<Scalar>): Outcome {
  const named = mayBe.filter((status) => wanted.has(status)).length;
  if (named === mayBe.length) return TRUE;
  return named > 0 || code === NOT_CONTACTED || code === UPDATING ? UNKNOWN : FALSE;
}

/** A setting of another kind than the rule thinks is not an answer to its question. */
function amongKinds(wanted: ReadonlySet<Scalar>): Test {
  const kinds = new Set([...wanted].map((value) => typeof value));
  return (actual) => {
    if (typeof actual === "object" || !kinds.has(typeof actual)) return UNKNOWN;
    return decided(wanted.has(actual));
  };
}
