import type { Findings } from "./check.ts";
import { checkAction } from "./check-action.ts";
import { checkCondition, checkList } from "./check-condition.ts";
import { type Refs, namedActions, namedConditions } from "./schema.ts";
import { shaped } from "./shaped.ts";

/**
 * What nobody refers to is checked as well: a mistake must not wait for its first use. What is used about the items of a
 * list (`ofItems`) is checked there, since it has a meaning only there.
 */
export function checkRefs(
  { conditions = {}, actions = {} }: Refs,
  ofItems: ReadonlySet<string>,
  findings: Findings,
): void {
  for (const [name, written] of Object.entries(conditions)) {
    if (ofItems.has(`conditions.${name}`)) continue;
    const path = ["refs", "conditions", name];
    const shape = shaped(namedConditions, written, path, findings);
    if (Array.isArray(shape)) checkList(shape, path, findings);
    else if (shape !== undefined) checkCondition(shape, path, findings);
  }
  for (const [name, written] of Object.entries(actions)) {
    const path = ["refs", "actions", name];
    const list = shaped(namedActions, written, path, findings) ?? [];
    for (const [index, action] of list.entries()) checkAction(action, [...path, index], findings);
  }
}
