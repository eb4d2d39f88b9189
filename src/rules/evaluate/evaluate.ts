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

/** Four at a time: faster than a loop, since each step knows its part. */
function allOf<Subject>(parts: readonly Decide<Subject>[]): Decide<Subject> {
  const [a = yes, b = yes, c = yes, ...others] = parts;
  if (parts.length === 1) return a;
  const d = others.length === 0 ? yes : allOf(others);
  return (subject) => {
    const first = a(subject);
    if (first === FALSE) return FALSE;
    const second = b(subject);
    if (second === FALSE) return FALSE;
    const third = c(subject);
    if (third === FALSE) return FALSE;
    const fourth = d(subject);
    if (fourth === FALSE) return FALSE;
    return both(both(first, second), both(third, fourth));
  };
}

const yes = (): Outcome => TRUE;

function anyOf<Subject>(parts: readonly Decide<Subject>[]): Decide<Subject> {
  const [a = no, b = no, c = no, ...others] = parts;
  if (parts.length === 1) return a;
  const d = others.length === 0 ? no : anyOf(others);
  return (subject) => {
    const first = a(subject);
    if (first === TRUE) return TRUE;
    const second = b(subject);
    if (second === TRUE) return TRUE;
    const third = c(subject);
    if (third === TRUE) return TRUE;
    const fourth = d(subject);
    if (fourth === TRUE) return TRUE;
    return either(either(first, second), either(third, fourth));
  };
}

const no = (): Outcome => FALSE;

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
