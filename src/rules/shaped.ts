import * as v from "valibot";
import type { Findings } from "./check.ts";
import { isStray, pathOf, problemOf } from "./issue-path.ts";
import type { Path } from "./source.ts";
import { withStandIns } from "./stand-ins.ts";

/**
 * What was written, in the shape that it must have. What has another is among the problems, and something harmless stands in
 * for it, so that no mistake hides another. Undefined: nothing can stand in for the whole.
 */
export function shaped<T>(
  schema: v.GenericSchema<unknown, T>,
  written: unknown,
  path: Path,
  { source, problems }: Findings,
): T | undefined {
  const { issues, output } = shapes(schema, written, path);
  problems.push(
    ...issues.filter((issue) => !isExplained(issue, issues)).map((issue) => problemOf(issue, path, source)),
  );
  return output;
}

type Issue = v.BaseIssue<unknown>;

/** Of several keys that a mapping does not know valibot names only one: each time one is gone, the next is found. */
const MOST_ROUNDS = 100;

function shapes<T>(
  schema: v.GenericSchema<unknown, T>,
  written: unknown,
  path: Path,
): { readonly issues: readonly Issue[]; readonly output: T | undefined } {
  const issues: Issue[] = [];
  let rest = written;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const read = v.safeParse(schema, rest);
    if (read.success) return { issues, output: read.output };
    // What else is new after the first round comes from what stands in.
    issues.push(...read.issues.filter((issue) => round === 0 || isStray(issue)));
    rest = withStandIns(rest, read.issues, path);
    if (rest === undefined) break;
  }
  return { issues, output: undefined };
}

/** A key seems to be missing where it is misspelt: what is said of the stray one names it. */
function isExplained(issue: Issue, issues: readonly Issue[]): boolean {
  if (issue.type !== "strict_object" || isStray(issue)) return false;
  const missing = pathOf(issue);
  const word = new RegExp(String.raw`\b${missing.at(-1)}\b`);
  return issues.some((other) => {
    const [, advice = ""] = /^unknown key .* in [a-z ]+: (?!known are)(.*)$/s.exec(other.message) ?? [];
    return isStray(other) && isBeside(pathOf(other), missing) && word.test(advice);
  });
}

const isBeside = (one: Path, other: Path): boolean =>
  JSON.stringify(one.slice(0, -1)) === JSON.stringify(other.slice(0, -1));
