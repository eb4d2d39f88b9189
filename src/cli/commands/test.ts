import { readFile, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { AppError, messageOf } from "../../errors.ts";
import { type Loaded, loadRules } from "../../rules/load.ts";
import type { Rulebook } from "../../rules/rule.ts";
import { junit } from "../../ruletest/junit.ts";
import { checkTests, readTests } from "../../ruletest/read.ts";
import { type FileResult, count, unreached } from "../../ruletest/result.ts";
import { runCase } from "../../ruletest/run.ts";
import { type Command, type Run, outputFormat, printJson, settingsFor } from "../context.ts";
import { problemJson } from "../problem-view.ts";
import { rulesKeys } from "../reads.ts";
import { failureLines, plainProblemLines, showResults } from "../test-view.ts";

/** Runs the tests of rules that the files hold: 0 if all pass, 1 if one does not or cannot be run. */
export const test: Run = async (command) => {
  const { values, more } = command.invocation;
  const format = outputFormat(command);
  const library = createLibrary(command);
  const results: FileResult[] = [];
  for (const file of [values["test"] ?? "", ...more]) results.push(await testFile(file, library));
  const notReached = unreached(library.books(), results);
  if (values["junit"] !== undefined) await writeJunit(values["junit"], results);
  if (format === "json") printJson(command, { ...count(results), files: results.map(fileJson), unreached: notReached });
  else showResults(command.terminal, results, notReached);
  const { failed, broken } = count(results);
  return failed + broken === 0 ? 0 : 1;
};

async function testFile(file: string, library: Library): Promise<FileResult> {
  const broken = (problems: FileResult["problems"], rules: string | null = null): FileResult => ({
    file,
    rules,
    problems,
    warnings: [],
    tests: [],
  });
  const text = await read(file);
  if (typeof text !== "string") return broken([{ message: `cannot read the file: ${text.message}`, where: file }]);
  const written = readTests(file, text);
  if (written.shape === undefined) return broken(written.findings.problems);
  const rules = await library.pathFor(file, written.rules);
  const loaded = await library.load(rules);
  const checked = checkTests(written, loaded.ok ? loaded.book : undefined);
  const problems = [...(checked.ok ? [] : checked.problems), ...(loaded.ok ? [] : loaded.problems)];
  if (!loaded.ok || !checked.ok) return broken(problems, rules);
  const tests = [];
  for (const one of checked.cases) tests.push(await runCase(one, loaded.book));
  return { file, rules, problems, warnings: checked.warnings, tests };
}

/** The rules files that tests are about, each read once. */
interface Library {
  pathFor(file: string, named: string | undefined): Promise<string>;
  load(path: string): Promise<Loaded>;
  books(): ReadonlyMap<string, Rulebook>;
}

function createLibrary(command: Command): Library {
  const loaded = new Map<string, Loaded>();
  return {
    pathFor: async (file, named) => {
      if (named !== undefined) return isAbsolute(named) ? named : join(dirname(file), named);
      return (await settingsFor(command, rulesKeys)).settings["rules.file"];
    },
    load: async (path) => {
      const found = loaded.get(path) ?? (await loadFrom(path));
      loaded.set(path, found);
      return found;
    },
    books: () => new Map([...loaded].flatMap(([path, one]) => (one.ok ? [[path, one.book]] : []))),
  };
}

async function loadFrom(path: string): Promise<Loaded> {
  const text = await read(path);
  if (typeof text === "string") return loadRules(path, text);
  const hint = "name them in the file of tests (rules: FILE), by --rules-file, or by rules.file in config.yml";
  return {
    ok: false,
    problems: [{ message: `cannot read the rules: ${text.message}`, where: path, hint }],
    warnings: [],
  };
}

async function read(path: string): Promise<string | { readonly message: string }> {
  try {
    return await readFile(path, "utf8");
  } catch (thrown) {
    return { message: messageOf(thrown) };
  }
}

async function writeJunit(path: string, results: readonly FileResult[]): Promise<void> {
  try {
    await writeFile(path, junit(results, { failure: (one) => failureLines(one), problem: plainProblemLines }));
  } catch (thrown) {
    throw new AppError("usage", `Cannot write ${path}: ${messageOf(thrown)}`, {
      hint: "--junit names a file in a folder that exists",
      cause: thrown,
    });
  }
}

/** The trees go along whole: programs can take them apart. */
const fileJson = ({ problems, warnings, tests, ...file }: FileResult) => ({
  ...file,
  problems: problems.map(problemJson),
  warnings: warnings.map(problemJson),
  tests: tests.map(({ failures, ...result }) => ({ ...result, passed: failures.length === 0, failures })),
});
