import { columnsOf } from "../lib/width.ts";
import { clip } from "./clip.ts";
import { wrap } from "./wrap.ts";

export interface TableOptions {
  /** Columns there are. */
  readonly width?: number;
  /** Titles of columns that are of no use unless whole, such as ids. */
  readonly whole?: readonly string[];
  /** The column that begins what goes on below, where not all fit. Otherwise it is the first that does not. */
  readonly below?: string;
}

/**
 * Rows under a header, columns as wide as their widest cell; CJK counts double. Where that is wider than `width`, the widest
 * columns give way, and their cells end in an ellipsis. Columns that do not fit even then go on below, indented.
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { width = Infinity, whole = [], below }: TableOptions = {},
): string[] {
  const columns = header.map((title, index): Column => {
    const natural = Math.max(...[title, ...rows.map((row) => row[index] ?? "")].map(columnsOf));
    const least = whole.includes(title) ? natural : Math.min(natural, NARROWEST);
    return { index, natural, least, opensBelow: title === below };
  });
  const parts = folded(columns, width).map((group, at) => partOf(group, at === 0 ? 0 : BELOW, width));
  const lines = (cells: readonly string[]) => parts.flatMap((part) => part.show(cells));
  const rule = parts.slice(0, 1).map(({ widths }) => widths.map((wide) => "-".repeat(Math.min(wide, width))).join(GAP));
  return [...lines(header), ...rule, ...rows.flatMap(lines)];
}

/** `name: value` lines, aligned. */
export function pairs(entries: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`);
}

interface Column {
  /** Which of the cells. */
  readonly index: number;
  readonly natural: number;
  /** Narrower it tells nothing any more. */
  readonly least: number;
  /** What goes on below begins with it, if anything has to. */
  readonly opensBelow: boolean;
}

const GAP = "  ";
const NARROWEST = 12;
/** What goes on below is indented by so many. */
const BELOW = 2;

/** The columns of each line: as many as fit when they are as narrow as may be, and one at least. */
function folded(columns: readonly Column[], width: number): Column[][] {
  const groups: Column[][] = [];
  const fits = sum(columns.map(({ least }) => least)) + GAP.length * (columns.length - 1) <= width;
  for (const column of columns) {
    const group = groups.at(-1);
    const used = (groups.length > 1 ? BELOW : 0) + sum((group ?? []).map(({ least }) => least + GAP.length));
    const breaks = column.opensBelow && !fits;
    if (group === undefined || breaks || used + column.least > width) groups.push([column]);
    else group.push(column);
  }
  return groups;
}

interface Part {
  readonly widths: readonly number[];
  readonly show: (cells: readonly string[]) => string[];
}

/** One line of a row, and more for a column that must be whole and is wider than there is room. */
function partOf(columns: readonly Column[], indent: number, width: number): Part {
  const widths = fit(columns, width - indent - GAP.length * (columns.length - 1));
  const show = (cells: readonly string[]): string[] => {
    const shown = columns.map(({ index }, at) => pad(clip(cells[index] ?? "", widths[at] ?? 0), widths[at] ?? 0));
    const line = (" ".repeat(indent) + shown.join(GAP)).trimEnd();
    // What is empty needs no line of its own.
    return indent > 0 && line === "" ? [] : wrapped(line, indent, width);
  };
  return { widths, show };
}

const wrapped = (line: string, indent: number, width: number): string[] =>
  columnsOf(line) <= width ? [line] : wrap(line, width, indent + BELOW);

/** Takes from the widest, column by column, until all fit. */
function fit(columns: readonly Column[], room: number): number[] {
  const widths = columns.map(({ natural }) => natural);
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const yielding = widths.map((width, at) => (width > (columns[at]?.least ?? 0) ? width : 0));
    const widest = Math.max(...yielding);
    if (widest === 0) break;
    const at = yielding.indexOf(widest);
    widths[at] = widest - 1;
  }
  return widths;
}

const pad = (cell: string, width: number): string => cell + " ".repeat(Math.max(0, width - columnsOf(cell)));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
