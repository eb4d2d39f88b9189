import { describe, expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { unmark } from "./mistakes.ts";

/** Where something is wrong with the text. */
function placesIn(text: string): readonly string[] {
  const loaded = loadRules("rules.yml", text);
  return loaded.ok ? [] : loaded.problems.map(({ where }) => where ?? "");
}

const sorted = (places: readonly string[]) => places.toSorted((a, b) => a.localeCompare(b));

/** Each mark is told once, and nothing else is. */
const tellsAll = (what: string, ...lines: readonly string[]) =>
  test(what, () => {
    const { text, places } = unmark(lines.join("\n"));
    expect(sorted(placesIn(text))).toEqual(sorted(places));
  });

describe("all mistakes of a file are told at once, each once and in its place", () => {
  tellsAll(
    "in conditions and actions, of several rules",
    "rules:",
    "  - name: One",
    "    conditions:",
    "      any:",
    "        - {field: ▸info.rato, operator: ==, value: 1}",
    "        - {field: info.size, operator: ▸matches, value: x}",
    "        - none: [{field: info.name, operator: matches, value: ▸'['}]",
    "    actions:",
    "      - {type: ▸stopp}",
    "      - {type: add_tag, params: {tag: ▸''}}",
    "  - name: ▸One",
    "    match_all: true",
    "    actions: [{type: stop, params: {▸force: true}}]",
  );

  tellsAll(
    "in the shape of a rule, in the file around it, and in what the rule means",
    "▸safty: {max_deletions: 5}",
    "rules:",
    "  - name: One",
    "    ▸enabeld: true",
    "    conditions: [{field: ▸info.rato, operator: ==, value: 1}]",
    "    actions: [{type: ▸stopp}]",
    "  - ▸actions: [{type: ▸strat}]",
    "    match_all: true",
  );

  tellsAll(
    "in a group about items",
    "rules:",
    "  - name: One",
    "    conditions:",
    "      - any_of: trackers",
    "        where:",
    "          - {field: ▸stauts, operator: ==, value: working}",
    "          - {field: msg, operator: ▸olderthan, value: 1 day}",
    "          - {field: tier, operator: ==, value: ▸first}",
    "    actions: [{type: stop}]",
  );

  tellsAll(
    "in what is named once, used or not, and in what protects",
    "refs:",
    "  conditions:",
    "    used: {field: ▸info.rato, operator: ==, value: 1}",
    "    unused: [{field: info.ratio, operator: ▸=<, value: 1}]",
    "  actions:",
    "    unused: [{type: ▸stopp}]",
    "protect: [{$ref: conditions.used}, {field: ▸info.tag, operator: contains, value: keep}]",
    "safety: {max_deletions: ▸lots}",
    "rules:",
    "  - name: One",
    "    conditions: [{$ref: conditions.used}]",
    "    actions: [{type: ▸strat}]",
  );
});

/** What a reference does not lead to hides nothing else, and nothing is said of the gap that it leaves. */
describe("a reference that leads nowhere is told, and so is all else", () => {
  const ELSE = "{field: ▸info.rato, operator: ==, value: 1}";

  const rule = (conditions: string, actions = "[{type: ▸stopp}]") => [
    "rules:",
    "  - name: One",
    `    conditions: ${conditions}`,
    `    actions: ${actions}`,
    "  - name: Two",
    `    conditions: [${ELSE}]`,
    "    actions: []",
  ];

  tellsAll("among conditions", ...rule(`[{$ref: ▸conditions.nope}, ${ELSE}]`));
  tellsAll("in place of all conditions", ...rule("{$ref: ▸conditions.nope}"));
  tellsAll("in place of a group", ...rule(`{any: {$ref: ▸conditions.nope}, none: [${ELSE}]}`));
  tellsAll("within a group about items", ...rule("[{any_of: trackers, where: {$ref: ▸conditions.nope}}]"));
  tellsAll(
    "among conditions about items",
    ...rule("[{none_of: files, where: [{$ref: ▸conditions.nope}, {field: ▸nmae, operator: ==, value: x}]}]"),
  );
  tellsAll("among actions", ...rule(`[${ELSE}]`, "[{$ref: ▸actions.nope}, {type: ▸stopp}]"));
  tellsAll("in place of all actions", ...rule(`[${ELSE}]`, "{$ref: ▸actions.nope}"));
  tellsAll("as a value", ...rule(`[{field: info.ratio, operator: ">", value: ▸"\${vars.nope}"}, ${ELSE}]`));
  tellsAll(
    "within a list of values",
    ...rule(`[{field: info.tags, operator: in, value: [a, ▸"\${vars.nope}"]}, ${ELSE}]`),
  );
  tellsAll(
    "within a parameter",
    ...rule(`[${ELSE}]`, '[{type: add_tag, params: {tag: ▸"x${vars.nope}"}}, {type: ▸stopp}]'),
  );
  tellsAll("in what protects", "protect: {$ref: ▸conditions.nope}", ...rule(`[${ELSE}]`));
  tellsAll(
    "from one named thing to another",
    "refs: {conditions: {a: {all: [{$ref: ▸conditions.nope}]}}, actions: {b: {$ref: ▸actions.nope}}}",
    ...rule(`[{$ref: conditions.a}, ${ELSE}]`),
  );
});
