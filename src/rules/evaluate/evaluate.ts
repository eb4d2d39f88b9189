import type { Decide } from "../operators/operator.ts";
import { FALSE, type Outcome, TRUE, UNKNOWN, both, either, not } from "../truth.ts";

type Combine = <Subject>(parts: readonly Decide<Subject>[]) => Decide<Subject>;

/** Kleene's logic over the parts, left to right, as far as it takes. */
export const combine: Readonly<Record<"all" | "any" | "none", Combine>> = {
  all: allOf,
  any: anyOf,
  none: (parts) => {
    const any = anyOf(parts);
    return (subject) => not(any(subject));
  },
};

/** A chain of pairs: faster than a loop, since each step knows its two parts. */
function allOf<Subject>([first, ...others]: readonly Decide<Subject>[]): Decide<Subject> {
  if (first === undefined) return () => TRUE;
  if (others.length === 0) return first;
  const rest = allOf(others);
  return (subject) => {
    const outcome = first(subject);
    if (outcome === FALSE) return FALSE;
    const next = rest(subject);
    if (next === FALSE || outcome === TRUE) return next;
    return next === TRUE ? outcome : both(outcome, next);
  };
}

function anyOf<Subject>([first, ...others]: readonly Decide<Subject>[]): Decide<Subject> {
  if (first === undefined) return () => FALSE;
  if (others.length === 0) return first;
  const rest = anyOf(others);
  return (subject) => {
    const outcome = first(subject);
    if (outcome === TRUE) return TRUE;
    const next = rest(subject);
    if (next === TRUE || outcome === FALSE) return next;
    return next === FALSE ? outcome : either(outcome, next);
  };
}

type OverItems = <Item>(items: readonly Item[], decide: Decide<Item>) => Outcome;

/** Kleene over the items of a known list. All of nothing is not a yes: it is unknown. */
export const overItems: Readonly<Record<"any_of" | "all_of" | "none_of", OverItems>> = {
  any_of: anyItem,
  all_of: (items, decide) => (items.length === 0 ? UNKNOWN : everyItem(items, decide)),
  none_of: (items, decide) => not(anyItem(items, decide)),
};

export function anyItem<Item>(items: readonly Item[], decide: Decide<Item>): Outcome {
  let outcome: Outcome = FALSE;
  for (const item of items) {
    const next = decide(item);
    if (next === TRUE) return TRUE;
    if (next === UNKNOWN) outcome = UNKNOWN;
  }
  return outcome;
}

export function everyItem<Item>(items: readonly Item[], decide: Decide<Item>): Outcome {
  let outcome: Outcome = TRUE;
  for (const item of items) {
    const next = decide(item);
    if (next === FALSE) return FALSE;
    if (next === UNKNOWN) outcome = UNKNOWN;
  }
  return outcome;
}
