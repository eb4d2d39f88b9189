import type { Action } from "../actions/action.ts";
import { checkAction } from "./check-action.ts";
import { checkCondition, checkList } from "./check-condition.ts";
import { checkReach, removes } from "./check-reach.ts";
import { checkTrackers } from "./check-trackers.ts";
import type { Collected, RulesCode, WarningCode } from "./codes.ts";
import type { Condition, Rule } from "./rule.ts";
import { type ConditionsShape, type NodeShape, type RuleShape, groupKinds } from "./schema.ts";
import type { Path, Source } from "./source.ts";

/** Collects what is wrong while checking goes on: all problems are reported at once. */
export interface Findings {
  readonly source: Source;
  readonly problems: Collected<RulesCode>;
  readonly warnings: Collected<WarningCode>;
}

/** The meaning of a rule whose shape is right; undefined if it has problems, which are then among the findings. */
export function checkRule(shape: RuleShape, path: Path, findings: Findings): Rule | undefined {
  const before = findings.problems.length;
  const { name, enabled = true, stop_on_match: stopOnMatch = false, conditions } = shape;
  const condition = checkConditions(conditions, [...path, "conditions"], findings);
  const contexts = checkContexts(shape, path, findings);
  const checked = checkActions(shape, path, findings);
  if (!isLimited(shape)) checkReach(shape, path, findings);
  if (condition !== undefined && shape.actions.some(removes)) checkTrackers(condition, findings);
  if (condition === undefined || findings.problems.length > before) return undefined;
  const where = findings.source.where(path);
  return { name, enabled, contexts, stopOnMatch, condition, actions: checked, where };
}

function checkConditions(shape: ConditionsShape | undefined, path: Path, findings: Findings): Condition | undefined {
  if (shape === undefined) return { kind: "all", of: [] };
  if (isList(shape)) return checkList(shape, path, findings);
  const named = groupKinds.filter((group) => shape[group] !== undefined);
  if (named.length === 0) return { kind: "all", of: [] };
  return checkCondition(shape, path, findings);
}

const isList = (shape: ConditionsShape): shape is NodeShape[] => Array.isArray(shape);

/** Whether it has conditions at all. */
const isLimited = ({ conditions }: RuleShape): boolean =>
  conditions !== undefined && (isList(conditions) || groupKinds.some((group) => conditions[group] !== undefined));

/** `context` may stand beside the conditions or among them; both only if they say the same. */
function checkContexts(
  { context, conditions }: RuleShape,
  path: Path,
  findings: Findings,
): readonly string[] | undefined {
  const outer = asList(context);
  const inner = conditions === undefined || isList(conditions) ? undefined : asList(conditions.context);
  if (outer !== undefined && inner !== undefined && outer.toSorted().join("\n") !== inner.toSorted().join("\n")) {
    findings.problems.push({
      code: "contexts",
      message: `two different contexts: ${outer.join(", ")} at the rule, ${inner.join(", ")} in its conditions`,
      where: findings.source.where([...path, "conditions", "context"], "key"),
      hint: "keep one of them",
    });
  }
  return outer ?? inner;
}

const asList = (context: string | string[] | undefined): readonly string[] | undefined =>
  typeof context === "string" ? [context] : context;

function checkActions({ actions: list, stop_on_match }: RuleShape, path: Path, findings: Findings): Action[] {
  if (list.length === 0 && stop_on_match !== true) {
    findings.warnings.push({
      code: "no-actions",
      message: "a rule without actions does nothing",
      where: findings.source.where([...path, "actions"]),
    });
  }
  const checked = list.map((shape, index) => checkAction(shape, [...path, "actions", index], findings));
  const deleteAt = list.findIndex(deletes);
  if (deleteAt !== -1 && deleteAt < list.length - 1) {
    findings.problems.push({
      code: "after-delete",
      message: "an action after delete_torrent would find no torrent",
      where: findings.source.where([...path, "actions", deleteAt + 1]),
      hint: "make delete_torrent the last action",
    });
  }
  return checked.filter((action) => action !== undefined);
}

/** Also one whose parameters are wrong: its other mistakes are told at once. */
const deletes = ({ type }: RuleShape["actions"][number]): boolean => type === "delete_torrent";
