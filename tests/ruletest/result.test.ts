import { describe, expect, test } from "bun:test";
import { type FileResult, count, unreached } from "../../src/ruletest/result.ts";
import { bookOf } from "./support.ts";

const BOOK = bookOf(`
rules:
  - {name: A, match_all: true, actions: [{type: stop}]}
  - {name: B, match_all: true, actions: [{type: stop}]}
  - {name: C, enabled: false, match_all: true, actions: [{type: stop}]}
`);

const result = (matched: readonly string[], more: Partial<FileResult> = {}): FileResult => ({
  file: "a.test.yml",
  rules: "rules.yml",
  problems: [],
  warnings: [],
  tests: [{ name: "a", place: "a.test.yml:1:1", matched, failures: [] }],
  ...more,
});

const books = new Map([["rules.yml", BOOK]]);

describe("rules that no test reaches", () => {
  test("are those that match in none, disabled ones apart", () => {
    expect(unreached(books, [result(["A"])])).toEqual([{ file: "rules.yml", rules: ["B"] }]);
  });

  test("are found over all files of tests about the same rules", () => {
    expect(unreached(books, [result(["A"]), result(["B"])])).toEqual([]);
  });

  test("are not told where the tests could not run", () => {
    expect(unreached(books, [result([], { problems: [{ message: "broken" }], tests: [] })])).toEqual([]);
  });

  test("belong to their own rules file", () => {
    const both = new Map([...books, ["other.yml", BOOK]]);
    const results = [result(["A"]), result(["B"], { rules: "other.yml" })];
    expect(unreached(both, results)).toEqual([
      { file: "rules.yml", rules: ["B"] },
      { file: "other.yml", rules: ["A"] },
    ]);
  });
});

test("tests, passed and failed, and files that could not run are counted", () => {
  const failures = [{ torrent: "x", place: "", differences: [], rules: [], rules_not_run: [] }];
  const failed = { name: "b", place: "a.test.yml:2:1", matched: [], failures };
  const results = [
    result([]),
    result([], { tests: [failed] }),
    result([], { problems: [{ message: "x" }], tests: [] }),
  ];
  expect(count(results)).toEqual({ tests: 2, passed: 1, failed: 1, broken: 1 });
});
