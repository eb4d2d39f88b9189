import type { Problem } from "../errors.ts";
import { visible } from "../lib/visible.ts";
import { columnsOf } from "../lib/width.ts";

/** The problems with the lines around their places; where a problem has no place in the text, or a frame, it stays as it is. */
export function framed(problems: readonly Problem[], text: string): Problem[] {
  const lines = linesOf(text);
  return problems.map((problem) => {
    const place = placeOf(problem.where);
    if (place === undefined || problem.frame !== undefined) return problem;
    const frame = frameIn(lines, place);
    return frame.length === 0 ? problem : { ...problem, frame };
  });
}

export interface Place {
  readonly file: string;
  /** From 1, as are columns: those count UTF-16 units, as YAML's and editors' do. */
  readonly line: number;
  readonly column: number;
}

/** `file:line:column` taken apart; undefined if it is something else. */
export function placeOf(where = ""): Place | undefined {
  const [, file, line, column] = /^(.*):(\d+):(\d+)$/s.exec(where) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}

/**
 * Two lines before the place, its own with a caret under it, and one after; none at all for a line that does not exist.
 * Safe to print: no line is wider than 100 columns, and nothing in it but characters that can be seen.
 */
export const frameAt = (text: string, line: number, column: number): string[] =>
  frameIn(linesOf(text), { line, column });

const WIDTH = 100;
const BEFORE = 2;
const AFTER = 1;

/** What follows the last newline is no line, unless there is something on it. */
const linesOf = (text: string): string[] => text.split(/\r?\n/);

function frameIn(lines: readonly string[], { line, column }: Omit<Place, "file">): string[] {
  if (lines[line - 1] === undefined) return [];
  const written = lines.length - (lines.at(-1) === "" ? 1 : 0);
  const from = Math.max(1, line - BEFORE);
  const to = Math.max(line, Math.min(written, line + AFTER));
  const digits = String(to).length;
  return lines.slice(from - 1, to).flatMap((content, index) => {
    const number = from + index;
    const gutter = `${String(number).padStart(digits)} | `;
    // Two for the mark, and one for a caret behind the last character.
    const room = WIDTH - gutter.length - 3;
    if (number !== line) return [`  ${gutter}${cut(content, 0, room).shown}`.trimEnd()];
    const { shown, before } = cut(content, column - 1, room);
    return [`> ${gutter}${shown}`.trimEnd(), `  ${" ".repeat(digits)} | ${" ".repeat(before)}^`];
  });
}

interface Cut {
  readonly shown: string;
  /** Columns before the place. */
  readonly before: number;
}

const ELLIPSIS = "…";

/** A line as wide as fits, with the place in it: from the start, or if that is too far, with the place in the middle. */
function cut(content: string, offset: number, room: number): Cut {
  const near = Math.max(0, offset - REACH);
  const far = offset + REACH;
  const cells = cellsOf(content.slice(near, far), near);
  const place = cells.findIndex(({ end }) => end > offset);
  const before = place === -1 ? cells : cells.slice(0, place);
  const complete = near === 0 && content.length <= far && widthOf(cells) <= room;
  const fromStart = complete || (near === 0 && widthOf(before) < room * 0.8);
  const first = fromStart ? 0 : before.length - fitting(before.toReversed(), room / 2);
  const head = fromStart ? "" : ELLIPSIS;
  const rest = cells.slice(first);
  const toEnd = content.length <= far && head.length + widthOf(rest) <= room;
  const kept = toEnd ? rest : rest.slice(0, fitting(rest, room - head.length - 1));
  return {
    shown: head + kept.map(({ text }) => text).join("") + (toEnd ? "" : ELLIPSIS),
    before: head.length + widthOf(before.slice(first)),
  };
}

/** More than ever fits: a line may have a million characters, and each that is taken apart costs time. */
const REACH = 200;

/** What people take for one character. */
interface Cell {
  readonly text: string;
  readonly width: number;
  /** In the line, in UTF-16 units. */
  readonly end: number;
}

const cellsOf = (content: string, offset: number): Cell[] =>
  [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(content)].map(({ segment, index }) => {
    const text = segment === "\t" ? "    " : visible(segment);
    return { text, width: columnsOf(text), end: offset + index + segment.length };
  });

const widthOf = (cells: readonly Cell[]): number => cells.reduce((total, { width }) => total + width, 0);

/** How many of them, from the first on, fit into the room. */
function fitting(cells: readonly Cell[], room: number): number {
  let used = 0;
  const over = cells.findIndex(({ width }) => {
    used += width;
    return used > room;
  });
  return over === -1 ? cells.length : over;
}
