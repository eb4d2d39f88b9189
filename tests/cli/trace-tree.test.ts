import { describe, expect, test } from "bun:test";
import { formatExplained } from "../../src/cli/trace-tree.ts";
import type { Explained } from "../../src/rules/evaluate/explain.ts";

const leaf = (outcome: Explained["outcome"], more: object): Explained => ({
  kind: "test",
  field: "info.name",
  operator: "==",
  expected: "a",
  outcome,
  ...more,
});

describe("a condition", () => {
  test("is a tree: what held, what did not, and what was not needed any more", () => {
    const size = { field: "info.size", operator: "larger_than", expected: "5 GB", value: 1000 };
    const state = { field: "info.state", operator: "in", expected: ["uploading", "stalledUP"] };
    const any: Explained = { kind: "any", outcome: "false", of: [leaf("false", size)] };
    const parts = [leaf("true", { value: "a" }), any, leaf("not evaluated", state)];
    expect(formatExplained({ kind: "all", outcome: "false", of: parts })).toEqual([
      "✗ all",
      "  ✓ info.name == a: a",
      "  ✗ any",
      "    ✗ info.size larger_than 5 GB: 1000",
      "  · info.state in [uploading, stalledUP]",
    ]);
  });

  test("that is unknown says why", () => {
    expect(formatExplained(leaf("unknown", { why: "it has no metadata" }))).toEqual([
      "? info.name == a: not known, it has no metadata",
    ]);
    expect(formatExplained(leaf("unknown", { value: "A", why: "A is near" }))).toEqual([
      "? info.name == a: A, A is near",
    ]);
  });
});

describe("a group of items", () => {
  const none = { kind: "any_of", list: "trackers", items: [], items_not_shown: 0 } as const;

  test("has each item under its name", () => {
    const status = { field: "trackers.status", expected: "working", value: 2 };
    const items = [{ item: "t.example", outcome: "true" as const, where: leaf("true", status) }];
    expect(formatExplained({ ...none, outcome: "true", items })).toEqual([
      "✓ any_of trackers",
      "  ✓ t.example",
      "    ✓ trackers.status == working: 2",
    ]);
  });

  test("without items says so, or why they are not known", () => {
    expect(formatExplained({ ...none, outcome: "false" })).toEqual(["✗ any_of trackers: the list is empty"]);
    expect(formatExplained({ ...none, outcome: "unknown", why: "not asked" })).toEqual([
      "? any_of trackers: not asked",
    ]);
    expect(formatExplained({ ...none, outcome: "not evaluated" })).toEqual(["· any_of trackers"]);
  });

  test("says how many items are not shown", () => {
    const items = [{ item: "a", outcome: "true" as const, where: leaf("true", { value: "a" }) }];
    expect(formatExplained({ kind: "any_of", list: "files", outcome: "true", items, items_not_shown: 7 }).at(-1)).toBe(
      "  … and 7 more",
    );
  });
});

describe("values", () => {
  test.each([
    ["plain text", "Some.Show.S01", "Some.Show.S01"],
    ["text that is none", "", "''"],
    ["a pattern", "^a'b", "'^a''b'"],
    ["a number", 1.5, "1.5"],
    ["a name that looks like one", "2012", "'2012'"],
    ["true", true, "true"],
    ["text that looks like it", "true", "'true'"],
    ["text that begins with a number", "30 days", "30 days"],
    ["a list", ["a", "b c"], "[a, b c]"],
    ["what would fake a line", "a\n✓ b", "'a\\u000a✓ b'"],
  ])("%s is shown as it would be written", (_, value, shown) => {
    expect(formatExplained(leaf("false", { value }))).toEqual([`✗ info.name == a: ${shown}`]);
  });
});

test("the marks are coloured where there are colours", () => {
  const [line] = formatExplained(leaf("true", { value: "a" }), { colours: true });
  expect(line).toStartWith("\u001b[32m✓\u001b[39m info.name == a");
});
