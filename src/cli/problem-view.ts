import { type Problem, describeProblem } from "../errors.ts";
import { placeOf } from "../rules/frame.ts";
import { printable } from "./printable.ts";
import { type Terminal, paint } from "./terminal.ts";

/** A problem for a person: what is wrong and where, the lines around it, and what to do. */
export function problemLines(terminal: Pick<Terminal, "colours">, problem: Problem): string[] {
  const [what = "", ...remedy] = describeProblem(problem).map(printable);
  const frame = (problem.frame ?? []).map((line) => paint(terminal, "dim", `      ${line}`));
  return [what, ...frame, ...remedy];
}

/** A problem for a program: its place in one piece and in parts, where it is a place in a file. */
export function problemJson({ code, message, where, hint }: Problem) {
  return { code, message, where, ...placeOf(where), hint };
}
