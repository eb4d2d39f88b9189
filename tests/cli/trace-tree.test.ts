import { describe, expect, test } from "bun:test";
import { formatExplained } from "../../src/cli/trace-tree.ts";
import type { Explained } from "../../src/rules/evaluate/explain.ts";
import { createExplainer } from "../../src/rules/evaluate/explain.ts";
import { toTrackers } from "../../src/qbittorrent/tracker.ts";
import { aTorrent, circumstances, conditionOf } from "../support/builders.ts";

/** The tree of these conditions about a torrent. */
function tree(conditions: unknown, row: Readonly<Record<string, unknown>> = {}): string[] {
  const torrent = aTorrent(row);
  return formatExplained(createExplainer(conditionOf(conditions), circumstances)({ torrent, start: torrent }));
}

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
    const conditions = {
      all: [
        { field: "info.ratio", operator: ">", value: 1 },
        { any: [{ field: "info.size", operator: "larger_than", value: "5 GB" }] },
        { field: "trackers.status", operator: "in", value: ["working", "updating"] },
      ],
    };
    expect(tree(conditions, { ratio: 1.5, size: 1000 })).toEqual([
      "✗ all",
      "  ✓ info.ratio > 1: 1.5",
      "  ✗ any",
      "    ✗ info.size larger_than 5 GB: 1000",
      "  · trackers.status in [working, updating]",
    ]);
  });

  test("that is unknown says why", () => {
    const conditions = [{ field: "info.completion_on", operator: "older_than", value: "1 day" }];
    expect(tree(conditions, { completion_on: -1 })).toEqual([
      "? all",
      "  ? info.completion_on older_than 1 day: not known, it has not happened yet",
    ]);
  });
});

describe("a group of items", () => {
  const conditions = [{ any_of: "trackers", where: { field: "status", operator: "==", value: "working" } }];

  test("has each item under its name", () => {
    const torrent = {
      ...aTorrent(),
      trackers: toTrackers([{ url: "https://t.example/announce", status: 2 }]),
    };
    const explain = createExplainer(conditionOf(conditions), circumstances);
    expect(formatExplained(explain({ torrent, start: torrent }))).toEqual([
      "✓ all",
      "  ✓ any_of trackers",
      "    ✓ https://t.example/announce",
      "      ✓ trackers.status == working: 2",
    ]);
  });

  test("without items says so", () => {
    const torrent = { ...aTorrent(), trackers: [] };
    const explain = createExplainer(conditionOf(conditions), circumstances);
    expect(formatExplained(explain({ torrent, start: torrent }))).toEqual([
      "✗ all",
      "  ✗ any_of trackers: no items are known",
    ]);
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
