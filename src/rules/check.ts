import { actionTypes, actions, isActionType } from "../actions/catalogue.ts";
import type { Action } from "../actions/action.ts";
import { deletes } from "../actions/delete.ts";
import type { Problem } from "../errors.ts";
import { didYouMean } from "../lib/nearest.ts";
import { checkCondition } from "./check-condition.ts";
import { checkTrackers } from "./check-trackers.ts";
import { compile } from "./compile.ts";
import { doubtfulLimit } from "./doubtful.ts";
import { phrase } from "./expected.ts";
import { pathOf } from "./issue-path.ts";
import { isReserved, notYet } from "./reserved.ts";
import type { Condition, Rule } from "./rule.ts";
import type { ConditionsShape, NodeShape, RuleShape } from "./schema.ts";
import type { Path, Source } from "./source.ts";

/** Collects what is wrong while checking goes on: all problems are reported at once. */
export interface Findings {
  readonly source: Source;
  readonly problems: Problem[];
  readonly warnings: Problem[];
}

/** The meaning of a rule whose shape is right; undefined if it has problems, which are then among the findings. */
export function checkRule(shape: RuleShape, path: Path, findings: Findings): Rule | undefined {
  const before = findings.problems.length;
  const { name, enabled = true, stop_on_match: stopOnMatch = false, conditions } = shape;
  const condition = checkConditions(conditions, [...path, "conditions"], findings);
  const contexts = checkContexts(shape, path, findings);
  const checked = checkActions(shape, path, findings);
  checkReach(shape, checked, path, findings);
  if (condition !== undefined) checkTrackers(condition, checked, findings);
  if (condition === undefined || findings.problems.length > before) return undefined;
  const where = findings.source.where(path);
  return { name, enabled, contexts, stopOnMatch, condition, holds: compile(condition), actions: checked, where };
}

const groups = ["all", "any", "none"] as const;

function checkConditions(shape: ConditionsShape | undefined, path: Path, findings: Findings): Condition | undefined {
  if (shape === undefined) return { kind: "all", of: [] };
  if (isList(shape)) return checkCondition({ all: shape }, path, findings, { listAt: path });
  const named = groups.filter((group) => shape[group] !== undefined);
  if (named.length === 0) return { kind: "all", of: [] };
  return checkCondition(shape, path, findings);
}

const isList = (shape: ConditionsShape): shape is NodeShape[] => Array.isArray(shape);

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
      message: "a rule without actions does nothing",
      where: findings.source.where([...path, "actions"]),
    });
  }
  const checked = list.map((shape, index) => checkAction(shape, [...path, "actions", index], findings));
  const deleteAt = checked.findIndex((action) => action !== undefined && deletes(action));
  if (deleteAt !== -1 && deleteAt < checked.length - 1) {
    findings.problems.push({
      message: "an action after delete_torrent would find no torrent",
      where: findings.source.where([...path, "actions", deleteAt + 1]),
      hint: "make delete_torrent the last action",
    });
  }
  return checked.filter((action) => action !== undefined);
}

export function checkAction(shape: RuleShape["actions"][number], path: Path, findings: Findings): Action | undefined {
  const { type, params = {} } = shape;
  const { source, problems, warnings } = findings;
  if (!isActionType(type)) {
    const where = source.where([...path, "type"]);
    problems.push(
      isReserved.action(type)
        ? { message: notYet(type), where }
        : { message: `unknown action "${type}"`, where, hint: didYouMean(type, actionTypes) },
    );
    return undefined;
  }
  const bound = actions[type].bind(type, params);
  const doubt = /^set_.*_limit$/.test(type) ? doubtfulLimit(params["limit"]) : undefined;
  if (doubt !== undefined) warnings.push({ ...doubt, where: source.where([...path, "params", "limit"]) });
  if (bound.ok) return bound.action;
  for (const issue of bound.issues) {
    const below = pathOf(issue);
    const stray = issue.expected === "never";
    const name = String(below[0]);
    const refusal = isReserved.param(name) ? notYet(name) : `${type} has no parameter "${name}"`;
    problems.push({
      message: stray ? refusal : phrase(type, issue),
      where: source.where([...path, "params", ...below], stray ? "key" : "value"),
    });
  }
  return undefined;
}

/** A rule without conditions reaches every torrent: said aloud, and for what destroys only when it says so itself. */
function checkReach(shape: RuleShape, checked: readonly Action[], path: Path, findings: Findings): void {
  const { conditions, match_all: matchAll = false } = shape;
  const limited =
    conditions !== undefined && (isList(conditions) || groups.some((group) => conditions[group] !== undefined));
  if (limited || matchAll) return;
  const where = findings.source.where(path);
  if (checked.some(deletes)) {
    findings.problems.push({
      message: "this rule deletes, and has no conditions: it would delete every torrent",
      where,
      hint: "add conditions, or match_all: true if that is what you want",
    });
    return;
  }
  findings.warnings.push({
    message: "a rule without conditions matches every torrent",
    where,
    hint: "say so with match_all: true",
  });
}
