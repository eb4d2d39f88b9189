import type { Condition, Group } from "../rule.ts";
import { FALSE, type Outcome, TRUE, UNKNOWN } from "../truth.ts";

/** A set of outcomes, a bit for each. */
export type Outcomes = number;

export const only = (outcome: Outcome): Outcomes => 1 << outcome;

export const HOLDS: Outcomes = only(TRUE);
export const FAILS: Outcomes = only(FALSE);
/** False or unknown. */
export const HOLDS_NOT: Outcomes = FAILS | only(UNKNOWN);
export const ANY: Outcomes = HOLDS | FAILS | only(UNKNOWN);

/** With true for false, and false for true. */
export const flip = (outcomes: Outcomes): Outcomes =>
  (outcomes & only(UNKNOWN)) | (outcomes & HOLDS ? FAILS : 0) | (outcomes & FAILS ? HOLDS : 0);

/** That a condition comes out in one of some ways. */
export interface Demand {
  readonly condition: Condition;
  readonly wanted: Outcomes;
}

/**
 * What a demand on a group demands of its parts: of every one of them, or of some. Kleene's logic: all is true when every
 * part is, and false when some part is; with "not true" and "not false" it is the same the other way round.
 */
export function ofParts(
  { kind, of }: Group,
  wanted: Outcomes,
): { readonly every: boolean; readonly demands: Demand[] } {
  const inside = kind === "none" ? flip(wanted) : wanted;
  const decisive = kind === "all" ? HOLDS : FAILS;
  return { every: (inside & decisive) !== 0, demands: of.map((condition) => ({ condition, wanted: inside })) };
}

/** The demands that must all be met so that this one is, as far as groups within groups say so. */
export function flatten(demand: Demand): readonly Demand[] {
  const { condition, wanted } = demand;
  if (!("of" in condition)) return [demand];
  const { every, demands } = ofParts(condition, wanted);
  return every ? demands.flatMap(flatten) : [demand];
}
