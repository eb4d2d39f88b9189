import type { ActionReport } from "../engine/report-action.ts";
import type { RuleTrace } from "../engine/trace.ts";
import type { Problem } from "../errors.ts";
import { type FileResult, type Unreached, count } from "../ruletest/result.ts";
import type { CaseResult, Failure } from "../ruletest/run.ts";
import { showNames } from "../ruletest/show.ts";
import { printable } from "./printable.ts";
import { problemLines } from "./problem-view.ts";
import { type Terminal, paint } from "./terminal.ts";
import { formatExplained } from "./trace-tree.ts";

type Look = Pick<Terminal, "colours">;

const PLAIN: Look = { colours: false };

/** A line for each test, what came out otherwise than expected and why, and how many there were. */
export function showResults(
  terminal: Terminal,
  results: readonly FileResult[],
  notReached: readonly Unreached[],
): void {
  const lines = results.flatMap((result) => fileLines(result, terminal));
  for (const line of [...lines, "", summary(results, terminal), ...notes(results, notReached, terminal)])
    terminal.out(line);
}

function fileLines({ file, problems, tests }: FileResult, look: Look): string[] {
  const broken = `${paint(look, "red", "✗")} ${file}: its tests cannot run`;
  return [
    ...(problems.length > 0 ? [broken, ...problems.flatMap((problem) => problemLines(look, problem))] : []),
    ...tests.flatMap((test) => testLines(file, test, look)),
  ];
}

function testLines(file: string, { name, place, failures }: CaseResult, look: Look): string[] {
  const passed = failures.length === 0;
  const mark = passed ? paint(look, "green", "✓") : paint(look, "red", "✗");
  const head = `${mark} ${passed ? file : place}: ${printable(name)}`;
  return [head, ...failures.flatMap((failure) => failureLines(failure, look)).map((line) => `    ${line}`)];
}

/** Expected and found one below the other, and then how the rules that this is about came to it. */
export function failureLines(
  { torrent, differences, rules, rules_not_run: notRun, protect }: Failure,
  look: Look = PLAIN,
): string[] {
  return [
    printable(torrent),
    ...differences.flatMap(({ what, expected, found }) => [
      `  ${what}`,
      paint(look, "green", `    - expected  ${printable(expected)}`),
      paint(look, "red", `    + found     ${printable(found)}`),
    ]),
    ...rules.flatMap((rule) => ruleLines(rule, look)).map((line) => `  ${line}`),
    ...(protect === undefined ? [] : ["  protect:", ...formatExplained(protect, look).map((line) => `    ${line}`)]),
    ...notRun.map(({ rule, why }) => `  rule "${printable(rule)}" does not run: ${printable(why)}`),
  ];
}

export const plainProblemLines = (problem: Problem): string[] => problemLines(PLAIN, problem);

function ruleLines({ rule, outcome, condition, actions }: RuleTrace, look: Look): string[] {
  const tree = condition === undefined ? [] : formatExplained(condition, look);
  return [`rule "${printable(rule)}": ${outcome}`, ...[...tree, ...actions.map(actionLine)].map((line) => `  ${line}`)];
}

const actionLine = ({ type, outcome, reason }: ActionReport): string =>
  `${type}: ${outcome}${reason === undefined ? "" : `, ${printable(reason)}`}`;

function summary(results: readonly FileResult[], look: Look): string {
  const { tests, passed, failed, broken } = count(results);
  const said = [
    `${tests} ${tests === 1 ? "test" : "tests"}`,
    `${passed} passed`,
    ...(failed > 0 ? [paint(look, "red", `${failed} failed`)] : []),
    ...(broken > 0 ? [paint(look, "red", `${broken} ${broken === 1 ? "file" : "files"} with mistakes`)] : []),
  ];
  return said.join(", ");
}

function notes(results: readonly FileResult[], notReached: readonly Unreached[], look: Look): string[] {
  const warnings = results.flatMap((result) => result.warnings);
  return [
    ...warnings.flatMap((warning) => [paint(look, "yellow", "warning"), ...problemLines(look, warning)]),
    ...notReached.map(({ file, rules }) => `no test reaches: ${printable(showNames(rules))} (${file})`),
  ];
}
