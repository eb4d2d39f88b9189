import { describe, expect, test } from "bun:test";
import { run } from "./support.ts";

const RULES = `
rules:
  - name: First
    conditions:
      - {field: info.ratio, operator: ">", value: 1}
      - {field: info.is_complete, operator: "==", value: true}
      - {field: trackers.msg, operator: contains, value: gone}
      - {field: app.dht, operator: "==", value: true}
      - {field: properties.seeds, operator: ">", value: 1}
      - {any_of: files, where: {field: size, operator: ">", value: 1}}
    actions: [{type: add_tag, params: {tag: first}}]
  - name: Second
    context: nightly
    conditions: [{field: info.name, operator: contains, value: b}]
    actions: [{type: stop}]
  - name: Third
    enabled: false
    match_all: true
    actions: [{type: start}]
`;

describe("a failed test explains", () => {
  test("the rule that was to match and did not", async () => {
    const { failures } = await run(RULES, { given: { info: { ratio: 0 } }, expect: { matches: ["First"] } });
    expect(failures).toMatchObject([
      {
        torrent: "torrent 1",
        differences: [{ what: "matches", expected: "First", found: "nothing" }],
        rules: [{ rule: "First", outcome: "not matched", condition: { outcome: "false" } }],
        rules_not_run: [],
      },
    ]);
  });

  test("the rule that was not to match and did, and no other", async () => {
    const given = { info: { name: "b", state: "uploading" } };
    const { failures } = await run(RULES, { given, context: "nightly", expect: { matches: [] } });
    expect(failures[0]?.rules.map(({ rule, outcome, actions }) => [rule, outcome, actions.length])).toEqual([
      ["Second", "matched", 1],
    ]);
  });

  test("why a rule did not run at all", async () => {
    const { failures } = await run(RULES, { given: {}, context: "daily", expect: { matches: ["Second", "Third"] } });
    expect(failures[0]?.rules_not_run).toEqual([
      { rule: "Second", why: "it is for context nightly; the job's is daily" },
      { rule: "Third", why: "it is not enabled" },
    ]);
  });

  test("the rules that acted, where something else became of the torrent", async () => {
    const given = { info: { name: "b", state: "uploading" } };
    const { failures } = await run(RULES, { given, context: "nightly", expect: { end: { stopped: false } } });
    expect(failures[0]?.rules.map(({ rule }) => rule)).toEqual(["First", "Second"]);
  });

  test("what the test does not give, where that is why a rule is undecided", async () => {
    const { failures } = await run(RULES, { given: { info: { progress: 1 } }, expect: { matches: ["First"] } });
    const { condition } = failures[0]?.rules[0] ?? {};
    expect(condition && "of" in condition && condition.of.map((part) => "why" in part && part.why)).toEqual([
      "the test does not give info.ratio",
      "the test does not give info.has_metadata, info.state, info.amount_left",
      "the test does not give trackers",
      "the test does not give app.dht",
      "the test does not give properties.seeds",
      "the test does not give files",
    ]);
  });
});

test("a test knows which rules matched any of its torrents, whether it passes or not", async () => {
  const given = [{ info: { name: "b" } }, { info: { name: "bb" } }, { info: { name: "c" } }];
  const { matched } = await run(RULES, { given, context: "nightly", expect: { matches: [] } });
  expect(matched).toEqual(["Second"]);
});

test("the moment of a test is the same on every day, unless it names one", async () => {
  const rules = `
rules:
  - name: New
    conditions: [{field: info.added_on, operator: newer_than, value: 1 day}]
    actions: [{type: stop}]
`;
  const given = { info: { added_on: "2025-12-31T12:00:00Z" } };
  expect((await run(rules, { given })).matched).toEqual(["New"]);
  expect((await run(rules, { given, now: "2026-01-02T00:00:00Z" })).matched).toEqual([]);
});
