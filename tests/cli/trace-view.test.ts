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
    "    ✓ all",
    "      ✓ all",
    "        ✓ info.name contains Film: Film",
    "      ✓ none",
    "        ✗ info.ratio > 2: 0",
    '    → add_tag tag: "seen" would be executed',
    "",
    'Not run: rule "other", it is for context nightly; the job has none',
  ]);
});

test("--wait without --trace shows none", async () => {
  await using server = await startTestApp({ rules: RULES, simulator: { torrents: [{ name: "Film", progress: 1 }] } });
  const { out } = await call(["--dry-run", "--wait"], { env: clientOf(server) });
  expect(out.filter((line) => line.includes("info.name"))).toEqual([]);
});

test("--wait --trace of a run that would delete too much shows why, what it did, and what protected the rest", async () => {
  const rules = `
protect: [{field: info.tags, operator: contains, value: keep}]
safety: {max_deletions: 0}
rules:
  - name: gone
    match_all: true
    actions: [{type: delete_torrent, params: {delete_files: false}}]
`;
  const torrents = [{ name: "Film" }, { name: "Kept", tags: ["keep"] }];
  await using server = await startTestApp({ rules, simulator: { torrents } });
  const { code, out, err } = await call(["--trace", "--wait"], { env: clientOf(server) });
  expect(code).toBe(1);
  const lines = [...out, ...err].map((line) => line.trim());
  expect(lines).toContainEqual(expect.stringContaining("the rules would delete 1 torrent, and only 0 may be deleted"));
  expect(lines).toContain("Torrents processed:      2");
  expect(lines).toContainEqual(expect.stringContaining("withheld: more would be deleted than safety.max_deletions"));
  expect(lines).toContainEqual(expect.stringMatching(/^Kept .*withheld: the torrent is protected/));
  const kept = lines.slice(lines.findIndex((line) => line.startsWith("Kept (")));
  expect(kept).toContain("protect:");
  expect(kept).toContainEqual(expect.stringMatching(/^✓ info\.tags contains keep/));
});

const leaf = { kind: "test", field: "info.ratio", operator: ">", expected: 2, outcome: "false", value: 1 };

const PLAIN = { colours: false };

const traced = (condition: object, more: object = {}) => ({
  torrents: [
    { hash: "ab".repeat(20), name: "Film", rules: [{ rule: "r", outcome: "undecided", condition, actions: [] }] },
  ],
  torrents_not_shown: 0,
  rules_not_run: [],
  ...more,
});

const withRule = (rule: object) => ({
  torrents: [{ hash: "ab".repeat(20), name: "Film", rules: [{ rule: "r", actions: [], ...rule }] }],
  torrents_not_shown: 0,
  rules_not_run: [],
});

describe("a trace", () => {
  test("says what was not known, and why", () => {
    const { value: _, ...unknown } = { ...leaf, outcome: "unknown", why: "no metadata yet" };
    expect(traceLines(traced(unknown), PLAIN)).toContain("    ? info.ratio > 2: not known, no metadata yet");
  });

  test("says what was not looked at", () => {
    const { value: _, ...left } = { ...leaf, outcome: "not evaluated" };
    expect(traceLines(traced(left), PLAIN)).toContain("    · info.ratio > 2");
  });

  test("shows the items of a list, each with its conditions", () => {
    const items = [{ item: "tracker.example", outcome: "false", where: leaf }];
    const each = { kind: "any_of", list: "trackers", outcome: "false", items, items_not_shown: 3 };
    expect(traceLines(traced(each), PLAIN).slice(2, 6)).toEqual([
      "    ✗ any_of trackers",
      "      ✗ tracker.example",
      "        ✗ info.ratio > 2: 1",
      "      … and 3 more",
    ]);
  });

  test.each([
    [{ outcome: "skipped" }, "skipped: the torrent is as it asks already"],
    [{ outcome: "superseded" }, "superseded: a later action undoes it"],
    [{ outcome: "withheld", reason: "the torrent is protected" }, "withheld: the torrent is protected"],
  ])("says what each action did, or why not: %j", (result, shown) => {
    const actions = [{ type: "delete_torrent", params: { delete_files: false }, ...result }];
    const lines = traceLines(withRule({ outcome: "matched", actions }), PLAIN);
    expect(lines).toContain(`    → delete_torrent delete_files: false ${shown}`);
  });

  test("of a rule that was not reached has no conditions", () => {
    const lines = traceLines(withRule({ outcome: "not reached" }), PLAIN);
    expect(lines).toEqual(["Film (abababab)", '  rule "r": not reached', ""]);
  });

  test("of very many torrents says how many are left out, and how to see one", () => {
    const torrents = Array.from({ length: 30 }, () => ({ hash: "ab".repeat(20), name: "Film", rules: [] }));
    const lines = traceLines({ torrents, torrents_not_shown: 5, rules_not_run: [] }, PLAIN);
    expect(lines.filter((line) => line.startsWith("Film"))).toHaveLength(20);
    expect(lines.at(-1)).toBe("… and 15 more torrents: name one by --hash to see it");
  });

  test("has colours where the terminal has", () => {
    expect(traceLines(traced(leaf), { colours: true }).join("")).toContain("\u001b[31m✗\u001b[39m");
  });

  test("prints names and values so that they cannot fake anything", () => {
    const hostile = { ...leaf, value: "\u001b[2J\u202e", field: "info.name" };
    expect(traceLines(traced(hostile), PLAIN).join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test.each([[undefined], [null], ["x"], [{}], [{ torrents: "x" }], [{ torrents: [1, {}] }]])(
    "that is none of ours is no reason to fail: %j",
    (trace) => {
      expect(traceLines(trace, PLAIN).length).toBeLessThanOrEqual(1);
    },
  );
});
