import { describe, expect, test } from "bun:test";
import { compile } from "../../src/rules/evaluate/compile.ts";
import { createExplainer } from "../../src/rules/evaluate/explain.ts";
import { type Loaded, loadRules } from "../../src/rules/load.ts";
import { readTests } from "../../src/ruletest/read.ts";
import { TRUE } from "../../src/rules/truth.ts";
import { NOW, aServer, aTorrent } from "../support/builders.ts";

const LEAF = '{field: info.ratio, operator: ">", value: 1}';

const file = (conditions: string, refs = ""): string =>
  `${refs}rules:\n  - name: Deep\n    actions: [{type: stop}]\n    conditions: ${conditions}\n`;

/** Groups, one in the other, in brackets. */
const inBrackets = (levels: number, kind = "all"): string =>
  file(`${`{${kind}: [`.repeat(levels)}${LEAF}${"]}".repeat(levels)}`);

/** The same, a line for each. */
function inLines(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, level) => `${" ".repeat(6 + 4 * level)}${level > 0 ? "- " : ""}any:`,
  );
  return file(
    `\n${lines.map((line, level) => (level > 0 ? line.slice(2) : line)).join("\n")}\n${" ".repeat(4 + 4 * levels)}- ${LEAF}`,
  );
}

const numbered = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join("");

/** Each condition of `refs` refers to the next. */
const byReferences = (count: number): string =>
  file(
    "{all: [{$ref: conditions.c0}]}",
    `refs:\n  conditions:\n${numbered(count, (n) => `    c${n}: ${n + 1 < count ? `{$ref: conditions.c${n + 1}}` : LEAF}\n`)}`,
  );

const byVariables = (count: number): string =>
  file(
    '[{field: info.ratio, operator: ">", value: "${vars.v0}"}]',
    `refs:\n  vars:\n${numbered(count, (n) => `    v${n}: ${n + 1 < count ? `"\${vars.v${n + 1}}"` : 1}\n`)}`,
  );

/** Each anchor holds the one before. */
const byAnchors = (count: number): string =>
  file(
    `{all: [*a${count - 1}]}`,
    `refs:\n  conditions:\n${numbered(count, (n) => `    c${n}: &a${n} {all: [${n > 0 ? `*a${n - 1}` : LEAF}]}\n`)}`,
  );

const codesOf = (loaded: Loaded): readonly (string | undefined)[] =>
  loaded.ok ? [] : loaded.problems.map(({ code }) => code);

/** What takes longer than this hangs; how long it takes otherwise is the machine's affair. */
const HANGS_MS = 30_000;

describe("a hundred groups, one in the other,", () => {
  test.each([
    ["in brackets", inBrackets(100)],
    ["of none", inBrackets(100, "none")],
    ["line by line", inLines(100)],
  ])("%s, are taken, decided and explained", (_, text) => {
    const loaded = loadRules("rules.yml", text);
    expect(codesOf(loaded)).toEqual([]);
    const [rule] = loaded.ok ? loaded.book.rules : [];
    const given = { now: NOW, server: aServer() };
    const torrent = aTorrent({ ratio: 2 });
    // An even number of negations is none.
    expect(rule && compile(rule.condition, given)(torrent)).toBe(TRUE);
    expect(rule && createExplainer(rule.condition, given)({ torrent, start: torrent }).outcome).toBe("true");
  });

  test.each([
    ["references", byReferences(100)],
    ["variables", byVariables(100)],
  ])("or as many %s, are taken", (_, text) => {
    expect(codesOf(loadRules("rules.yml", text))).toEqual([]);
  });
});

describe("ten thousand are refused at once, and in our words,", () => {
  test.each([
    ["groups in brackets", inBrackets(10_000)],
    ["groups of none", inBrackets(10_000, "none")],
    ["lists", file(`${"[".repeat(10_000)}${"]".repeat(10_000)}`)],
    ["lists that nothing closes", file("[".repeat(10_000))],
    ["lists by their dashes", file(`\n      ${"- ".repeat(10_000)}a`)],
    ["mappings", file(`${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}`)],
  ])(
    "%s",
    (_, text) => {
      const loaded = loadRules("rules.yml", text);
      expect(loaded.ok ? [] : loaded.problems).toMatchObject([
        {
          code: "too-deep",
          message: "more than 250 lists and mappings lie one in the other here",
          hint: "put fewer groups into groups",
          where: expect.stringMatching(/^rules\.yml:[45]:\d+$/),
        },
      ]);
    },
    HANGS_MS,
  );

  test.each([
    ["references", byReferences(10_000)],
    ["variables", byVariables(10_000)],
  ])(
    "%s",
    (_, text) => {
      const loaded = loadRules("rules.yml", text);
      expect(loaded.ok ? [] : loaded.problems).toMatchObject([
        { code: "too-deep", message: "the references lead through more than 250 lists and mappings" },
      ]);
    },
    HANGS_MS,
  );

  test(
    "anchors",
    () => {
      expect(codesOf(loadRules("rules.yml", byAnchors(2_000)))).toEqual(["alias"]);
    },
    HANGS_MS,
  );

  test("also in a file of tests", () => {
    const { findings } = readTests("rules.test.yml", `tests: ${"[".repeat(10_000)}${"]".repeat(10_000)}`);
    expect(findings.problems.map(({ code }) => code)).toEqual(["too-deep"]);
  });
});
