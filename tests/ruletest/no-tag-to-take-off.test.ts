import { expect, test } from "bun:test";
import { differences } from "./support.ts";

const rules = "rules: [{name: Bare, match_all: true, actions: [{type: set_tags, params: {tags: []}}]}]";

test("nothing is done where all tags are to go and the test does not give them: there is no name to take off", async () => {
  const given = { info: { state: "uploading" } };
  expect(await differences(rules, { given, expect: { matches: ["Bare"], does: "nothing" } })).toEqual([]);
});

test("those that it gives go", async () => {
  const given = { info: { state: "uploading", tags: ["old"] } };
  expect(await differences(rules, { given, expect: { does: ["set_tags"], end: { tags: [] } } })).toEqual([]);
});
