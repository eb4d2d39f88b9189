import type { Condition, Leaf } from "../rule.ts";
import { valuesOf } from "./named.ts";
import { canonical } from "./written.ts";

/** Parts of one group that say the same, the later with the earlier. */
export function repeatedParts(condition: Condition): readonly (readonly [later: Condition, earlier: Condition])[] {
  if ("where" in condition) return repeatedParts(condition.where);
  if (!("of" in condition)) return [];
  const first = new Map<string, Condition>();
  const own = condition.of.flatMap((part) => {
    const earlier = first.get(canonical(part));
    if (earlier === undefined) first.set(canonical(part), part);
    return earlier === undefined ? [] : [[part, earlier] as const];
  });
  return [...own, ...condition.of.flatMap(repeatedParts)];
}

/** Values that a list names twice, as they are written: two names of one state are for two kinds of servers. */
export function repeatedValues(leaf: Leaf): readonly unknown[] {
  const seen = new Set<unknown>();
  const again = valuesOf(leaf).filter((value) => seen.size === seen.add(value).size);
  return [...new Set(again)];
}
