import { expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { actions, condition, itRefuses, type Mistake, rule, unmark } from "./mistakes.ts";

const quotes = (operator: string) => `needs quotes: operator: "${operator}"`;

/** Where YAML itself, or its idea of what was written, gets in the way. */
const cases: readonly Mistake[] = [
  ["an empty file", "▸", "expected the rules file as a mapping, found nothing"],
  ["a file of comments", "▸# nothing yet\n", "expected the rules file as a mapping, found nothing"],
  ["a list at the root", "▸- name: x\n", "expected the rules file as a mapping, found a list"],
  ["a bare word at the root", "▸rules\n", 'expected the rules file as a mapping, found "rules"'],
  ["a second document", "rules: []\n▸---\nrules: []\n", "a second YAML document", "remove the ---"],
  [
    "the same key twice in a file",
    "rules: []\n▸rules: []\n",
    '"rules" stands here a second time',
    "the first is one line above",
  ],
  [
    "the same key twice in a rule",
    rule("context: a", "▸context: b"),
    '"context" stands here a second time',
    "one line above",
  ],
  ["a tab as indentation", "rules:\n▸\t- name: x\n", "indented with a tab"],
  ["an alias without an anchor", "rules: ▸*those\n", "text that begins with * needs quotes"],
  ["an anchor that contains itself", rule("conditions: {all: &loop [{all: ▸*loop}]}"), "&loop contains itself"],
  ["unquoted >", condition("field: info.ratio", "operator: ▸>", "value: 2"), "start of a text block", '">"'],
  [
    "unquoted > in braces",
    condition("{field: info.ratio, operator: ▸>, value: 2}"),
    "text that begins with > needs quotes",
    quotes(">"),
  ],
  [
    "unquoted >=",
    condition("field: info.ratio", "operator: >▸=", "value: 2"),
    "text that begins with > needs quotes",
    quotes(">="),
  ],
  [
    "unquoted >= in braces",
    condition("{field: info.ratio, operator: ▸>=, value: 2}"),
    "text that begins with >",
    quotes(">="),
  ],
  [
    "unquoted !=",
    condition("field: info.ratio", "operator: ▸!=", "value: 2"),
    "text that begins with ! needs quotes",
    quotes("!="),
  ],
  [
    "unquoted != in braces",
    condition("{field: info.ratio, operator: ▸!=, value: 2}"),
    "text that begins with ! needs quotes",
    quotes("!="),
  ],
  [
    '"\\d" in double quotes',
    condition('{field: info.name, operator: matches, value: "S▸\\d"}'),
    "in double quotes, YAML knows no \\d",
    String.raw`write value: 'S\d'`,
  ],
  [
    '"\\b" in double quotes, a backspace',
    condition('{field: info.name, operator: matches, value: ▸"\\bHD\\b"}'),
    "control character (U+0008)",
    "single quotes",
  ],
  ["yes for a boolean", rule("enabled: ▸yes"), 'expected true or false, found "yes"'],
  ["a quoted boolean", rule('stop_on_match: ▸"false"'), 'expected true or false, found "false"'],
  ["a number for a boolean", rule("enabled: ▸0"), "expected true or false, found 0"],
  ["yes for delete_files", actions("{type: delete_torrent, params: {delete_files: ▸yes}}"), 'found "yes"'],
  ["a number for a tag", actions("{type: add_tag, params: {tag: ▸1080}}"), "expected text (in quotes), found 1080"],
  ["a number for a name", condition("{field: info.name, operator: ==, value: ▸2012}"), "expected text (in quotes)"],
  [
    "a decimal comma in braces",
    condition('{field: info.ratio, operator: ">", value: 1,▸5}'),
    'unknown key "5" in a condition: in braces a comma begins another key: write a decimal point',
  ],
  [
    "a decimal comma before a unit",
    condition("{field: info.size, operator: larger_than, value: 1,▸5 GB}"),
    "write a decimal point",
  ],
  ["a key that is no text", rule("▸true: x"), 'unknown key "true" in a rule'],
  ["a merge key", rule("▸<<: {enabled: false}"), 'unknown key "<<"'],
  ["not a number", condition("{field: info.ratio, operator: ==, value: ▸.nan}"), "expected a number, found NaN"],
  ["nothing after a colon", condition("field: trackers.status", "operator: ==", "value:▸"), "found nothing"],
];

for (const mistake of cases) itRefuses(mistake);

test("aliases are fine as long as they end", () => {
  const text = `
rules:
  - name: One
    conditions: {all: &hd [{field: info.name, operator: contains, value: 1080p}]}
    actions: [{type: stop}]
  - name: Two
    conditions: {any: *hd}
    actions: [{type: stop}]
`;
  expect(loadRules("rules.yml", text)).toMatchObject({
    ok: true,
    book: { rules: [{ name: "One" }, { name: "Two" }] },
  });
});

test("a mistake inside an alias is told where the alias stands", () => {
  const { text, places } = unmark(`
rules:
  - name: One
    conditions: {all: &hd [{field: ▸info.nome, operator: contains, value: 1080p}]}
    actions: [{type: stop}]
  - name: Two
    conditions: {any: ▸*hd}
    actions: [{type: stop}]
`);
  const loaded = loadRules("rules.yml", text);
  expect(loaded.ok ? [] : loaded.problems.map(({ where }) => where ?? "")).toEqual([...places]);
});

test("aliases that multiply without end are refused before they fill the memory", () => {
  const text = `a: &a ${ten("x")}\nb: &b ${ten("*a")}\nc: &c ${ten("*b")}\nrules: ${ten("*c")}\n`;
  expect(loadRules("rules.yml", text)).toMatchObject({
    ok: false,
    problems: [{ message: expect.stringContaining("alias"), where: "rules.yml:2:8" }],
  });
});

test.each([300, 3000])("groups nested %i deep are refused instead of exhausting the stack", (depth) => {
  const nested = `${"{all: [".repeat(depth)}{field: info.ratio, operator: ==, value: 1}${"]}".repeat(depth)}`;
  expect(loadRules("rules.yml", rule(`conditions: ${nested}`)).ok).toBe(false);
});

const ten = (name: string) => `[${Array.from({ length: 10 }, () => name).join(", ")}]`;
