import { columnsOf } from "../lib/width.ts";

export interface TableOptions {
  /** Columns there are. */
  readonly width?: number;
  /** Titles of columns that are of no use unless whole, such as ids. */
  readonly whole?: readonly string[];
}

/**
 * Rows under a header, columns as wide as their widest cell; CJK counts double. Where that is wider than `width`, the widest
 * columns give way, and their cells end in an ellipsis.
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { width = Infinity, whole = [] }: TableOptions = {},
): string[] {
  const natural = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? "")].map((cell) => columnsOf(cell))),
  );
  const fixed = header.map((title) => whole.includes(title));
  const widths = fit(natural, fixed, width - GAP.length * (header.length - 1));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => pad(clip(cell, widths[column] ?? 0), widths[column] ?? 0))
      .join(GAP)
      .trimEnd();
  return [line(header), line(widths.map((columns) => "-".repeat(columns))), ...rows.map(line)];
}

/** `name: value` lines, aligned. */
export function pairs(entries: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`);
}

const pad = (cell: string, width: number): string => cell + " ".repeat(Math.max(0, width - columnsOf(cell)));

const GAP = "  ";

/** Narrower, a column tells nothing any more: then the lines may be too long. */
const NARROWEST = 12;

/** Takes from the widest, column by column, until all fit. */
function fit(natural: readonly number[], fixed: readonly boolean[], room: number): number[] {
  const widths = [...natural];
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const widest = Math.max(...widths.filter((_, column) => fixed[column] !== true));
    if (widest <= NARROWEST) break;
    const column = widths.findIndex((width, index) => width === widest && fixed[index] !== true);
    widths[column] = widest - 1;
  }
  return widths;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function clip(cell: string, width: number): string {
  if (columnsOf(cell) <= width) return cell;
  let kept = "";
  for (const character of cell) {
    if (columnsOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
