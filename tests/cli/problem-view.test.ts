import { describe, expect, test } from "bun:test";
import { problemLines } from "../../src/cli/problem-view.ts";

const LONG = `      - {field: info.name, operator: matches, value: '${"x".repeat(40)}'}`;
const problem = {
  message: "this rule deletes, and has no conditions: it would delete every torrent",
  where: "my/rules.yml:2:9",
  hint: "add conditions, or match_all: true if that is what you want, and mean it",
  frame: ["  1 | rules:", `> 2 | ${LONG}`, "    |         ^"],
};

describe("a problem", () => {
  test("outside a terminal has lines as long as they are", () => {
    expect(problemLines({ colours: false }, problem)).toEqual([
      `  my/rules.yml:2:9: ${problem.message}`,
      ...problem.frame.map((line) => `      ${line}`),
      `      -> ${problem.hint}`,
    ]);
  });

  test("keeps to the width of the terminal: words stay whole, and what is shown of the file is cut", () => {
    expect(problemLines({ colours: false, width: 60 }, problem)).toEqual([
      "  my/rules.yml:2:9: this rule deletes, and has no",
      "    conditions: it would delete every torrent",
      "        1 | rules:",
      `      > 2 | ${LONG.slice(0, 47)}…`,
      "          |         ^",
      "      -> add conditions, or match_all: true if that is what",
      "         you want, and mean it",
    ]);
  });

  test("whose place lies beyond the width is shown whole", () => {
    const frame = [`> 2 | ${LONG}`, `    |${" ".repeat(60)}^`];
    expect(problemLines({ colours: false, width: 60 }, { ...problem, frame })).toContain(`      > 2 | ${LONG}`);
  });
});
