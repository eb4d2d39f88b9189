import type { Checked } from "../doctor/examine.ts";
import type { Finding } from "../doctor/finding.ts";
import { describeProblem } from "../errors.ts";
import { printable } from "./printable.ts";
import { problemJson } from "./problem-view.ts";
import { type Terminal, paint } from "./terminal.ts";
import { textStart, wrap } from "./wrap.ts";

type Look = Pick<Terminal, "colours" | "width">;

/** A line for the check, and under it what to do about it. */
export function checkedLines(look: Look, { check, finding }: Checked): string[] {
  const { mark, colour, before } = looks[finding.state];
  const head = `${mark} ${check.padEnd(NAMES)} ${before}${printable(finding.message)}`;
  const [first = "", ...rest] = wrap(head, look.width, BELOW);
  const shown = first.replace(mark, paint(look, colour, mark));
  return [shown, ...rest, ...remedies(finding).flatMap((line) => wrap(line, look.width, textStart(line)))];
}

export function summary(look: Look, all: readonly Checked[]): string {
  const count = (state: Finding["state"]) => all.filter(({ finding }) => finding.state === state).length;
  const parts = [
    count("wrong") > 0 ? paint(look, "red", `${count("wrong")} wrong`) : paint(look, "green", "nothing is wrong"),
    ...(count("warning") > 0 ? [paint(look, "yellow", `${count("warning")} to look at`)] : []),
    ...(count("not_checked") > 0 ? [`${count("not_checked")} not checked`] : []),
  ];
  return parts.join(", ");
}

export const checkedJson = (all: readonly Checked[]) => ({
  ok: !all.some(({ finding }) => finding.state === "wrong"),
  checks: all.map(({ check, finding }) => ({
    check,
    state: finding.state,
    message: finding.message,
    problems: ("problems" in finding ? (finding.problems ?? []) : []).map(problemJson),
    hint: ("hint" in finding ? finding.hint : undefined) ?? null,
  })),
});

const looks = {
  ok: { mark: "✓", colour: "green", before: "" },
  warning: { mark: "!", colour: "yellow", before: "" },
  wrong: { mark: "✗", colour: "red", before: "" },
  not_checked: { mark: "–", colour: "dim", before: "not checked: " },
} as const;

/** Columns of the longest name, and where a message begins, below which stands what goes on. */
const NAMES = 11;
const BELOW = NAMES + 3;

function remedies(finding: Finding): string[] {
  if (finding.state === "ok" || finding.state === "not_checked") return [];
  const { problems = [], hint } = finding;
  const lines = [...problems.flatMap(describeProblem), ...(hint === undefined ? [] : [`  -> ${hint}`])];
  return lines.map((line) => " ".repeat(BELOW - 2) + printable(line));
}
