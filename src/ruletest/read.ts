import * as v from "valibot";
import type { Problem } from "../errors.ts";
import { isRecord } from "../lib/json.ts";
import { framed } from "../rules/frame.ts";
import { problemOf } from "../rules/issue-path.ts";
import type { Rulebook } from "../rules/rule.ts";
import { readSource } from "../rules/source.ts";
import type { Case } from "./case.ts";
import { checkCase, readNow, readServer } from "./check-case.ts";
import type { Findings } from "./findings.ts";
import { DEFAULT_NOW } from "./moment.ts";
import { newest } from "./server.ts";
import { type FileShape, caseShape, fileShape } from "./shape.ts";

/** A file of tests whose outermost keys are read: it says which rules it is about. */
export interface WrittenTests {
  /** As written, relative to the file of tests; undefined: it does not say. */
  readonly rules: string | undefined;
  readonly shape: FileShape | undefined;
  readonly text: string;
  readonly findings: Findings;
}

/** Either the tests, or every problem of the file; warnings in both cases. */
export type CheckedTests =
  | { readonly ok: true; readonly cases: readonly Case[]; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

export function readTests(file: string, text: string): WrittenTests {
  const source = readSource(file, text);
  const findings: Findings = { source, problems: [...source.problems], warnings: [] };
  if (source.problems.length > 0) return { rules: undefined, shape: undefined, text, findings };
  const shape = v.safeParse(fileShape, source.value);
  if (shape.success) return { rules: shape.output.rules, shape: shape.output, text, findings };
  findings.problems.push(...shape.issues.map((issue) => problemOf(issue, [], source)));
  return { rules: undefined, shape: undefined, text, findings };
}

/** What the tests mean with these rules; without, names of rules are not checked. */
export function checkTests({ shape, text, findings }: WrittenTests, book: Rulebook | undefined): CheckedTests {
  const cases = shape === undefined ? [] : checkCases(shape, findings, book);
  const problems = framed(findings.problems, text);
  const warnings = framed(findings.warnings, text);
  return problems.length === 0 ? { ok: true, cases, warnings } : { ok: false, problems, warnings };
}

function checkCases(shape: FileShape, findings: Findings, book: Rulebook | undefined): readonly Case[] {
  const { source, problems } = findings;
  checkNames(shape.tests, findings);
  const now = readNow(shape.now, ["now"], findings) ?? DEFAULT_NOW;
  const server = readServer(shape.server, ["server"], findings) ?? newest;
  return shape.tests.flatMap((written, index) => {
    const path = ["tests", index];
    const read = v.safeParse(caseShape, written);
    if (read.success) return checkCase(read.output, path, { findings, book, moment: { now, server } });
    problems.push(...read.issues.map((issue) => problemOf(issue, path, source)));
    return [];
  });
}

/** Results name tests, so each needs a name of its own. */
function checkNames(tests: readonly unknown[], { source, problems }: Findings): void {
  const seen = new Map<string, number>();
  for (const [index, test] of tests.entries()) {
    const name = isRecord(test) ? test["name"] : undefined;
    if (typeof name !== "string") continue;
    const earlier = seen.get(name);
    if (earlier === undefined) seen.set(name, index);
    else {
      problems.push({
        code: "duplicate-name",
        message: `two tests are called "${name}"`,
        where: source.where(["tests", index, "name"]),
        hint: `the other is at ${source.where(["tests", earlier, "name"])}: results name tests, so each needs its own name`,
      });
    }
  }
}
