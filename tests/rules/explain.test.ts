import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { type Circumstances, compile, compileItem, itemsOf } from "../../src/rules/evaluate/compile.ts";
import { type Explained, createExplainer, undecidedTests } from "../../src/rules/evaluate/explain.ts";
import { verdict } from "../../src/rules/evaluate/explained.ts";
import type { Condition } from "../../src/rules/rule.ts";
import { aTorrent, circumstances, conditionOf, leaf } from "../support/builders.ts";
import { withFiles, withTrackers } from "./with-lists.ts";
import { seen, someSources, someWorld } from "./worlds.ts";
import { someCondition } from "./written.ts";

const explain = (conditions: unknown, torrent: Torrent, given = circumstances): Explained =>
  createExplainer(conditionOf(conditions), given)({ torrent, start: torrent });

describe("an explanation", () => {
  const conditions = {
    any: [leaf("trackers.msg", "contains", "gone"), leaf("info.ratio", ">", 1), leaf("info.num_complete", "<", 3)],
    none: [leaf("info.tags", "contains", "keep")],
  };

  test("shows moments as dates, and what has no end by its name", () => {
    const added = explain([leaf("info.added_on", "older_than", "1 day")], aTorrent({ added_on: 1_767_225_600 }));
    expect(added).toMatchObject({ of: [{ value: "2026-01-01T00:00:00Z" }] });
    const limit = explain([leaf("info.up_limit", "==", "unlimited")], aTorrent({ up_limit: 0 }));
    expect(limit).toMatchObject({ of: [{ value: "unlimited" }] });
  });

  test("shows no passkey of an announce address", () => {
    const url = "https://tracker.example/0123456789abcdef0123456789abcdef/announce?passkey=sesame";
    const torrent = { ...withTrackers({ url }), tracker: url };
    const asked = [leaf("trackers.url", "contains", "example"), leaf("info.tracker", "contains", "example")];
    const shown = JSON.stringify(explain(asked, torrent));
    expect(shown).toContain("tracker.example");
    expect(shown).not.toContain("0123456789abcdef0123456789abcdef");
    expect(shown).not.toContain("sesame");
  });

  test("has every part in the order of the file, and what the torrent has beside what the rule says", () => {
    expect(explain(conditions, aTorrent({ ratio: 0.5, num_complete: 2, tags: "a, b" }))).toEqual({
      kind: "all",
      outcome: "true",
      of: [
        {
          kind: "any",
          outcome: "true",
          of: [
            { kind: "test", field: "trackers.msg", operator: "contains", expected: "gone", outcome: "not evaluated" },
            { kind: "test", field: "info.ratio", operator: ">", expected: 1, outcome: "false", value: 0.5 },
            { kind: "test", field: "info.num_complete", operator: "<", expected: 3, outcome: "true", value: 2 },
          ],
        },
        {
          kind: "none",
          outcome: "true",
          of: [
            {
              kind: "test",
              field: "info.tags",
              operator: "contains",
              expected: "keep",
              outcome: "false",
              value: ["a", "b"],
            },
          ],
        },
      ],
    });
  });

  test("goes no further than the outcome needed", () => {
    const explained = explain([leaf("info.ratio", ">", 100), leaf("files.name", "contains", "x")], aTorrent());
    expect(explained).toMatchObject({ outcome: "false", of: [{ outcome: "false" }, { outcome: "not evaluated" }] });
  });

  test("of what was not fetched says that it was not evaluated", () => {
    expect(explain([leaf("files.name", "contains", "x")], aTorrent())).toMatchObject({
      outcome: "not evaluated",
      of: [{ outcome: "not evaluated" }],
    });
  });

  test.each([
    ["an infinite value by its name", leaf("info.up_limit", "==", "unlimited"), aTorrent(), "unlimited"],
    ["a tracker's status by its number", leaf("trackers.status", "==", "working"), withTrackers({ status: 2 }), [2]],
    ["an item's unknown value as nothing", leaf("trackers.msg", "==", ""), withTrackers({}, { status: 1 }), ["", null]],
    ["a derived value", leaf("info.is_stopped", "==", true), aTorrent(), false],
    ["a long text cut", leaf("info.name", "contains", "y"), aTorrent({ name: "x".repeat(500) }), `${"x".repeat(200)}…`],
  ])("shows %s, so that JSON can hold it", (_, asked, torrent, value) => {
    expect(explain([asked], torrent)).toMatchObject({ of: [{ value }] });
  });

  test("of an unknown value says why, and shows none", () => {
    const explained = explain([leaf("info.completion_on", "older_than", "1 day")], aTorrent({ completion_on: -1 }));
    expect(explained).toMatchObject({ of: [{ outcome: "unknown", why: "the download was never finished" }] });
    expect("of" in explained && explained.of[0]).not.toHaveProperty("value");
  });
});

