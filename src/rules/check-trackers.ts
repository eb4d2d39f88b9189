import type { Findings } from "./check.ts";
import { listOf } from "./fields/field.ts";
import type { Condition, Leaf } from "./rule.ts";

/**
 * For a rule that deletes. A flat test of the trackers holds when one of them passes, or every one, as the operator has it. Whoever deletes must
 * have said which was meant.
 */
export function checkTrackers(condition: Condition, { problems }: Findings): void {
  for (const { field, place } of flatLeaves(condition).filter((leaf) => listOf(leaf.field) === "trackers")) {
    problems.push({
      code: "flat-trackers",
      message: `${field.name}: a rule that deletes must say whether one tracker or all of them decide`,
      where: place,
      hint: `write {any_of: trackers, where: {field: ${field.name.replace("trackers.", "")}, …}}, or all_of`,
    });
  }
}

/** Those of the torrent itself, not those about the items of a group. */
function flatLeaves(condition: Condition): readonly Leaf[] {
  if (condition.kind === "test") return [condition];
  return "where" in condition ? [] : condition.of.flatMap(flatLeaves);
}
