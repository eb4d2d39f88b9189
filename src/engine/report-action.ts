import type { Failures } from "./apply.ts";
import type { ActionOutcome, PlannedAction } from "./plan.ts";

export interface ActionReport {
  readonly rule: string;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly outcome: ActionOutcome;
  readonly reason?: string;
}

/** What became of an action, the server's refusal included. */
export function reportAction(hash: string, planned: PlannedAction, failures: Failures): ActionReport {
  const { rule, action, outcome, reason } = planned;
  const said = { rule: rule.name, type: action.type, params: action.params };
  const failure = outcome === "executed" ? failures.of(hash, action.aspect) : undefined;
  if (failure !== undefined) return { ...said, outcome: "failed", reason: failure };
  return { ...said, outcome, ...(reason !== undefined && { reason }) };
}
