import type { Action } from "../../actions/action.ts";
import { type Vain, vainActions } from "./vain-actions.ts";
import type { Warning } from "./warning.ts";

/** Actions of one rule that come to nothing; `where` is the place of the action with this index. */
export function actionWarnings(actions: readonly Action[], where: (index: number) => string): readonly Warning[] {
  return vainActions(actions).map(({ index, cause, why }) => ({
    code: why,
    message: messages[why](actions[index]?.type ?? "", actions[cause]?.type ?? ""),
    where: where(index),
    hint: `leave one of the two out; the other is at ${where(cause)}`,
  }));
}

const messages: Readonly<Record<Vain["why"], (action: string, cause: string) => string>> = {
  superseded: (action, cause) =>
    `${action} does not last: ${cause}, after it in this rule, undoes or replaces it, or a part of it`,
  repeated: (action, cause) => `${action} does nothing here: ${cause}, before it in this rule, has done the same`,
};
