import { loadRules } from "../../src/rules/load.ts";
import type { Rulebook } from "../../src/rules/rule.ts";
import type { Case } from "../../src/ruletest/case.ts";
import { type CheckedTests, checkTests, readTests } from "../../src/ruletest/read.ts";
import { type CaseResult, runCase } from "../../src/ruletest/run.ts";

/** The rules of a text that has no mistakes. */
export function bookOf(text: string): Rulebook {
  const loaded = loadRules("rules.yml", text);
  if (loaded.ok) return loaded.book;
  throw new Error(loaded.problems.map(({ message, where }) => `${where}: ${message}`).join("\n"));
}

/** A test as it would be written; JSON is YAML. */
export type WrittenCase = Readonly<Record<string, unknown>>;

/** A file with these tests, each with a name and an expectation if it brings none. */
export const fileOf = (...tests: readonly WrittenCase[]): string =>
  JSON.stringify({
    tests: tests.map((test, n) => ({ name: `test ${n}`, given: {}, expect: { matches: [] }, ...test })),
  });

export const check = (text: string, book?: Rulebook): CheckedTests => checkTests(readTests("rules.yml", text), book);

/** The only test of a file, which has no mistakes. */
export function caseOf(test: WrittenCase, book?: Rulebook): Case {
  const checked = check(fileOf(test), book);
  if (!checked.ok) throw new Error(checked.problems.map(({ message, where }) => `${where}: ${message}`).join("\n"));
  const [only] = checked.cases;
  if (only === undefined) throw new Error("no test");
  return only;
}

/** Runs one test against rules. */
export async function run(rules: string, test: WrittenCase): Promise<CaseResult> {
  const book = bookOf(rules);
  return await runCase(caseOf(test, book), book);
}

/** What came out otherwise than expected, a line each: `matches: expected A, found nothing`. */
export async function differences(rules: string, test: WrittenCase): Promise<string[]> {
  const { failures } = await run(rules, test);
  return failures.flatMap((failure) =>
    failure.differences.map(({ what, expected, found }) => `${what}: expected ${expected}, found ${found}`),
  );
}
