import type { Action } from "../actions/action.ts";
import { actionTypes, actions, isActionType } from "../actions/catalogue.ts";
import { isRecord } from "../lib/json.ts";
import { didYouMean } from "../lib/nearest.ts";
import type { Findings } from "./check.ts";
import { doubtfulLimit } from "./doubtful.ts";
import { phrase } from "./expected.ts";
import { pathOf } from "./issue-path.ts";
import { isReserved, notYet } from "./reserved.ts";
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
        ? { code: "reserved", message: notYet(type), where }
        : { code: "unknown-action", message: `unknown action "${type}"`, where, hint: nearest(type) },
    );
    return undefined;
  }
  const bound = actions[type].bind(type, params);
  const doubt = /^set_(?:up|down)load_limit$/.test(type) ? doubtfulLimit(params["limit"]) : undefined;
  if (doubt !== undefined)
    warnings.push({ code: "doubtful-value", ...doubt, where: source.where([...path, "params", "limit"]) });
  if (bound.ok) return bound.action;
  for (const issue of bound.issues) {
    const below = pathOf(issue);
    const stray = issue.expected === "never";
    const name = String(below[0]);
    problems.push({
      code: stray ? "unknown-param" : "param",
      message: stray ? `${type} has no parameter "${name}"` : phrase(type, issue),
      where: source.where([...path, "params", ...below], stray ? "key" : "value"),
      ...(stray && { hint: nearestParam(name, actions[type].params) }),
    });
  }
  return undefined;
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

const nearest = (type: string): string =>
  Object.hasOwn(otherNames, type) ? `did you mean "${otherNames[type]}"?` : didYouMean(type, actionTypes);

function nearestParam(name: string, schema: object): string {
  const known = "entries" in schema && isRecord(schema.entries) ? Object.keys(schema.entries) : [];
  return known.length === 0 ? "it takes none" : didYouMean(name, known);
}
