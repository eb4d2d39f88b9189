import type { Value } from "./fields.ts";
import { type Condition, type Leaf, type Predicate, sourcesOf } from "./rule.ts";
import { FALSE, type Outcome, TRUE, UNKNOWN, both, either, not, open, sources } from "./truth.ts";

/** The condition as a closure over a torrent. Inside a group, what costs no request is tried first. */
export function compile(condition: Condition): Predicate {
  if (condition.kind === "test") return compileLeaf(condition);
  const parts = cheapestFirst(condition.of).map(compile);
  if (condition.kind === "all") return allOf(parts);
  const any = anyOf(parts);
  return condition.kind === "any" ? any : (torrent, now) => not(any(torrent, now));
}

function allOf(parts: readonly Predicate[]): Predicate {
  return (torrent, now) => {
    let outcome: Outcome = TRUE;
    for (const part of parts) {
      const next = part(torrent, now);
      if (next === FALSE) return FALSE;
      if (next !== TRUE) outcome = both(outcome, next);
    }
    return outcome;
  };
}

function anyOf(parts: readonly Predicate[]): Predicate {
  return (torrent, now) => {
    let outcome: Outcome = FALSE;
    for (const part of parts) {
      const next = part(torrent, now);
      if (next === TRUE) return TRUE;
      if (next !== FALSE) outcome = either(outcome, next);
    }
    return outcome;
  };
}

function compileLeaf({ field, test, negative }: Leaf): Predicate {
  const decide = (value: Value | undefined, now: number): Outcome => {
    const verdict = value === undefined ? undefined : test(value, now);
    if (verdict === undefined) return UNKNOWN;
    return verdict ? TRUE : FALSE;
  };
  if (field.kind === "one") {
    const { read } = field;
    return (torrent, now) => decide(read(torrent), now);
  }
  const { read } = field;
  const notFetched = open(field.source);
  return (torrent, now) => {
    const values = read(torrent);
    if (values === undefined) return notFetched;
    if (values === null) return UNKNOWN;
    return overItems(
      values.map((value) => decide(value, now)),
      negative,
    );
  };
}

/** Kleene over the items: any for a positive operator, every one for a negative. */
function overItems(outcomes: readonly Outcome[], negative: boolean): Outcome {
  const decisive = negative ? FALSE : TRUE;
  if (outcomes.includes(decisive)) return decisive;
  if (outcomes.includes(UNKNOWN)) return UNKNOWN;
  return negative ? TRUE : FALSE;
}

function cheapestFirst(conditions: readonly Condition[]): Condition[] {
  return conditions.toSorted((a, b) => cost(a) - cost(b));
}

const cost = (condition: Condition): number =>
  Math.max(0, ...[...sourcesOf(condition)].map((source) => sources.indexOf(source) + 1));
