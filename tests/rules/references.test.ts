import { describe, expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { type Rule, leavesOf } from "../../src/rules/rule.ts";
import { itRefuses, type Mistake, unmark } from "./mistakes.ts";

const load = (text: string): readonly Rule[] => {
  const loaded = loadRules("rules.yml", text);
  if (loaded.ok) return loaded.book.rules;
  throw new Error(loaded.problems.map(({ message, where }) => `${where}: ${message}`).join("\n"));
};

/** A file with these refs and one rule. */
const file = (refs: readonly string[], rule: readonly string[]): string =>
  [
    "refs:",
    ...refs.map((line) => `  ${line}`),
    "rules:",
    "  - name: A rule",
    ...rule.map((line) => `    ${line}`),
    "",
  ].join("\n");

const STOP = "actions: [{type: stop}]";
const using = (value: string) => [`conditions: [{field: info.ratio, operator: ">=", value: ${value}}]`, STOP];

/** The leaves of a rule's condition as `field operator value`, in the order they are written. */
const testsOf = (text: string): readonly string[] =>
  load(text)
    .flatMap(({ condition }) => leavesOf(condition))
    .map(({ field, operator, value }) => `${field.name} ${operator} ${JSON.stringify(value)}`);

describe("a variable", () => {
  test.each([
    ["alone keeps its type", "vars: {x: 2.5}", "${vars.x}", 2.5],
    ["may be named with dashes", "vars: {min-ratio: 1}", "${vars.min-ratio}", 1],
    ["may use another", "vars: {x: '${vars.y}', y: 3}", "${vars.x}", 3],
  ])("%s", (_, vars, written, value) => {
    expect(testsOf(file([vars], using(`"${written}"`)))).toEqual([`info.ratio >= ${value}`]);
  });

  test("is filled into a longer text, of a name, a context, a value and a parameter alike", () => {
    const text = file(
      ["vars: {n: 7, word: nightly}"],
      [
        "context: ${vars.word}-run",
        'conditions: [{field: info.added_on, operator: older_than, value: "${vars.n} days"}]',
        'actions: [{type: add_tag, params: {tag: "old-${vars.n}"}}]',
      ],
    );
    expect(testsOf(text)).toEqual(['info.added_on older_than "7 days"']);
    expect(load(text)[0]).toMatchObject({ contexts: ["nightly-run"], actions: [{ params: { tag: "old-7" } }] });
  });

  test("may be a list where a list is wanted", () => {
    const rule = ["conditions: [{field: info.tags, operator: in, value: '${vars.keep}'}]", STOP];
    expect(testsOf(file(["vars: {keep: [a, b]}"], rule))).toEqual(['info.tags in ["a","b"]']);
  });
});

const A = '{field: info.ratio, operator: ">", value: 1}';
const B = '{field: info.ratio, operator: "<", value: 9}';

describe("a reference", () => {
  test.each([
    ["to a group, as the conditions", [`conditions: {x: {all: [${A}, ${B}]}}`], "conditions: {$ref: conditions.x}"],
    ["to a group, among others", [`conditions: {x: {all: [${A}]}}`], `conditions: [{$ref: conditions.x}, ${B}]`],
    ["to a condition", [`conditions: {x: ${A}}`], `conditions: {all: [{$ref: conditions.x}, ${B}]}`],
    [
      "to a list, which must hold whole",
      [`conditions: {x: [${A}, ${B}]}`],
      "conditions: {any: [{$ref: conditions.x}]}",
    ],
    [
      "to another",
      [`conditions: {x: {all: [{$ref: conditions.y}, ${B}]}, y: ${A}}`],
      "conditions: [{$ref: conditions.x}]",
    ],
  ])("%s stands for what it names", (_, refs, conditions) => {
    expect(testsOf(file(refs, [conditions, STOP]))).toEqual(["info.ratio > 1", "info.ratio < 9"]);
  });

  test.each([
    ["as the conditions", "conditions: {$ref: conditions.x}", { kind: "all", of: [{ kind: "test" }] }],
    ["as those of a group", "conditions: {none: {$ref: conditions.x}}", { kind: "none", of: [{ kind: "test" }] }],
  ])("to one condition may stand for a list of it, %s", (_, conditions, condition) => {
    expect(load(file([`conditions: {x: ${A}}`], [conditions, STOP]))[0]?.condition).toMatchObject(condition);
  });

  test("to a group may be all that protects", () => {
    const text = `refs: {conditions: {x: {any: [${A}, ${B}]}}}\nprotect: {$ref: conditions.x}\nrules: []\n`;
    expect(loadRules("rules.yml", text)).toMatchObject({ ok: true, book: { protect: { of: [{ kind: "any" }] } } });
  });

  test("to a list of conditions in an any group counts as one that must hold whole", () => {
    const text = file([`conditions: {x: [${A}, ${B}]}`], ["conditions: {any: [{$ref: conditions.x}]}", STOP]);
    expect(load(text)[0]?.condition).toMatchObject({ kind: "any", of: [{ kind: "all", of: [{}, {}] }] });
  });

  test.each([
    ["among others", "actions: [{$ref: actions.park}, {type: reannounce}]", ["stop", "add_tag", "reannounce"]],
    ["alone", "actions: {$ref: actions.park}", ["stop", "add_tag"]],
  ])("to actions is spliced in, %s", (_, written, types) => {
    const refs = ["actions: {park: [{type: stop}, {type: add_tag, params: {tag: parked}}]}"];
    const [rule] = load(file(refs, ["match_all: true", written]));
    expect(rule?.actions.map(({ type }) => type)).toEqual(types);
  });
});

describe("a named condition about the items of a list", () => {
  const UNREGISTERED = 'conditions: {gone: {field: msg, operator: matches, value: "(?i)unregistered"}}';

  test("means what it does where it is used", () => {
    const text = file([UNREGISTERED], [`conditions: [${where("trackers")}]`, STOP]);
    expect(testsOf(text)).toEqual(['trackers.msg matches "(?i)unregistered"']);
  });

  test.each([
    ["files", "▸msg", where("files"), 'unknown field "msg" of files'],
    ["trackers as well as the torrent", "▸msg", `${where("trackers")}, {$ref: conditions.gone}`, 'unknown field "msg"'],
  ])("is refused where it is used about %s", (_, field, uses, message) => {
    const { text, places } = unmark(file([UNREGISTERED.replace("msg", field)], [`conditions: [${uses}]`, STOP]));
    const loaded = loadRules("rules.yml", text);
    expect(loaded.ok ? [] : loaded.problems.map((problem) => problem.where ?? "")).toEqual([...places]);
    expect(loaded.ok ? "" : loaded.problems[0]?.message).toContain(message);
  });
});

const where = (list: string) => `{any_of: ${list}, where: {$ref: conditions.gone}}`;

const mistakes: readonly Mistake[] = [
  ["an unknown variable", file(["vars: {ratio: 1}"], using("▸'${vars.rato}'")), 'unknown variable "rato"', '"ratio"'],
  ["any other reference", file(["vars: {a: 1}"], using("▸'${env.HOME}'")), 'unknown reference "${env.HOME}"'],
  ["a list inside a text", file(["vars: {a: [1]}"], using("▸'x${vars.a}'")), "cannot be part of a text"],
  [
    "variables that go round in a circle, told once",
    file(["vars: {a: ▸'${vars.b}', b: '${vars.a}'}"], ["match_all: true", STOP]),
    "vars.b -> vars.a -> vars.b",
  ],
  [
    "a reference to nothing",
    file([`conditions: {kept: ${A}}`], ["conditions: [{$ref: ▸conditions.keep}]", STOP]),
    "there is no conditions.keep",
    "known are: kept",
  ],
  [
    "actions among conditions",
    file(["actions: {a: []}"], ["conditions: [{$ref: ▸actions.a}]", STOP]),
    "stands among the conditions",
  ],
  [
    "a reference that is no name",
    file(["vars: {}"], ["conditions: [{$ref: ▸kept}]", STOP]),
    "expected conditions.NAME",
  ],
  [
    "a reference with refs in front",
    file([`conditions: {a: ${A}}`], ["conditions: [{$ref: ▸refs.conditions.a}]", STOP]),
    'found "refs.conditions.a"',
    "write conditions.a",
  ],
  [
    "a reference with something beside it",
    file([`conditions: {a: ${A}}`], ["conditions: [▸{$ref: conditions.a, any: []}]", STOP]),
    "the only key",
  ],
  [
    "a reference elsewhere",
    file([`conditions: {a: ${A}}`], ["context: {$ref: ▸conditions.a}", "match_all: true", STOP]),
    "among conditions and actions only",
  ],
  [
    "a reference in the parameters of an action",
    file(["actions: {a: []}"], ["match_all: true", "actions: [{type: add_tag, params: {$ref: ▸actions.a}}]"]),
    "among conditions and actions only",
  ],
  [
    "a variable by reference",
    file(["vars: {a: 1}"], ["conditions: [{field: info.ratio, operator: '>', value: {$ref: ▸vars.a}}]", STOP]),
    "among conditions and actions only",
    '"${vars.a}"',
  ],
  ["a variable that is never closed", file(["vars: {a: 1}"], using("▸'${vars.a'")), "nothing closes the ${"],
  [
    "a variable without its section",
    file(["vars: {a: 1}"], using("▸'${a}'")),
    'unknown reference "${a}"',
    "write ${vars.a}",
  ],
  [
    "references that go round in a circle, told once",
    file(
      ["conditions: {a: {all: [▸{$ref: conditions.b}]}, b: {all: [{$ref: conditions.a}]}}"],
      ["conditions: [{$ref: conditions.a}]", STOP],
    ),
    "go round in a circle: conditions.",
  ],
  [
    "a mistake in what several refer to, told once and where it stands",
    file(
      ["conditions: {a: {field: ▸info.rato, operator: '>', value: 1}}"],
      ["conditions: [{$ref: conditions.a}, {$ref: conditions.a}]", STOP],
    ),
    'unknown field "info.rato"',
  ],
  [
    "a mistake in what nobody refers to",
    file(["actions: {a: [{type: ▸stopp}]}"], ["match_all: true", STOP]),
    'unknown action "stopp"',
  ],
  ["an unknown section", file(["▸variables: {}"], ["match_all: true", STOP]), 'unknown key "variables" in refs'],
  ["a section that is no mapping", file(["vars: ▸[1]"], ["match_all: true", STOP]), "expected a mapping of names"],
];

test.each([
  ["conditions", (name: string, next: string) => `${name}: [{$ref: conditions.${next}}, {$ref: conditions.${next}}]`],
  ["vars", (name: string, next: string) => `${name}: ["\${vars.${next}}", "\${vars.${next}}"]`],
  ["vars", (name: string, next: string) => `${name}: "\${vars.${next}}\${vars.${next}}"`],
])("refs.%s that multiply without end are refused before they fill the memory", (section, line) => {
  const names = Array.from({ length: 41 }, (_, n) => `a${n}`);
  const entries = names.slice(0, -1).map((name, n) => line(name, names[n + 1] ?? ""));
  const last = `${names.at(-1)}: ${section === "vars" ? "x" : "[{field: info.ratio, operator: '>', value: 1}]"}`;
  const loaded = loadRules(
    "rules.yml",
    file([`${section}: {${[...entries, last].join(", ")}}`], ["match_all: true", STOP]),
  );
  if (loaded.ok) throw new Error("it was accepted");
  expect(loaded.problems.map(({ message }) => message)).toContain("the references multiply without end");
});

for (const mistake of mistakes) itRefuses(mistake);
