import { readsOf } from "../reads.ts";
import type { Rule } from "../rule.ts";
import { HOLDS, HOLDS_NOT } from "./demand.ts";
import { changedBy } from "./imagined.ts";
import { areApart, isEmpty } from "./region.ts";
import { createSpace } from "./space.ts";
import type { Warning } from "./warning.ts";

/**
 * Rules that never match, because an earlier one matches wherever they would, for every job that they run for, and keeps
 * later rules away. Deleting alone does not: a deletion may be withheld, and then later rules see the torrent.
 */
export function shadowWarnings(rules: readonly Rule[]): readonly Warning[] {
  const enabled = [...rules.filter((rule) => rule.enabled).entries()];
  const stopping = enabled.filter(([, { stopOnMatch }]) => stopOnMatch).slice(0, MOST_STOPPING);
  if (stopping.length === 0) return [];
  const { torrents } = createSpace(enabled.map(([, { condition }]) => condition));
  const implies = (later: Rule, earlier: Rule): boolean => {
    const holding = torrents({ condition: later.condition, wanted: HOLDS });
    // What never holds has a warning of its own.
    return !isEmpty(holding) && areApart(holding, torrents({ condition: earlier.condition, wanted: HOLDS_NOT }));
  };
  return enabled.flatMap(([index, later]) => {
    const earlier = stopping.find(
      ([at, rule]) =>
        at < index && covers(rule, later) && implies(later, rule) && !changes(enabled.slice(at + 1, index), rule),
    );
    return earlier === undefined ? [] : [shadowed(later, earlier[1])];
  });
}

/** Each is compared with all the rules after it: with more a file would take too long to load. */
const MOST_STOPPING = 500;

/** Whether one runs for every job that the other runs for. */
const covers = ({ contexts }: Rule, other: Rule): boolean =>
  contexts === undefined || (other.contexts?.every((context) => contexts.includes(context)) ?? false);

/** Whether rules in between may change what a rule reads: then it might match later what it did not match before. */
function changes(between: readonly (readonly [number, Rule])[], { condition }: Rule): boolean {
  const reads: ReadonlySet<string> = readsOf(condition);
  return between.some(([, { actions }]) => [...changedBy(actions)].some((key) => reads.has(key)));
}

const shadowed = ({ name, where }: Rule, { name: earlier, where: place }: Rule): Warning => ({
  code: "shadowed",
  message: `rule "${name}" never matches: "${earlier}", before it, matches all that it would, and stops there`,
  where,
  hint: `put it before "${earlier}" (${place}), or let that one ask for more, or go without stop_on_match`,
});
