import { describe, expect, test } from "bun:test";
import { actionTypes } from "../../src/actions/catalogue.ts";
import { loadRules } from "../../src/rules/load.ts";
import { actions, condition, rule } from "./mistakes.ts";

const said = (text: string): string[] => {
  const loaded = loadRules("rules.yml", text);
  return loaded.ok
    ? []
    : loaded.problems.map(({ message, hint }) => (hint === undefined ? message : `${message} -> ${hint}`));
};

describe("an action written as its name alone", () => {
  test.each(actionTypes)("%s: the hint is an action that may be written as it stands", (type) => {
    const [problem = ""] = said(actions(type));
    const [, written = ""] = /-> write (.*)$/.exec(problem) ?? [];
    expect(written).toStartWith(`{type: ${type}`);
    expect(said(actions(written))).toEqual([]);
    expect(said(actions(`${type}:`))[0]).toEndWith(`: write ${written}`);
  });

  test("that deletes keeps the data in the hint", () => {
    const hint = "write {type: delete_torrent, params: {delete_files: false}}";
    expect(said(actions("delete_torrent"))).toEqual([
      `expected an action as a mapping, found "delete_torrent" -> ${hint}`,
    ]);
    expect(said("rules:\n  - {name: x, match_all: true, actions: delete_torrent}\n")[0]).toEndWith(hint);
  });

  test.each([
    ["delete_torent", "write {type: delete_torrent, params: {delete_files: false}}"],
    ["add_tag hd", "write {type: add_tag, params: {tag: films}}"],
    ['"stop: now"', "write {type: stop}"],
    ["type:stop", "a space is missing after the colon: type: stop"],
    ["nothing like it", "write {type: …, params: {…}}"],
  ])("%s", (written, hint) => {
    expect(said(actions(written))[0]).toEndWith(`-> ${hint}`);
  });
});

describe("a condition whose keys are misspelt", () => {
  test.each([
    [
      "{feild: info.ratio, operater: '>=', value: 2}",
      'unknown keys "feild" and "operater" in a condition: did you mean "field" and "operator"?',
    ],
    [
      "{feild: info.ratio, operater: '>=', vlaue: 2}",
      'unknown keys "feild", "operater" and "vlaue" in a condition: did you mean "field", "operator" and "value"?',
    ],
    ["{feild: info.ratio, operator: '>=', value: 2}", 'unknown key "feild" in a condition: did you mean "field"?'],
    [
      "{field: info.ratio, operater: '>=', value: 2}",
      'unknown key "operater" in a condition: did you mean "operator"?',
    ],
    ["{feild: info.ratio}", 'unknown key "feild" in a condition: did you mean "field"?'],
    [
      "{property: info.ratio, comparison: '>=', value: 2}",
      'unknown key "property" in a condition: known are: field, operator, value',
    ],
    ["{al: []}", 'unknown key "al" in a group of conditions: did you mean "all"?'],
    ["{something: 1}", 'unknown key "something" in a group of conditions: known are: all, any, none'],
  ])("%s", (written, message) => {
    expect(said(condition(written))).toEqual([message]);
  });

  test("and that stands alone has both hinted at, too", () => {
    expect(said(rule("conditions: {feild: info.ratio, operater: '>=', value: 2}"))).toEqual([
      'unknown keys "feild" and "operater" in a condition: did you mean "field" and "operator"?',
    ]);
  });
});

describe("no space after a colon in braces", () => {
  test.each([
    [
      condition("{field:info.ratio, operator: '>=', value: 2}"),
      ['unknown key "field:info.ratio" in a condition: a space is missing after the colon: field: info.ratio'],
    ],
    [actions("{type:stop}"), ['unknown key "type:stop" in an action: a space is missing after the colon: type: stop']],
  ])("%#", (text, messages) => {
    expect(said(text)).toEqual(messages);
  });
});

describe("what stands one step too far out", () => {
  test("groups beside conditions", () => {
    expect(said(rule("all: [{field: info.ratio, operator: ==, value: 1}]"))).toEqual([
      'unknown key "all" in a rule: it belongs below conditions:, indented; a list that stands there already is all:',
    ]);
  });

  test("conditions and actions beside rules", () => {
    const problems = said("rules:\n- name: x\nconditions: []\nactions: []\n");
    for (const key of ["conditions", "actions"]) {
      expect(problems).toContain(
        `unknown key "${key}" in the rules file: those of a rule are indented like its name, and shared ones belong into refs`,
      );
    }
  });
});

test.each([
  ["[HD] ", "a list"],
  ["{HD}", "a mapping"],
])("a name %s is %s to YAML, and quotes make it a text", (name, found) => {
  expect(said(`rules:\n  - name: ${name}\n    actions: []\n`)).toEqual([
    `expected a name, found ${found} -> to YAML, text that begins with a bracket or brace is ${found}: write it in quotes`,
  ]);
});