describe("an explanation of items", () => {
  const big = { all: [leaf("size", "larger_than", "1 GB"), leaf("name", "ends_with", ".mkv")] };

  test("goes through them one by one, under their names", () => {
    const torrent = withFiles({ name: "a.mkv", size: 5e9 }, { name: "b.nfo", size: 10 });
    expect(explain([{ all_of: "files", where: big }], torrent)).toMatchObject({
      of: [
        {
          kind: "all_of",
          list: "files",
          outcome: "false",
          items: [
            { item: "a.mkv", outcome: "true", where: { kind: "all", of: [{ outcome: "true" }, { outcome: "true" }] } },
            {
              item: "b.nfo",
              outcome: "false",
              where: { kind: "all", of: [{ value: 10 }, { outcome: "not evaluated" }] },
            },
          ],
          items_not_shown: 0,
        },
      ],
    });
  });

  const many = Array.from({ length: 30 }, (_, n) => ({ name: `${n}.mkv`, size: n === 25 ? 5e9 : 10 }));

  test.each([
    ["any_of", "true", "25.mkv", "true"],
    ["none_of", "false", "25.mkv", "true"],
    ["all_of", "false", "0.mkv", "false"],
  ] as const)("of many shows those first that settle %s", (kind, outcome, item, itsOutcome) => {
    const [group] = partsOf(explain([{ [kind]: "files", where: big }], withFiles(...many)));
    expect(group).toMatchObject({ outcome, items_not_shown: 20 });
    expect(group !== undefined && "items" in group && group.items[0]).toMatchObject({ item, outcome: itsOutcome });
  });

  test("of many that agree but for one shows as many as of others", () => {
    const [group] = partsOf(explain([{ all_of: "files", where: leaf("size", "==", 10) }], withFiles(...many)));
    const items = group !== undefined && "items" in group ? group.items : [];
    expect(items.map(({ item }) => item)).toEqual(["25.mkv", ...many.slice(0, 9).map(({ name }) => name)]);
  });

  test("of no more than are shown keeps the order of qBittorrent", () => {
    const ten = many.slice(16, 26);
    const [group] = partsOf(explain([{ any_of: "files", where: big }], withFiles(...ten)));
    const items = group !== undefined && "items" in group ? group.items : [];
    expect(items.map(({ item }) => item)).toEqual(ten.map(({ name }) => name));
  });

  test("in a flat test, too, the values that settle it come first", () => {
    const explained = explain([leaf("files.size", "larger_than", "1 GB")], withFiles(...many));
    expect(explained).toMatchObject({ of: [{ outcome: "true", value: [5e9, ...Array<number>(9).fill(10)] }] });
  });
});

const partsOf = (explained: Explained): readonly Explained[] => ("of" in explained ? explained.of : []);

describe("undecided tests", () => {
  const torrent = aTorrent({ num_complete: -1, completion_on: -1 });
  const fields = (conditions: unknown) => undecidedTests(explain(conditions, torrent)).map(({ field }) => field);
  const UNTOLD = leaf("info.num_complete", ">", 1);
  const OLD = leaf("info.completion_on", "older_than", "1d");

  test("are those that the outcome hangs on", () => {
    expect(fields({ all: [UNTOLD, OLD], none: [leaf("info.ratio", ">", 100)] })).toEqual([
      "info.num_complete",
      "info.completion_on",
    ]);
  });

  test("are not those of a branch that is settled", () => {
    expect(fields([{ any: [UNTOLD, leaf("info.ratio", ">", 1)] }, OLD])).toEqual(["info.completion_on"]);
  });

  test("of a decided condition are none", () => {
    expect(fields([UNTOLD, leaf("info.ratio", ">", 100)])).toEqual([]);
  });
});

const law = (name: string, holds: (condition: Condition, torrent: Torrent, given: Circumstances) => void) =>
  test(name, () => {
    fc.assert(
      fc.property(someCondition, someWorld, someSources, (written, world, known) => {
        const { torrent, given } = seen(world, known);
        holds(conditionOf([written]), torrent, given);
      }),
      { numRuns: 1000 },
    );
  });

describe("for all conditions and worlds, whatever was asked for", () => {
  law("what is explained is what is decided, in every part that was evaluated", (condition, torrent, given) => {
    const explained = createExplainer(condition, given)({ torrent, start: torrent });
    expect(explained.outcome).toBe(verdict(compile(condition, given)(torrent)));
    expectAgreement(condition, explained, torrent, given);
  });

  law("what is unknown hangs on a test that says why, and nothing else does", (condition, torrent, given) => {
    const explained = createExplainer(condition, given)({ torrent, start: torrent });
    const tests = undecidedTests(explained);
    expect(tests.length > 0).toBe(explained.outcome === "unknown");
    for (const { field, why } of tests) expect([field, why]).not.toContain("");
  });

  law("it is plain data, which JSON keeps as it is", (condition, torrent, given) => {
    const explained = createExplainer(condition, given)({ torrent, start: torrent });
    expect(JSON.parse(JSON.stringify(explained))).toEqual(explained);
  });

  test("it can be explained whatever earlier rules have left unknown", () => {
    const forgotten = fc.subarray(["state", "save_path", "progress", "category", "tags", "private", "completion_on"]);
    fc.assert(
      fc.property(someCondition, someWorld, someSources, forgotten, (written, world, known, keys) => {
        const { torrent: start, given } = seen(world, known);
        const torrent: Torrent = { ...start, ...Object.fromEntries(keys.map((key) => [key, undefined])) };
        const condition = conditionOf([written]);
        const explained = createExplainer(condition, given)({ torrent, start });
        expect(explained.outcome).toBe(verdict(compile(condition, given)(torrent)));
      }),
      { numRuns: 1000 },
    );
  });
});

/** Part by part: what was evaluated came out as it does alone. */
function expectAgreement(condition: Condition, explained: Explained, torrent: Torrent, given: Circumstances): void {
  const alone = verdict(compile(condition, given)(torrent));
  expect([alone, "not evaluated"]).toContain(explained.outcome);
  if (condition.kind === "test") return;
  if ("where" in condition) {
    const decide = compileItem(condition.where, given);
    const items = explained.outcome === "not evaluated" ? [] : (itemsOf(torrent, condition.list) ?? []);
    const shown = "items" in explained ? explained.items.map(({ outcome }) => outcome) : [];
    expect(shown).toEqual(items.map((item) => verdict(decide(item))));
    return;
  }
  for (const [index, part] of partsOf(explained).entries()) {
    const inside = condition.of[index];
    if (inside !== undefined) expectAgreement(inside, part, torrent, given);
  }
}
