import type { Action } from "../actions/action.ts";
import type { Quota } from "../lib/units.ts";
import type { Field, ListSource } from "./fields/field.ts";
import type { Check } from "./operators/operator.ts";

/** A checked condition: plain data that can be evaluated, explained and printed. */
export type Condition = Group | Items | Leaf;

export interface Group {
  readonly kind: "all" | "any" | "none";
  readonly of: readonly Condition[];
}

/** Of the items of a list: whether any, all or none of them meet a condition about themselves. */
export interface Items {
  readonly kind: "any_of" | "all_of" | "none_of";
  readonly list: ListSource;
  readonly where: Condition;
}

export interface Leaf {
  readonly kind: "test";
  readonly field: Field;
  readonly operator: string;
  readonly negative: boolean;
  /** As written. */
  readonly value: unknown;
  readonly check: Check;
  /** `file:line:column` of the field. */
  readonly place: string;
}

export interface Rule {
  readonly name: string;
  readonly enabled: boolean;
  /** Undefined: runs for every job. */
  readonly contexts: readonly string[] | undefined;
  readonly stopOnMatch: boolean;
  readonly condition: Condition;
  readonly actions: readonly Action[];
  /** `file:line:column` */
  readonly where: string;
}

/** All that a rules file says. */
export interface Rulebook {
  readonly rules: readonly Rule[];
  /** Torrents that meet this are neither deleted nor moved; undefined: nothing is protected. */
  readonly protect: Condition | undefined;
  /** The most torrents that may be deleted within 10 minutes; undefined: the file does not say. */
  readonly maxDeletions: Quota | undefined;
}

/** A rule without a context runs for every job, one with contexts only for jobs of one of them. */
export const runsFor = ({ enabled, contexts }: Rule, context: string | null): boolean =>
  enabled && (contexts === undefined || (context !== null && contexts.includes(context)));

/** Every test in it, those about the items of lists included. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  if (condition.kind === "test") return [condition];
  return "where" in condition ? leavesOf(condition.where) : condition.of.flatMap(leavesOf);
}
