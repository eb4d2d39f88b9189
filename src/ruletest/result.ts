import type { Problem } from "../errors.ts";
import type { Rulebook } from "../rules/rule.ts";
import type { CaseResult } from "./run.ts";

/** What came of one file of tests. */
export interface FileResult {
  readonly file: string;
  /** Null: the file does not get as far as to say which. */
  readonly rules: string | null;
  /** Of the file or of its rules: none of its tests was run. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly tests: readonly CaseResult[];
}

export interface Counts {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  /** Files that could not be read, or have mistakes. */
  readonly broken: number;
}

export function count(results: readonly FileResult[]): Counts {
  const tests = results.flatMap((result) => result.tests);
  const failed = tests.filter(({ failures }) => failures.length > 0).length;
  const broken = results.filter(({ problems }) => problems.length > 0).length;
  return { tests: tests.length, passed: tests.length - failed, failed, broken };
}

/** Rules of a file that no test has made match. */
export interface Unreached {
  readonly file: string;
  readonly rules: readonly string[];
}

/** Of the rules files whose tests could run; several files of tests may be about one. */
export function unreached(books: ReadonlyMap<string, Rulebook>, results: readonly FileResult[]): readonly Unreached[] {
  return [...books].flatMap(([file, book]) => {
    const about = results.filter(({ rules, problems }) => rules === file && problems.length === 0);
    if (about.length === 0) return [];
    const matched = new Set(about.flatMap(({ tests }) => tests.flatMap((test) => test.matched)));
    const rules = book.rules.filter(({ enabled, name }) => enabled && !matched.has(name)).map(({ name }) => name);
    return rules.length === 0 ? [] : [{ file, rules }];
  });
}
