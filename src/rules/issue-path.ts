import type { BaseIssue } from "valibot";
import { isRecord } from "../lib/json.ts";
import type { RulesCode, RulesProblem } from "./codes.ts";
import { LATER, isReserved } from "./reserved.ts";
import { hintOnMissing, hintOnShape } from "./shape-hints.ts";
import type { Path, Source } from "./source.ts";

/** Where in the value that was checked the issue is, as keys and indexes. */
export const pathOf = ({ path }: BaseIssue<unknown>): Path =>
  (path ?? []).map(({ key }) => key).filter((key) => typeof key === "string" || typeof key === "number");

/** A key that the mapping does not know: the path ends with it. */
export const isStray = ({ expected }: BaseIssue<unknown>): boolean => expected === "never";

/** An issue with the value at `base`, with its place in the file. */
export function problemOf(issue: BaseIssue<unknown>, base: Path, source: Source): RulesProblem {
  const path = [...base, ...pathOf(issue)];
  const hint = issue.input === null && path.length > 0 && source.isComment(path) ? QUOTE_HASH : hintOf(issue);
  return {
    code: codeOf(issue),
    message: issue.message,
    where: source.where(path, isStray(issue) ? "key" : "value"),
    ...(hint !== undefined && { hint }),
  };
}

/** To who wrote `name: #1`. */
export const QUOTE_HASH = "in YAML a # begins a comment: write the text in quotes";

function codeOf(issue: BaseIssue<unknown>): RulesCode {
  const { type, input } = issue;
  if (isStray(issue)) return isReserved.key(String(pathOf(issue).at(-1))) ? "reserved" : "unknown-key";
  if (type === "strict_object") return "missing-key";
  return type === "non_empty" || isNothing(input) ? "empty" : "shape";
}

/** A text of spaces, or a mapping without keys. */
function isNothing(input: unknown): boolean {
  if (typeof input === "string") return input.trim() === "";
  return isRecord(input) && Object.keys(input).length === 0;
}

function hintOf(issue: BaseIssue<unknown>): string | undefined {
  const { message, input } = issue;
  const key = String(pathOf(issue).at(-1));
  if (isStray(issue)) return isReserved.key(key) ? LATER : undefined;
  if (issue.type === "strict_object") return hintOnMissing(key);
  const [, expected] = /^expected (.*?)(?:, found .*)?$/s.exec(message) ?? [];
  return expected === undefined ? undefined : hintOnShape(expected, input);
}
