import { describe, expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { type Rule, runsFor } from "../../src/rules/rule.ts";
import { DAY, NOW, aServer, aTorrent, conditionVerdict } from "../support/builders.ts";

const path = "config/rules.example.yml";
const loaded = loadRules(path, await Bun.file(path).text());

const ruleAt = (index: number): Rule => {
  const rule = loaded.ok ? loaded.book.rules[index] : undefined;
  if (rule === undefined) throw new Error(`no rule ${index}`);
  return rule;
};

const holds = (index: number, row: Readonly<Record<string, unknown>>) =>
  conditionVerdict(ruleAt(index).condition, aTorrent(row));

const actionsOf = (index: number) => ruleAt(index).actions.map(({ type, params }) => ({ type, params }));

test("the example rules load without a problem or a warning", () => {
  expect(loaded).toMatchObject({ ok: true, warnings: [] });
});

describe("the first example rule", () => {
  test("runs for torrents being added only, and keeps later rules away", () => {
    expect(ruleAt(0)).toMatchObject({ name: "Auto-categorize HD content on add", stopOnMatch: true });
    expect(["on_added", "scheduled", null].filter((context) => runsFor(ruleAt(0), context))).toEqual(["on_added"]);
  });

  test.each(["Film.1080p.mkv", "film.2160P", "A 4k thing", "4K"])("matches %j", (name) => {
    expect(holds(0, { name })).toBe(true);
  });

  test.each(["Film.720p.mkv", "108 0p", ""])("does not match %j", (name) => {
    expect(holds(0, { name })).toBe(false);
  });

  test("puts what it matches into a category and tags it", () => {
    expect(actionsOf(0)).toEqual([
      { type: "set_category", params: { category: "Movies-HD" } },
      { type: "add_tag", params: { tag: "hd" } },
    ]);
  });
});

describe("the second example rule", () => {
  const old = { state: "stalledUP", completion_on: NOW - 30 * DAY - 1, ratio: 2 };

  test("runs on schedule only", () => {
    expect(["on_added", "scheduled", null].filter((context) => runsFor(ruleAt(1), context))).toEqual(["scheduled"]);
  });

  test.each(["uploading", "stalledUP", "pausedUP", "stoppedUP"])(
    "matches an old, well-seeded torrent that is %s",
    (state) => {
      expect(holds(1, { ...old, state })).toBe(true);
    },
  );

  test.each([
    ["in another state", { state: "queuedUP" }],
    ["completed exactly 30 days ago", { completion_on: NOW - 30 * DAY }],
    ["of a lower ratio", { ratio: 1.99 }],
  ])("does not match one that is %s", (_, row) => {
    expect(holds(1, { ...old, ...row })).toBe(false);
  });

  test("cannot say where the date of completion means never, and thus does not match", () => {
    expect(holds(1, { ...old, completion_on: -1 })).toBe("unknown");
  });

  test("removes what it matches and keeps the files", () => {
    expect(actionsOf(1)).toEqual([{ type: "delete_torrent", params: { delete_files: false } }]);
    expect(ruleAt(1).actions[0]?.effect({ torrent: aTorrent(old), wish: {}, server: aServer() })?.wish).toEqual({
      delete: { files: false },
    });
  });
});

describe("the third example rule", () => {
  test.each([
    ["with two seeds, stalled", { num_complete: 2, state: "stalledUP" }, true],
    ["with none, stopped on an old server", { num_complete: 0, state: "pausedUP" }, true],
    ["with none, stopped on a new server", { num_complete: 0, state: "stoppedUP" }, true],
    ["with three", { num_complete: 3, state: "stalledUP" }, false],
    ["still downloading", { num_complete: 0, state: "stalledDL" }, false],
    ["whose seeds were never counted", { num_complete: -1, state: "stalledUP" }, "unknown" as const],
  ])("of a torrent %s", (_, row, expected) => {
    expect(holds(2, row)).toBe(expected);
  });

  test("forces the start of what it matches", () => {
    expect(actionsOf(2)).toEqual([{ type: "force_start", params: {} }]);
  });
});
