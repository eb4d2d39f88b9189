import { deletes } from "../../actions/delete.ts";
import { readsOf } from "../reads.ts";
import type { Condition, Rule } from "../rule.ts";
import { FAILS, HOLDS } from "./demand.ts";
import { changedBy } from "./imagined.ts";
import { areApart, isEmpty } from "./region.ts";
import { createSpace } from "./space.ts";
import type { Warning } from "./warning.ts";

/** Rules that delete nothing but what is protected, or may be: nothing, that is. */
export function protectedWarnings(rules: readonly Rule[], protect: Condition | undefined): readonly Warning[] {
  const deleting = rules.filter(({ actions }) => actions.some(deletes));
  if (protect === undefined || deleting.length === 0) return [];
  const { torrents } = createSpace([protect, ...deleting.map(({ condition }) => condition)]);
  const reads: ReadonlySet<string> = readsOf(protect);
  return deleting
    .filter(({ condition, actions }) => {
      const holding = torrents({ condition, wanted: HOLDS });
      const isCovered = areApart(holding, torrents({ condition: protect, wanted: FAILS }));
      return !isEmpty(holding) && isCovered && ![...changedBy(actions)].some((key) => reads.has(key));
    })
    .map(({ name, where }) => ({
      code: "protected",
      message: `rule "${name}" never deletes: protect covers all that it matches`,
      where,
      hint: "narrow protect, or let the rule do something else",
    }));
}
