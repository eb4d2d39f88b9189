import { expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";

/** Stands in a text where its problem is expected to be found. */
const MARK = "▸";

export interface Marked {
  readonly text: string;
  /** `rules.yml:line:column` of each mark. */
  readonly places: readonly string[];
}

/** Takes the marks out of a text, and says where they stood. */
export function unmark(marked: string): Marked {
  const places: string[] = [];
  const lines = marked.split("\n").map((line, index) => {
    const [first = "", ...others] = line.split(MARK);
    let text = first;
    for (const part of others) {
      places.push(`rules.yml:${index + 1}:${text.length + 1}`);
      text += part;
    }
    return text;
  });
  return { text: lines.join("\n"), places };
}

/** What is wrong, a text with it, and a part of the message (and hint) that it must give where the mark is. */
export type Mistake = readonly [what: string, marked: string, message: string, hint?: string];

export function itRefuses([what, marked, message, hint]: Mistake): void {
  test(`${what} is refused, and the place is told`, () => {
    const { text, places } = unmark(marked);
    const loaded = loadRules("rules.yml", text);
    if (loaded.ok) throw new Error(`no mistake was found in\n${text}`);
    expect(loaded.problems.map((problem) => problem.where)).toEqual([...places]);
    expect(loaded.problems[0]?.message).toContain(message);
    if (hint !== undefined) expect(loaded.problems[0]?.hint).toContain(hint);
  });
}

/** What may be written and is hardly meant, with the code of the warning where the mark is, and a part of what it says. */
export type Doubtful = readonly [
  what: string,
  marked: string,
  code: string,
  message: string,
  hint?: string | undefined,
];

/** One warning at each mark, of which the first says so, and no other. */
export function itWarnsOf([what, marked, code, message, hint]: Doubtful): void {
  test(`${what} is warned of, and the place is told`, () => {
    const { text, places } = unmark(marked);
    const loaded = loadRules("rules.yml", text);
    expect(loaded.ok ? [] : loaded.problems).toEqual([]);
    expect(loaded.warnings.map((warning) => [warning.code, warning.where])).toEqual(
      places.map((where) => [code, where]),
    );
    expect(loaded.warnings[0]?.message).toContain(message);
    if (hint !== undefined) expect(loaded.warnings[0]?.hint).toContain(hint);
  });
}

/** What looks like it, and is right. */
export type Fine = readonly [what: string, text: string];

export function itAccepts([what, text]: Fine): void {
  test(`${what} is no reason for a warning`, () => {
    expect(loadRules("rules.yml", text)).toMatchObject({ ok: true, warnings: [] });
  });
}

/** A rule with these lines besides its name and a harmless action. */
export const rule = (...lines: readonly string[]): string =>
  ["rules:", "  - name: A rule", ...lines.map((line) => `    ${line}`), "    actions: [{type: stop}]", ""].join("\n");

/** A rule with this condition, in block style if it has several lines. */
export const condition = (...lines: readonly string[]): string =>
  rule("conditions:", "  all:", ...lines.map((line, index) => (index === 0 ? `    - ${line}` : `      ${line}`)));

/** A rule for every torrent, with these actions. */
export const actions = (...lines: readonly string[]): string =>
  [
    "rules:",
    "  - name: A rule",
    "    match_all: true",
    "    actions:",
    ...lines.map((line) => `      - ${line}`),
    "",
  ].join("\n");
