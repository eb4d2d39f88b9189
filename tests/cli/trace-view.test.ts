import { describe, expect, test } from "bun:test";
import { traceLines } from "../../src/cli/trace-view.ts";
import { startTestApp } from "../support/app.ts";
import { call, clientOf } from "../support/cli.ts";

const RULES = `
rules:
  - name: tag
    conditions:
      all: [{field: info.name, operator: contains, value: Film}]
      none: [{field: info.ratio, operator: ">", value: 2}]
    actions: [{type: add_tag, params: {tag: seen}}]
  - {name: other, context: nightly, match_all: true, actions: [{type: stop}]}
`;

test("--wait --trace shows why each condition held or did not", async () => {
  await using server = await startTestApp({ rules: RULES, simulator: { torrents: [{ name: "Film", progress: 1 }] } });
  const { code, out } = await call(["--dry-run", "--trace", "--wait"], { env: clientOf(server) });
  expect(code).toBe(0);
  expect(out.slice(out.findIndex((line) => line.startsWith("Film (")))).toEqual([
    expect.stringMatching(/^Film \([\da-f]{8}\)$/),
    '  rule "tag": matched',
    "    true     all:",
    "    true       all:",
    '    true         info.name contains "Film", found "Film"',
    "    true       none:",
    "    false        info.ratio > 2, found 0",
    "",
    'Not run: rule "other", it is for context nightly; the job has none',
  ]);
});

test("--wait without --trace shows none", async () => {
  await using server = await startTestApp({ rules: RULES, simulator: { torrents: [{ name: "Film", progress: 1 }] } });
  const { out } = await call(["--dry-run", "--wait"], { env: clientOf(server) });
  expect(out.filter((line) => line.includes("info.name"))).toEqual([]);
});

const leaf = { kind: "test", field: "info.ratio", operator: ">", expected: 2, outcome: "false", value: 1 };

const traced = (condition: object, more: object = {}) => ({
  torrents: [{ hash: "ab".repeat(20), name: "Film", rules: [{ rule: "r", outcome: "undecided", condition }] }],
  ...more,
});

describe("a trace", () => {
  test("says what was not known, and why", () => {
    const { value: _, ...unknown } = { ...leaf, outcome: "unknown", why: "no metadata yet" };
    expect(traceLines(traced(unknown))).toContain("    unknown  info.ratio > 2: no metadata yet");
  });

  test("says what was not looked at", () => {
    const { value: _, ...left } = { ...leaf, outcome: "not evaluated" };
    expect(traceLines(traced(left))).toContain("    -        info.ratio > 2");
  });

  test("shows the items of a list, each with its conditions", () => {
    const items = [{ item: "tracker.example", outcome: "false", where: leaf }];
    const each = { kind: "any_of", list: "trackers", outcome: "false", items, items_not_shown: 3 };
    expect(traceLines(traced(each)).slice(2, 6)).toEqual([
      "    false    any_of trackers:",
      "               tracker.example",
      "    false        info.ratio > 2, found 1",
      "               ... and 3 more",
    ]);
  });

  test("of a rule that was not reached has no conditions", () => {
    const rules = [{ rule: "r", outcome: "not reached", actions: [] }];
    const lines = traceLines({ torrents: [{ hash: "ab".repeat(20), name: "Film", rules }] });
    expect(lines).toEqual(["Film (abababab)", '  rule "r": not reached', ""]);
  });

  test("of very many torrents says how many are left out, and how to see one", () => {
    const torrents = Array.from({ length: 30 }, () => ({ hash: "ab".repeat(20), name: "Film", rules: [] }));
    const lines = traceLines({ torrents, torrents_not_shown: 5 });
    expect(lines.filter((line) => line.startsWith("Film"))).toHaveLength(20);
    expect(lines.at(-1)).toBe("... and 15 more torrents: name one by --hash to see it");
  });

  test("prints names and values so that they cannot fake anything", () => {
    const hostile = { ...leaf, value: "\u001b[2J\u202e", field: "info.name" };
    expect(traceLines(traced(hostile)).join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test.each([[undefined], [null], ["x"], [{}], [{ torrents: "x" }], [{ torrents: [1, {}] }]])(
    "that is none of ours is no reason to fail: %j",
    (trace) => {
      expect(Array.isArray(traceLines(trace))).toBe(true);
    },
  );
});
