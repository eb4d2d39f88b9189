import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { placeOf } from "../../src/rules/frame.ts";
import { loadRules } from "../../src/rules/load.ts";
import { readSource } from "../../src/rules/source.ts";
import { type Mistake, condition, itRefuses, rule, unmark } from "./mistakes.ts";

const matches = (value: string): string => condition(`{field: info.name, operator: matches, value: ${value}}`);

const NEEDS_QUOTES = "needs quotes, a pattern single ones: value: '…'";

/** One line is broken, and the parser stumbles over all that follow: only the one line is told. */
const cases: readonly Mistake[] = [
  [
    "an unquoted pattern with a bracket",
    matches("^\\▸[.+\\]"),
    "text without quotes ends before [",
    String.raw`write value: '^\[.+\]'`,
  ],
  [
    "an unquoted pattern that begins with one",
    matches("[A-Z]▸+x"),
    "the list in brackets ends before this",
    "write value: '[A-Z]+x'",
  ],
  [
    "an unquoted pattern that counts",
    matches("(?i)S\\d▸{2}E\\d{2}"),
    "text without quotes ends before {",
    String.raw`write value: '(?i)S\d{2}E\d{2}'`,
  ],
  ["an unquoted bracket that closes nothing", matches("x▸]"), "expected } before this", NEEDS_QUOTES],
  [
    "an unquoted pattern in block style",
    condition("field: info.name", "operator: matches", "value: [A-Z]▸{2}"),
    "the list in brackets ends before this",
    "write value: '[A-Z]{2}'",
  ],
  [
    "an unquoted variable in braces",
    matches("$▸{vars.x}"),
    "text without quotes ends before {",
    "write value: '${vars.x}'",
  ],
  ["an unquoted colon in braces", matches("▸a: b"), 'text with ": " in it needs quotes', "write value: 'a: b'"],
  [
    "an unquoted colon",
    condition("field: info.name", "operator: ==", "value: ▸a: b"),
    'text with ": " in it needs quotes',
    "write value: 'a: b'",
  ],
  ["a file mask", matches("▸*.mkv"), "text that begins with * needs quotes", "write value: '*.mkv'"],
  ["an unquoted @", matches("▸@home"), "text that begins with @ needs quotes", "write value: '@home'"],
  ["an unquoted !", matches("▸!x"), "text that begins with ! needs quotes", "write value: '!x'"],
  [
    "an unquoted dash",
    condition("field: info.name", "operator: ==", "value: ▸- x"),
    "a list cannot begin behind a key",
    "if it is text, write value: '- x'",
  ],
  [
    "a single quote within single ones",
    matches("'it'▸s'"),
    "the text in quotes ends before this",
    `write value: "it's"`,
  ],
  ["a single quote that is not closed", matches("▸'x"), "nothing closes this '", "write ' where the text ends"],
  ["a double quote that is not closed", matches('▸"x'), 'nothing closes this "', 'write " where the text ends'],
  [
    "a bracket that is not closed",
    condition("{field: info.name, operator: in, value: ▸[a, b"),
    "nothing closes this [",
    "write ] where the list ends",
  ],
  ["a brace that is not closed", condition("▸{field: info.name, operator: ==, value: a"), "nothing closes this {"],
  ["a missing comma", condition("{field: info.name ▸operator: ==, value: a}"), "a comma is missing before this"],
  [
    "several escapes in one double-quoted pattern",
    matches('"▸\\d\\.\\w"'),
    String.raw`YAML knows no \d`,
    String.raw`write value: '\d\.\w'`,
  ],
  [
    "a line that is indented too little",
    condition("field: info.name").replace("- field", "- a: 1\n     ▸b"),
    "indented like no other",
  ],
  [
    "a line that is indented too far",
    condition("field: info.name", "operator: ==").replace("operator: ==", "operator: ==\n            ▸value: a"),
    "indented too far",
    "begin in the same column",
  ],
  [
    "a dash without a space",
    condition("field: info.name", "operator: ==", "value: a").replace("- field", "▸-field"),
    "a space is missing after this dash",
  ],
  [
    "a line without a colon",
    condition("field: info.name", "▸operator ==", "value: a"),
    'a colon is missing after "operator"',
    "write operator: ==",
  ],
];

describe("of one broken line", () => {
  for (const mistake of cases) itRefuses(mistake);
});

test("every line that is broken for itself is told, in the order of the file", () => {
  const { text, places } = unmark(
    rule(
      "conditions:",
      "  - {field: info.name, operator: matches, value: [A-Z]▸+x}",
      "  - {field: info.ratio, operator: ▸>=, value: 2}",
      "  - {field: info.name, operator: ==, value: 'a' ▸b}",
    ),
  );
  const loaded = loadRules("rules.yml", text);
  expect(loaded.ok ? [] : loaded.problems.map(({ where }) => where)).toEqual([...places]);
});

test("a problem says that it is YAML's, and shows its line", () => {
  const loaded = loadRules("rules.yml", "rules:\n  - name: 'x' y\n");
  expect(loaded.ok ? [] : loaded.problems).toMatchObject([
    {
      code: "yaml",
      where: "rules.yml:2:15",
      frame: ["  1 | rules:", "> 2 |   - name: 'x' y", "    |               ^"],
    },
  ]);
});

test("whatever the text, a line has at most one mistake of YAML, and one that cannot be read has some", () => {
  const unit = fc.constantFrom(..."[]{}'\"\\,:#-?*&!|>%@` \n\tab".split(""), "- ", ": ", "\n  ");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      const { value, problems } = readSource("rules.yml", text);
      const lines = problems.filter(({ code }) => code === "yaml").map(({ where }) => placeOf(where)?.line);
      expect(new Set(lines).size).toBe(lines.length);
      if (value === undefined) expect(problems).not.toEqual([]);
    }),
    { numRuns: 3000 },
  );
});
