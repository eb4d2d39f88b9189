import { expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { condition, itRefuses, type Mistake, rule } from "./mistakes.ts";

const where = (text: string) => condition(`{any_of: trackers, where: ${text}}`);
const MSG = "{field: msg, operator: ==, value: x}";

/** What a group about the items of a list may not be. */
const cases: readonly Mistake[] = [
  [
    "a group of items inside another",
    where(`▸{any_of: files, where: ${MSG}}`),
    "the items of trackers have no lists of their own",
    "beside the other one",
  ],
  [
    "a group of items deep inside another",
    where(`{any: [${MSG}, {none: [▸{all_of: trackers, where: ${MSG}}]}]}`),
    "have no lists of their own",
  ],
  [
    "a field with the name of its list before it",
    where("{field: ▸trackers.msg, operator: ==, value: x}"),
    'unknown field "trackers.msg" of trackers',
    "write msg: the group is about trackers already",
  ],
  [
    "a misspelt field with the name of its list before it",
    where("{field: ▸trackers.mgs, operator: ==, value: x}"),
    'unknown field "trackers.mgs" of trackers',
    'did you mean "msg"?',
  ],
  [
    "a misspelt field",
    where("{field: ▸stauts, operator: ==, value: working}"),
    'unknown field "stauts" of trackers',
    'did you mean "status"?',
  ],
  [
    "a field of the torrent",
    where("{field: ▸info.ratio, operator: ==, value: 1}"),
    'unknown field "info.ratio" of trackers',
    "write this condition beside it",
  ],
  [
    "a field of another list",
    condition(`{all_of: webseeds, where: {field: ▸msg, operator: ==, value: x}}`),
    'unknown field "msg" of webseeds',
    "webseeds have: url",
  ],
  [
    "two quantifiers",
    condition(`▸{any_of: trackers, all_of: files, where: ${MSG}}`),
    "expected exactly one of any_of, all_of and none_of",
  ],
  ["no quantifier", condition(`▸{where: ${MSG}}`), "expected exactly one of any_of, all_of and none_of"],
  ["no conditions", condition("▸{any_of: trackers}"), 'a group of items needs "where"'],
  ["conditions that are an empty list", where("▸[]"), "an empty group says nothing"],
  ["conditions that are nothing", where("▸"), "as a mapping, found nothing"],
  [
    "a list that does not exist",
    condition(`{any_of: ▸tracker, where: ${MSG}}`),
    "expected one of the lists trackers, files, peers, webseeds",
  ],
  [
    "a list of lists",
    condition(`{any_of: ▸[trackers], where: ${MSG}}`),
    "expected one of the lists trackers, files, peers, webseeds, found a list",
  ],
  [
    "a field beside the quantifier",
    condition(`▸{any_of: trackers, field: trackers.msg, operator: ==, value: x}`),
    "cannot share a mapping",
  ],
  [
    "a group of conditions beside the quantifier",
    condition(`▸{any_of: trackers, where: ${MSG}, all: [${MSG}]}`),
    "cannot share a mapping",
  ],
  [
    "a misspelt key",
    condition(`{any_of: trackers, where: ${MSG}, ▸whre: ${MSG}}`),
    'unknown key "whre" in a group of items',
  ],
  [
    "an operator that does not suit the column",
    where("{field: tier, operator: ▸contains, value: x}"),
    "contains needs text",
  ],
  ["a value that does not suit the column", where("{field: tier, operator: ==, value: ▸x}"), "expected a number"],
  [
    "is_empty of a column that is neither text nor set",
    where("{field: tier, operator: ▸is_empty, value: true}"),
    "is_empty needs text",
  ],
  [
    "a quantifier without a list around it",
    rule(`conditions: ▸{any_of: trackers, where: ${MSG}}`),
    "expected a list of conditions or groups, found a single condition",
    "begin each condition with a dash",
  ],
];

for (const mistake of cases) itRefuses(mistake);

test("a rule that deletes may ask about trackers in a group that says which of them decide", () => {
  for (const kind of ["any_of", "all_of", "none_of"]) {
    const text = `rules:
  - name: A rule
    conditions: [{${kind}: trackers, where: {field: msg, operator: contains, value: unregistered}}]
    actions: [{type: delete_torrent, params: {delete_files: false}}]
`;
    expect(loadRules("rules.yml", text)).toMatchObject({ ok: true, warnings: [] });
  }
});
