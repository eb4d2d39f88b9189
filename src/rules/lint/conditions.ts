import { type Condition, leavesOf } from "../rule.ts";
import { type Consequences, warningOf } from "./conflict-texts.ts";
import { conflictsIn } from "./conflicts.ts";
import { repeatedParts, repeatedValues } from "./repeated.ts";
import { rootWarnings } from "./root.ts";
import { createSpace } from "./space.ts";
import { placeOf, shown, textOf } from "./written.ts";
import type { Warning } from "./warning.ts";

/** Of one condition: what never holds, what always does, what contradicts itself, and what is said twice. */
export function conditionWarnings(condition: Condition, consequences: Consequences): readonly Warning[] {
  return [
    ...conflictsIn(condition, createSpace([condition])).map((conflict) => warningOf(conflict, consequences)),
    ...rootWarnings(condition),
    ...repeatedParts(condition).map(([later, earlier]): Warning => ({
      code: "repeated",
      message: `${textOf(later)} stands twice in this group`,
      where: placeOf(later),
      hint: `remove one, or correct it; the other is at ${placeOf(earlier)}`,
    })),
    ...leavesOf(condition).flatMap((leaf) =>
      repeatedValues(leaf).map((value): Warning => ({
        code: "repeated",
        message: `${leaf.field.name} ${leaf.operator}: the list names ${shown(value)} twice`,
        where: leaf.place,
        hint: "remove one, or correct it",
      })),
    ),
  ];
}
