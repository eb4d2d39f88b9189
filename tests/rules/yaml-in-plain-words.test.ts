import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadRules } from "../../src/rules/load.ts";
import { condition, rule, unmark } from "./mistakes.ts";

/** What somebody who has never heard of YAML is told: what is on that line, and what to type. */
const told: readonly (readonly [what: string, marked: string, message: string, hint: string])[] = [
  [
    "a quote that is missing",
    condition("field: info.name", "operator: matches", "value: ▸'1080p"),
    "nothing closes this '",
    "write ' where the text ends; inside single quotes, a quote is written twice: 'it''s'",
  ],
  [
    "a quote too many",
    "rules:\n  - name: 'Don'▸t delete'\n",
    "the text in quotes ends before this, and the line goes on",
    `write name: "Don't delete"`,
  ],
  [
    "a tab",
    "rules:\n▸\t- name: x\n",
    "this line is indented with a tab",
    "indent with spaces: YAML takes no tabs there",
  ],
  [
    "no space after a colon",
    "rules:\n  - ▸name:A rule\n    enabled: true\n",
    'a space is missing after "name:"',
    "write name: A rule",
  ],
  ["no colon", rule("▸conditions", "  all: []"), 'a colon is missing after "conditions"', "write conditions:"],
  [
    "a bracket that is not closed",
    condition("field: info.tags", "operator: in", "value: ▸[a, b"),
    "nothing closes this [",
    "write ] where the list ends",
  ],
  [
    "a bracket that is not closed, and rules below",
    "rules:\n  - name: One\n    actions: ▸[{type: stop}\n  - name: Two\n    actions: []\n",
    "nothing closes this [",
    "write ] where the list ends",
  ],
  [
    "a brace closed twice",
    condition("{field: info.tags, operator: contains, value: a}▸}"),
    "nothing is open that this } closes",
    `remove it; text with brackets, commas or ": " in it needs quotes, a pattern single ones: value: '…'`,
  ],
  [
    "a comment where a text with # was meant",
    condition("▸{field: info.name, operator: contains, value: a #1}"),
    "nothing closes this {",
    "a # after a space begins a comment: text with one needs quotes, like '#1'",
  ],
  [
    "the same key twice",
    rule("conditions:", "  all: [*a]", "  any: [*a]", "  ▸all: [*a]").replaceAll(
      "*a",
      "{field: info.ratio, operator: ==, value: 1}",
    ),
    '"all" stands here a second time',
    "make one list of both: the first is 2 lines above",
  ],
  [
    "a line indented too far",
    "rules:\n  - name: x\n     ▸enabled: true\n",
    "this line is indented too far: YAML reads it as more of the value above",
    'lines that belong together begin in the same column: begin it with 4 spaces, like "name" above',
  ],
  [
    "a line indented too little",
    "rules:\n  - name: x\n   ▸enabled: true\n",
    "this line is indented like no other around it",
    'lines that belong together begin in the same column: begin it with 4 spaces, like "name" above',
  ],
  [
    "an item indented like no other",
    "rules:\n  - name: x\n    actions: []\n ▸- name: y\n   actions: []\n",
    "this line is indented like no other around it",
    "lines that belong together begin in the same column: begin it with 2 spaces, like the dash above",
  ],
  [
    "a key of a rule, nearer to those of a condition",
    "rules:\n  - name: x\n    conditions:\n      all:\n        - field: info.ratio\n          operator: '>'\n          value: 1\n        ▸actions: []\n",
    "this line is indented like no other around it",
    'lines that belong together begin in the same column: begin it with 4 spaces, like "conditions" above',
  ],
  [
    "a line at the top that is indented",
    "rules: []\n ▸protect: []\n",
    "this line is indented like no other around it",
    'lines that belong together begin in the same column: begin it with no space, like "rules" above',
  ],
  [
    "a parameter in the column of the dashes",
    "rules:\n  - name: x\n    actions:\n      - type: add_tag\n      ▸params: {tag: x}\n",
    "this line is indented like no other around it",
    'lines that belong together begin in the same column: begin it with 8 spaces, like "type" above',
  ],
  [
    "a colon in a value",
    "rules:\n  - name: ▸Films: 1080p\n",
    'text with ": " in it needs quotes: YAML reads a key here',
    "write name: 'Films: 1080p'",
  ],
  [
    "two keys on one line",
    rule("conditions: ▸all:", "  - {field: info.ratio, operator: ==, value: 1}"),
    "a second key stands on this line: all:",
    "write it on a line of its own",
  ],
  [
    "a group beside a list",
    rule("conditions:", "  - {field: info.ratio, operator: ==, value: 1}", "  ▸none: []"),
    "none: cannot stand beside a list without a name",
    "such a list is all: write all: above the list, in the column of none:, and indent the list below it",
  ],
  [
    "a list beside a group",
    rule("conditions:", "  any: []", "  ▸- {field: info.ratio, operator: ==, value: 1}"),
    "a list without a name cannot stand beside any:",
    "such a list is all: write all: above the list, in the column of any:, and indent the list below it",
  ],
  [
    "a pattern that begins with a bracket",
    condition("{field: info.name, operator: matches, value: [a-z]▸{2}}"),
    "the list in brackets ends before this, and the line goes on",
    "write value: '[a-z]{2}'",
  ],
  [
    "a pattern with a bracket",
    condition("{field: info.name, operator: matches, value: ^\\▸[SubsPlease\\]}"),
    "between braces, text without quotes ends before [",
    String.raw`write value: '^\[SubsPlease\]'`,
  ],
  [
    "a pattern in double quotes",
    condition('{field: info.name, operator: matches, value: "S▸\\d+"}'),
    String.raw`in double quotes, YAML knows no \d`,
    String.raw`write value: 'S\d+'`,
  ],
  [
    "dashes between brackets",
    "rules:\n  - name: x\n    actions: [▸- delete_torrent]\n",
    "between brackets, items have commas between them and no dashes",
    "write [{type: delete_torrent, params: {delete_files: false}}]",
  ],
  [
    "a list behind its key",
    "rules:\n  - name: x\n    actions: ▸- type: stop\n",
    "a list cannot begin behind a key",
    "begin it on the line below",
  ],
];

