import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { actionTypes } from "../../src/actions/catalogue.ts";
import { loadRules } from "../../src/rules/load.ts";
import { fields } from "../../src/rules/fields/catalogue.ts";
import { operators } from "../../src/rules/operators/operators.ts";
import { leaf } from "../support/builders.ts";

/** Whatever the file contains, loading it gives rules or problems with a place, and never throws. */
function loads(text: string): void {
  const loaded = loadRules("rules.yml", text);
  if (loaded.ok) return;
  expect(loaded.problems.length).toBeGreaterThan(0);
  for (const { where, message, code } of loaded.problems) {
    expect(where).toMatch(/^rules\.yml:[1-9]\d*:[1-9]\d*$/);
    expect(message).not.toBe("");
    expect(code).toMatch(/^[a-z-]+$/);
  }
}

const word = fc.constantFrom(
  ..."rules name conditions all any none field operator value actions type params context enabled".split(" "),
  ..."any_of all_of none_of where trackers files refs vars $ref protect safety max_deletions match_all".split(" "),
  ..."info.ratio info.tags status msg files.name == in matches known stop add_tag delete_torrent __proto__".split(" "),
  ..."conditions.a actions.a ${vars.a} ${info.name} constructor 5% 30 days".split(" "),
  "- ",
  ": ",
  "\n",
  "  ",
  "[",
  "]",
  "{",
  "}",
  "&a ",
  "*a",
  "!!x ",
  "|",
  ">",
  "'",
  '"',
  "#",
  "? ",
  "---",
  "\t",
  "%",
);

const scalar = fc.oneof(fc.string({ maxLength: 6 }), word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));

const { anything } = fc.letrec((tie) => ({
  anything: fc.oneof({ maxDepth: 5, withCrossShrink: true }, scalar, tie("list"), tie("map")),
  list: fc.array(tie("anything"), { maxLength: 4 }),
  map: fc.dictionary(fc.oneof(word, fc.string({ maxLength: 4 })), tie("anything"), { maxKeys: 5 }),
}));

const asJson = (value: unknown): void => loads(JSON.stringify(value));
const rule = (parts: object) => ({ rules: [{ name: "x", actions: [], ...parts }] });

test("any text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 60 }), loads), { numRuns: 500 });
});

test("any text made of what rules are made of", () => {
  const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(""));
  fc.assert(fc.property(text, loads), { numRuns: 2000 });
});

test("any JSON, which is YAML", () => {
  fc.assert(fc.property(anything, asJson), { numRuns: 500 });
});

test.each<[string, (any: unknown) => object]>([
  ["conditions", (conditions) => rule({ conditions })],
  ["one of the conditions", (part) => rule({ conditions: { any: [part] } })],
  ["actions", (actions) => rule({ actions })],
  ["an action's parameters", (params) => rule({ actions: [{ type: "add_tag", params }] })],
  ["a context", (context) => rule({ context })],
  ["what is asked of items", (where) => rule({ conditions: [{ any_of: "trackers", where }] })],
  ["a rule", (any) => ({ rules: [any] })],
  ["the rules", (rules) => ({ rules })],
  ["what protects", (protect) => ({ rules: [], protect })],
  ["the limits", (safety) => ({ rules: [], safety })],
  ["what is named", (refs) => ({ rules: [], refs })],
  ["named variables, used", (vars) => ({ ...rule({ context: "${vars.a}" }), refs: { vars } })],
  [
    "a named condition, used",
    (a) => ({ ...rule({ conditions: { $ref: "conditions.a" } }), refs: { conditions: { a } } }),
  ],
  ["named actions, used", (a) => ({ ...rule({ actions: [{ $ref: "actions.a" }] }), refs: { actions: { a } } })],
])("any JSON in the place of %s", (_, put) => {
  fc.assert(
    fc.property(anything, (any) => asJson(put(any))),
    { numRuns: 200 },
  );
});

test("any value for any operator of any field", () => {
  const field = fc.constantFrom(...fields.keys(), "app.anything");
  const operator = fc.constantFrom(...operators.keys());
  const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }));
  fc.assert(
    fc.property(field, operator, value, (...written) => asJson(rule({ conditions: [leaf(...written)] }))),
    { numRuns: 3000 },
  );
});

test("any parameters for any action", () => {
  const parameter = fc.constantFrom("tag", "tags", "limit", "path", "category", "enabled", "ratio", "delete_files");
  const params = fc.dictionary(parameter, fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), { maxKeys: 3 });
  fc.assert(
    fc.property(fc.constantFrom(...actionTypes), params, (type, written) =>
      asJson(rule({ match_all: true, actions: [{ type, params: written }] })),
    ),
    { numRuns: 1000 },
  );
});
