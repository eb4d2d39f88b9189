import { describe, expect, test } from "bun:test";
import { differences, run } from "./support.ts";

const RULES = `
rules:
  - name: Label
    match_all: true
    actions: [{type: add_tag, params: {tag: seen}}, {type: remove_tag, params: {tag: new}}]
  - name: Not kept
    conditions: [{field: info.tags, operator: not_contains, value: keep}]
    actions: [{type: stop}]
  - name: Seen
    conditions: [{field: info.tags, operator: contains, value: seen}]
    actions: [{type: reannounce}]
`;

const state = "uploading";

describe("a test that does not give the tags", () => {
  const given = { info: { state } };

  test("leaves them unknown to later rules, whatever an earlier one adds or takes off", async () => {
    expect(
      await differences(RULES, { given, expect: { matches: ["Label"], undecided: ["Not kept", "Seen"] } }),
    ).toEqual([]);
  });

  test("has done what the earlier one asks for: nothing says that it was so before", async () => {
    expect(await differences(RULES, { given, expect: { does: ["add_tag", "remove_tag"] } })).toEqual([]);
  });

  test("cannot expect all the tags of the end, and is told why it came out so", async () => {
    const expected = { end: { tags: ["seen"] } };
    expect(await differences(RULES, { given, expect: expected })).toEqual([
      "end.tags: expected [seen], found not known",
    ]);
    const { failures } = await run(RULES, { given, expect: { matches: ["Label", "Not kept"] } });
    expect(JSON.stringify(failures[0]?.rules)).toContain("the test does not give info.tags");
  });

  test("does once what is asked twice: what a rule has added is there, and what it took off is gone", async () => {
    const twice = RULES.replace("actions: [{type: stop}]", "actions: []").replace(
      "conditions: [{field: info.tags, operator: contains, value: seen}]\n    actions: [{type: reannounce}]",
      "match_all: true\n    actions: [{type: add_tag, params: {tag: seen}}, {type: remove_tag, params: {tag: new}}]",
    );
    expect(await differences(twice, { given, expect: { does: ["add_tag", "remove_tag"] } })).toEqual([]);
  });

  test("knows them once a rule sets them all", async () => {
    const rules = RULES.replace("{type: remove_tag, params: {tag: new}}", "{type: set_tags, params: {tags: [seen]}}");
    const expected = { matches: ["Label", "Not kept", "Seen"], end: { tags: ["seen"] } };
    expect(await differences(rules, { given, expect: expected })).toEqual([]);
  });
});

test("a test that gives them knows them to the end", async () => {
  const given = { info: { state, tags: ["new"] } };
  const expected = {
    matches: ["Label", "Not kept", "Seen"],
    does: ["add_tag", "remove_tag", "stop", "reannounce"],
    end: { tags: ["seen"] },
  };
  expect(await differences(RULES, { given, expect: expected })).toEqual([]);
});
