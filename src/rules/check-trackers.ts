import { deletes } from "../actions/delete.ts";
import type { Action } from "../actions/action.ts";
import type { Findings } from "./check.ts";
import type { Condition, Leaf } from "./rule.ts";

/**
 * A flat test of the trackers holds when one of them passes, or every one, as the operator has it. Whoever deletes must
 * have said which was meant.
 */
export function checkTrackers(condition: Condition, actions: readonly Action[], { problems }: Findings): void {
  if (!actions.some(deletes)) return;
  const flat = leavesOf(condition).filter(({ field }) => field.kind === "each" && field.source === "trackers");
  for (const { where, fieldName } of flat) {
    problems.push({
      message:
        `${fieldName}: a rule that deletes must say whether one tracker or all of them decide: ` +
        "any_of or all_of, which this version does not have yet",
      where,
      hint: "tag such torrents instead, and delete them by hand",
    });
  }
}

const leavesOf = (condition: Condition): readonly Leaf[] =>
  condition.kind === "test" ? [condition] : condition.of.flatMap(leavesOf);
