import { type Problem, describeProblem } from "../errors.ts";
import { columnsOf } from "../lib/width.ts";
import { placeOf } from "../rules/frame.ts";
import { clip } from "./clip.ts";
import { printable } from "./printable.ts";
import { type Terminal, paint } from "./terminal.ts";
import { textStart, wrap } from "./wrap.ts";

/** Without a width, lines are as long as they are. */
type Look = Pick<Terminal, "colours"> & Partial<Pick<Terminal, "width">>;

/** A problem for a person: what is wrong and where, the lines around it, and what to do. */
export function problemLines(look: Look, problem: Problem): string[] {
  const { width = Infinity } = look;
  const [what = "", ...remedy] = describeProblem(problem).map(printable);
  const frame = fitted(problem.frame ?? [], width - FRAME_INDENT.length);
  return [
    ...wrap(what, width, textStart(what) + 2),
    ...frame.map((line) => paint(look, "dim", FRAME_INDENT + line)),
    ...remedy.flatMap((line) => wrap(line, width, textStart(line))),
  ];
}

/** A problem for a program: its place in one piece and in parts, where it is a place in a file. */
export function problemJson({ code, message, where, hint }: Problem) {
  return { code, message, where, ...placeOf(where), hint };
}

const FRAME_INDENT = "      ";

/** No wider than there is room, unless the place itself lies beyond it. */
function fitted(frame: readonly string[], room: number): readonly string[] {
  const carets = frame.filter((line) => /^ +\| *\^$/.test(line)).map(columnsOf);
  return carets.some((column) => column >= room) ? frame : frame.map((line) => clip(line, room));
}
