import type { BaseIssue } from "valibot";
import { isRecord } from "../lib/json.ts";
import { isStray, pathOf } from "./issue-path.ts";
import { groupKinds, quantifiers } from "./schema.ts";
import type { Path } from "./source.ts";

/** The value of a condition of which all has been said. Nobody can write it. */
export const TOLD: unique symbol = Symbol("told");

/**
 * The value without its parts that have issues. Harmless things of the right shape stand in their places, so that all the rest
 * can be checked where it stands. `base` is where the value stands in the file.
 */
export const withStandIns = (value: unknown, issues: readonly BaseIssue<unknown>[], base: Path): unknown =>
  issues.reduce(
    (rest, issue) => (isStray(issue) ? withoutKey(rest, pathOf(issue), base) : mended(rest, pathOf(issue), base)),
    value,
  );

/** Something stands in for the smallest part around the place for which something can. */
function mended(value: unknown, path: Path, base: Path): unknown {
  for (let length = path.length; length >= 0; length--) {
    const part = path.slice(0, length);
    const standIn = standInAt([...base, ...part]);
    if (standIn === REMOVED) return changed(value, part.slice(0, -1), (mapping) => without(mapping, part.at(-1)));
    if (standIn !== undefined) return changed(value, part, () => standIn);
  }
  return undefined;
}

/** What is left of a mapping may be too little to be checked: then the key was meant to be what is missing. */
function withoutKey(value: unknown, path: Path, base: Path): unknown {
  const parent = path.slice(0, -1);
  const standIn = standInAt([...base, ...parent]);
  return changed(value, parent, (mapping) => {
    const rest = without(mapping, path.at(-1));
    const isAction = standIn === ACTION && !("params" in rest);
    const isLeaf = "field" in rest || "operator" in rest;
    if (isRule([...base, ...parent]) && !("conditions" in rest)) return { match_all: true, ...rest };
    const isCondition = standIn === CONDITION || standIn === CONDITIONS;
    if (isCondition && isLeaf) return { value: TOLD, ...rest };
    return isAction || (isCondition && !GROUPS.some((key) => key in rest)) ? standIn : rest;
  });
}

const isRule = (path: Path): boolean => path.length === 2 && path[0] === "rules";

const GROUPS: readonly string[] = [...groupKinds, ...quantifiers, "where"];

const CONDITION = { field: "?", operator: "?", value: TOLD };
const CONDITIONS = { all: [CONDITION] };
const ACTION = { type: "reannounce" };
const REMOVED = Symbol("removed");

/** What may stand in a place of the file; undefined: nothing, but perhaps for what is around it. */
function standInAt([top, ...path]: Path): unknown {
  if (top === undefined) return undefined;
  return Object.hasOwn(sections, top) ? sections[top]?.(path) : REMOVED;
}

type StandIn = (path: Path) => unknown;

const actions: StandIn = (path) => {
  if (path.length === 0) return [ACTION];
  return path.length === 1 ? ACTION : undefined;
};

const conditions: StandIn = (path) => {
  if (path.length === 0) return CONDITIONS;
  const [last, before] = path.toReversed();
  if (last === "context") return REMOVED;
  if (last === "where" || (typeof last === "number" && before !== "context")) return CONDITION;
  return groupKinds.some((kind) => kind === last) ? [CONDITION] : undefined;
};

const sections: Readonly<Record<string, StandIn>> = {
  rules: ([rule, key = "", ...path]) => {
    if (rule === undefined) return [];
    return Object.hasOwn(ofRule, key) ? ofRule[key]?.(path) : undefined;
  },
  protect: (path) => (path.length === 0 ? [CONDITION] : conditions(path)),
  refs: ([section = "", name, ...path]) => {
    if (name === undefined) return REMOVED;
    return section === "conditions" || section === "actions" ? ofRule[section]?.(path) : undefined;
  },
};

const removed: StandIn = () => REMOVED;

const ofRule: Readonly<Record<string, StandIn>> = {
  name: () => "?",
  enabled: removed,
  stop_on_match: removed,
  context: removed,
  // With nothing in its place, the rule would seem to reach every torrent unsaid.
  match_all: () => true,
  conditions,
  actions,
};

function changed(value: unknown, [step, ...rest]: Path, change: (part: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value) && typeof step === "number") return value.with(step, changed(value[step], rest, change));
  return isRecord(value) ? { ...value, [step]: changed(value[step], rest, change) } : value;
}

const without = (mapping: unknown, key: string | number | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(isRecord(mapping) ? mapping : {}).filter(([name]) => name !== key));
