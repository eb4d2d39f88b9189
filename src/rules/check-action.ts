import type * as v from "valibot";
import type { Action } from "../actions/action.ts";
import { type ActionType, actionTypes, actions, isActionType } from "../actions/catalogue.ts";
import { isRecord } from "../lib/json.ts";
import { didYouMean, ofTheSameWords } from "../lib/nearest.ts";
import type { Findings } from "./check.ts";
import { doubtfulLimit } from "./doubtful.ts";
import { phrase } from "./expected.ts";
import { isStray, pathOf } from "./issue-path.ts";
import { LATER, isReserved, notYet } from "./reserved.ts";
import type { RuleShape } from "./schema.ts";
import type { Path } from "./source.ts";

/** Undefined: there were problems. */
export function checkAction(shape: RuleShape["actions"][number], path: Path, findings: Findings): Action | undefined {
  const { type, params = {} } = shape;
  const { source, problems, warnings } = findings;
  if (!isActionType(type)) {
    const where = source.where([...path, "type"]);
    problems.push(
      isReserved.action(type)
        ? { code: "reserved", message: notYet(type), where, hint: LATER }
        : { code: "unknown-action", message: `unknown action "${type}"`, where, hint: nearest(type) },
    );
    return undefined;
  }
  const bound = actions[type].bind(type, params);
  const doubt = /^set_(?:up|down)load_limit$/.test(type) ? doubtfulLimit(params["limit"]) : undefined;
  if (doubt !== undefined)
    warnings.push({ code: "doubtful-value", ...doubt, where: source.where([...path, "params", "limit"]) });
  if (bound.ok) return bound.action;
  for (const issue of issuesOf(type, params, bound.issues)) {
    const below = pathOf(issue);
    const name = String(below[0]);
    problems.push(
      isStray(issue)
        ? {
            code: "unknown-param",
            message: `${type} has no parameter "${name}"`,
            where: source.where([...path, "params", ...below], "key"),
            hint: nearestParam(name, actions[type].params),
          }
        : {
            code: "param",
            message: phrase(type, issue),
            where: source.where([...path, "params", ...below]),
            ...(issue.type === "strict_object" && { hint: `write params: {${name}: …}` }),
          },
    );
  }
  return undefined;
}

type Issue = v.BaseIssue<unknown>;

/** Of several parameters that do not exist valibot names one; what seems to be missing may be what they were meant for. */
function issuesOf(
  type: ActionType,
  params: Readonly<Record<string, unknown>>,
  issues: readonly Issue[],
): readonly Issue[] {
  const strays = issues.filter(isStray);
  if (strays.length === 0) return issues;
  const names = strays.map((issue) => pathOf(issue)[0]);
  const rest = Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
  const others = actions[type].bind(type, rest);
  const further = others.ok ? [] : issuesOf(type, rest, others.issues).filter(isStray);
  return [...issues.filter((issue) => isStray(issue) || issue.type !== "strict_object"), ...further];
}

const otherNames: Readonly<Record<string, string>> = {
  pause: "stop",
  resume: "start",
  delete: "delete_torrent",
  remove: "delete_torrent",
  add_tags: "add_tag",
  remove_tags: "remove_tag",
  move: "set_location",
  limit_upload_speed: "set_upload_limit",
  limit_download_speed: "set_download_limit",
};

function nearest(type: string): string {
  const meant = Object.hasOwn(otherNames, type) ? otherNames[type] : ofTheSameWords(type, actionTypes);
  return meant === undefined ? didYouMean(type, actionTypes) : `did you mean "${meant}"?`;
}

function nearestParam(name: string, schema: object): string {
  const known = "entries" in schema && isRecord(schema.entries) ? Object.keys(schema.entries) : [];
  if (known.length === 0) return "it takes none";
  const meant = ofTheSameWords(name, known);
  return meant === undefined ? didYouMean(name, known) : `did you mean "${meant}"?`;
}
