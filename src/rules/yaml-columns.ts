import { families } from "./keys.ts";
import { lineAt } from "./yaml-line.ts";

/** A column in which lines above begin that are not closed yet. */
interface Level {
  readonly column: number;
  /** Undefined: a dash. */
  readonly key: string | undefined;
}

export interface Misplaced {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

const SAME_COLUMN = "lines that belong together begin in the same column";

/** Of a line that begins where none above it does that it could belong to: where it may have been meant to begin. */
export function misplacedLine(text: string, offset: number): Misplaced {
  const line = lineAt(text, offset);
  const column = Math.max(0, line.text.search(/\S/));
  const written = line.text.slice(column);
  const key = /^["']?([\w-]+)["']?:(?:\s|$)/.exec(written)?.[1];
  const isItem = /^-(?:\s|$)/.test(written);
  const levels = levelsAbove(text.slice(0, line.start));
  const at = { offset: line.start + column };
  const same = levels.find((level) => level.column === column && (level.key === undefined) !== isItem);
  const group = isItem ? levels.find((level) => level.column === column && isGroup(level.key))?.key : key;
  if (same !== undefined && isGroup(group)) return { ...at, ...unnamedList(group, isItem) };
  const alike = levels.filter((level) => (level.key === undefined) === isItem);
  const kin = alike.filter((level) => isKin(level.key, key));
  const fitting = kin.length > 0 ? kin : alike;
  const nearest = fitting.toSorted((a, b) => Math.abs(a.column - column) - Math.abs(b.column - column))[0];
  return { ...at, message: "this line is indented like no other around it", hint: beginIt(nearest) };
}

/** Of a line that is indented further than the key above it, whose value YAML takes it for. */
export const tooFar = (text: string, offset: number, above: number): Misplaced => {
  const line = lineAt(text, offset);
  const level = levelsOf(lineAt(text, above).text).at(-1);
  return {
    offset: line.start + Math.max(0, line.text.search(/\S/)),
    message: "this line is indented too far: YAML reads it as more of the value above",
    hint: beginIt(level),
  };
};

function beginIt(level: Level | undefined): string {
  if (level === undefined) return SAME_COLUMN;
  const { column, key } = level;
  const spaces = column === 0 ? "no space" : column === 1 ? "one space" : `${column} spaces`;
  return `${SAME_COLUMN}: begin it with ${spaces}, like ${key === undefined ? "the dash" : `"${key}"`} above`;
}

const isKin = (one: string | undefined, other: string | undefined): boolean =>
  families.some((family) => [one, other].every((key) => key !== undefined && family.includes(key)));

const isGroup = (key: string | undefined): key is string => key !== undefined && /^(?:all|any|none)$/.test(key);

const unnamedList = (group: string, isItem: boolean): Omit<Misplaced, "offset"> => ({
  message: isItem
    ? `a list without a name cannot stand beside ${group}:`
    : `${group}: cannot stand beside a list without a name`,
  hint: `such a list is all: write all: above the list, in the column of ${group}:, and indent the list below it`,
});

/** The innermost first. Lines that are empty or a comment belong to none. */
function levelsAbove(text: string): readonly Level[] {
  const levels: Level[] = [];
  for (const line of text.split("\n").toReversed()) {
    for (const level of levelsOf(line).toReversed()) {
      const inner = levels.at(-1);
      const isOuter = inner === undefined || level.column < inner.column;
      // A list may begin in the column of its key.
      const ofList = inner?.key === undefined && level.key !== undefined && level.column === inner?.column;
      if (isOuter || ofList) levels.push(level);
    }
    if (levels.at(-1)?.column === 0) break;
  }
  return levels;
}

/** `  - name: x` begins an item at 2 and a key at 4. */
function levelsOf(line: string): readonly Level[] {
  const [indentation = "", dashes = ""] = /^ *((?:- +)*)/.exec(line) ?? [];
  const start = indentation.length - dashes.length;
  const items = [...dashes.matchAll(/-/g)].map(({ index }) => ({ column: start + index, key: undefined }));
  const [, key] = /^["']?([\w-]+)["']?:(?:\s|$)/.exec(line.slice(indentation.length)) ?? [];
  return key === undefined ? items : [...items, { column: indentation.length, key }];
}
