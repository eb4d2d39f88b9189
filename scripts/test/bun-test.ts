import { rmSync } from "node:fs";

import { lastLines, runLogged } from "./command.ts";
import { add, junitCounts, NOTHING, single, type Outcome } from "./outcome.ts";

export interface Suite {
  /** Names the log and the JUnit report. */
  readonly name: string;
  readonly files: readonly string[];
  readonly options?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly withinMs: number;
}

/** Runs test files with `bun test`. What went wrong outside of any test counts as one more failure. */
export async function bunTest({ name, files, options = [], env = {}, withinMs }: Suite): Promise<Outcome> {
  if (files.length === 0) return single(false, `There are no tests for "${name}".`);
  const log = `out/logs/${name}.log`;
  const junit = `out/${name}.xml`;
  rmSync(junit, { force: true }); // or a runner that dies would leave us the counts of the last run
  const report = ["--reporter=junit", `--reporter-outfile=${junit}`, "--only-failures"];
  const ending = await runLogged([process.execPath, "test", ...report, ...options, ...files], log, { env, withinMs });
  const counts = junitCounts(junit);
  const brokeOutsideTests = counts === undefined || ending.timedOut || (ending.code !== 0 && counts.failed === 0);
  const outcome = add(counts ?? NOTHING, brokeOutsideTests ? single(false) : NOTHING);
  if (outcome.failed === 0) return outcome;
  const reason = ending.timedOut ? `\nStopped after ${withinMs / 1000} s` : "";
  return add(outcome, { ...NOTHING, report: lastLines(log, 200) + reason });
}

/** Those of the test files that are wanted, as exact paths: without the dot Bun would take them for patterns. */
export function testFiles(wanted: (path: string) => boolean): readonly string[] {
  return [...new Bun.Glob("tests/**/*.test.ts").scanSync(".")]
    .filter(wanted)
    .toSorted()
    .map((path) => `./${path}`);
}
