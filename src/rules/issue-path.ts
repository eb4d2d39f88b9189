import type { BaseIssue } from "valibot";
import type { Problem } from "../errors.ts";
import type { Path, Source } from "./source.ts";

/** Where in the value that was checked the issue is, as keys and indexes. */
export const pathOf = ({ path }: BaseIssue<unknown>): Path =>
  (path ?? []).map(({ key }) => key).filter((key) => typeof key === "string" || typeof key === "number");

/** An issue with the value at `base`, with its place in the file. */
export const problemOf = (issue: BaseIssue<unknown>, base: Path, source: Source): Problem => ({
  code: codeOf(issue),
  message: issue.message,
  where: source.where([...base, ...pathOf(issue)], issue.expected === "never" ? "key" : "value"),
});

function codeOf({ expected, type, input }: BaseIssue<unknown>): string {
  if (expected === "never") return "unknown-key";
  if (type === "strict_object") return "missing-key";
  return type === "non_empty" || (type === "check" && input !== undefined) ? "empty" : "shape";
}
