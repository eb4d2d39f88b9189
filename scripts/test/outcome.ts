import { existsSync, readFileSync } from "node:fs";

/** What a step found. A step that is not a test runner counts as one test. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** A few words for the line of the step. */
  readonly detail?: string;
  /** What a person needs in order to repair it, when something failed. */
  readonly report?: string;
}

export const NOTHING: Outcome = { passed: 0, failed: 0, skipped: 0 };

export function single(ok: boolean, report = ""): Outcome {
  return { ...NOTHING, ...(ok ? { passed: 1 } : { failed: 1, report }) };
}

export function add(one: Outcome, other: Outcome): Outcome {
  const join = (key: "detail" | "report", by: string) => [one[key], other[key]].filter(Boolean).join(by);
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    detail: join("detail", ", "),
    report: join("report", "\n"),
  };
}

/** The sums of a JUnit report, and what was skipped; undefined when the runner died before it wrote one. */
export function junitCounts(file: string): Outcome | undefined {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const root = /<testsuites [^>]*>/.exec(text)?.[0] ?? "";
  const [tests, failed, skipped] = ["tests", "failures", "skipped"].map((name) => attribute(root, name));
  if (tests === undefined || failed === undefined || skipped === undefined) return undefined;
  const names = [...text.matchAll(/<testcase name="([^"]*)"[^>]*>\s*<skipped/g)].map(([, name]) => `Skipped: ${name}`);
  return { passed: tests - failed - skipped, failed, skipped, report: names.join("\n") };
}

/** The counts of a closing line `N passed, N failed`. */
export function closingLineCounts(output: string): Outcome | undefined {
  const match = /^(\d+) passed, (\d+) failed$/.exec(output.trimEnd().split("\n").at(-1) ?? "");
  return match === null ? undefined : { ...NOTHING, passed: Number(match[1]), failed: Number(match[2]) };
}

function attribute(tag: string, name: string): number | undefined {
  const value = new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1];
  return value === undefined ? undefined : Number(value);
}
