import type { Condition } from "../rule.ts";
import { type Demand, FAILS, HOLDS, flatten, ofParts } from "./demand.ts";
import { EVERYWHERE, type Region, isEmpty, meet } from "./region.ts";
import type { Space } from "./space.ts";
import { canonical, placeOf } from "./written.ts";

/** Demands that cannot all be met, though without any one of them they could: one that nothing meets, or a contradiction. */
export interface Conflict {
  readonly demands: readonly Demand[];
  /** What it makes of the whole condition. */
  readonly whole?: "never holds" | "always holds";
}

/** Why a condition, or some part of it, never holds, or never fails. Each reason comes once. */
export function conflictsIn(condition: Condition, space: Space): readonly Conflict[] {
  const reasons = (wanted: number) => why({ condition, wanted }, space.torrents);
  const found: readonly Conflict[] = [
    ...reasons(HOLDS).map((demands) => ({ demands, whole: "never holds" as const })),
    ...reasons(FAILS).map((demands) => ({ demands, whole: "always holds" as const })),
    ...inside(condition, space.torrents).map((demands) => ({ demands })),
  ];
  // Of equal ones the first, which says what it makes of the whole.
  return [...new Map(found.toReversed().map((conflict) => [identity(conflict), conflict])).values()].toReversed();

  function inside(part: Condition, find: Find): readonly Reason[] {
    if ("where" in part) return reasonsIn(part.where, space.items);
    return "of" in part ? part.of.flatMap((child) => reasonsIn(child, find)) : [];
  }

  function reasonsIn(part: Condition, find: Find): readonly Reason[] {
    const own = [HOLDS, FAILS].flatMap((wanted) => why({ condition: part, wanted }, find));
    return [...own, ...inside(part, find)];
  }

  function why(demand: Demand, find: Find): readonly Reason[] {
    if (!isEmpty(find(demand))) return [];
    const demands = flatten(demand);
    const hopeless = demands.filter((one) => isEmpty(find(one)));
    return hopeless.length === 0 ? [irreducible(demands, find)] : hopeless.flatMap((one) => whyOne(one, find));
  }

  /** Of a demand that no others make hopeless. */
  function whyOne({ condition: part, wanted }: Demand, find: Find): readonly Reason[] {
    if ("of" in part) return ofParts(part, wanted).demands.flatMap((demand) => why(demand, find));
    if ("where" in part)
      return [HOLDS, FAILS].flatMap((each) => why({ condition: part.where, wanted: each }, space.items));
    return [[{ condition: part, wanted }]];
  }
}

type Find = (demand: Demand) => Region;

type Reason = Conflict["demands"];

/**
 * The last one needed, of the first that cannot all be met; and again with it, until those found are enough. Boxes around
 * boxes may hide that: then all are told.
 */
function irreducible(demands: readonly Demand[], find: Find): Reason {
  const core: Demand[] = [];
  let met: Region = EVERYWHERE;
  let rest = demands;
  while (!isEmpty(met)) {
    const last = lastNeeded(rest, met, find);
    const demand = rest[last];
    if (demand === undefined) return demands;
    core.unshift(demand);
    met = meet(met, find(demand));
    rest = rest.slice(0, last);
  }
  return core;
}

/** Of the shortest beginning that cannot be met; -1: all can. */
function lastNeeded(demands: readonly Demand[], met: Region, find: Find): number {
  let left = met;
  return demands.findIndex((demand) => {
    left = meet(left, find(demand));
    return isEmpty(left);
  });
}

const identity = ({ demands }: Conflict): string =>
  demands.map(({ condition, wanted }) => `${wanted} ${placeOf(condition)} ${canonical(condition)}`).join(" and ");