describe("in plain words:", () => {
  test.each(told)("%s", (_, marked, message, hint) => {
    const { text, places } = unmark(marked);
    const loaded = loadRules("rules.yml", text);
    const problems = loaded.ok ? [] : loaded.problems;
    expect(problems.map((problem) => [problem.where, problem.message, problem.hint])).toEqual([
      [places[0], message, hint],
    ]);
  });
});

const shapes: readonly (readonly [where: string, write: (value: string) => string])[] = [
  ["on a line", (value) => condition("field: info.name", "operator: contains", `value: ${value}`)],
  ["in braces", (value) => condition(`{field: info.name, operator: contains, value: ${value}}`)],
  ["in braces, with more behind it", (value) => condition(`{value: ${value}, field: info.name, operator: contains}`)],
  ["with a comment behind it", (value) => condition("field: info.name", "operator: contains", `value: ${value} # why`)],
];

const texts = [
  "*.mkv",
  "*",
  "&you",
  "@home",
  "%done",
  "!keep",
  "`tick`",
  "| c",
  "[HD] films",
  "'a' b",
  '"a" b',
  "a: b",
];

describe.each(shapes)("%s", (_, write) => {
  test.each(texts)("%s: what the hint says to type is taken, and means just that", (written) => {
    const loaded = loadRules("rules.yml", write(written));
    const [problem, ...others] = loaded.ok ? [] : loaded.problems;
    expect(others).toEqual([]);
    expect(problem?.message).toMatch(/needs quotes|ends before this/);
    const [, typed = ""] = /write value: (.*)$/.exec(problem?.hint ?? "") ?? [];
    const mended = loadRules("rules.yml", write(typed));
    const meant = mended.ok ? mended.book.rules[0]?.condition : undefined;
    expect(JSON.stringify(meant)).toContain(JSON.stringify(written));
  });
});

test("whatever slips into a file, the parser's own words for it are not shown, and there is something to do", () => {
  const text = readFileSync(join(import.meta.dir, "../../examples/rules/unregistered.yml"), "utf8");
  const slips = [...`'"[]{}:-*&!@%#,?|>`.split(""), "\t", "\n", " ", "  ", "- ", ": "];
  const places = Array.from({ length: Math.ceil(text.length / 23) }, (_, index) => index * 23);
  const jargon = /implicit|scalar|token|flow|sequence|\bseq|stream|block|alias|anchor|node|directive/i;
  const odd = places.flatMap((offset) =>
    slips.flatMap((slip) => {
      const loaded = loadRules("rules.yml", text.slice(0, offset) + slip + text.slice(offset));
      const problems = loaded.ok ? [] : loaded.problems.filter(({ code }) => code === "yaml");
      return problems.filter(({ message, hint = "" }) => jargon.test(message) || hint === "");
    }),
  );
  expect(odd.map(({ message, hint }) => `${message} -> ${hint}`)).toEqual([]);
});
