import { describe, expect, test } from "bun:test";
import { type Loaded, loadRules } from "../../src/rules/load.ts";
import type { Rulebook } from "../../src/rules/rule.ts";
import { type Verdict, aTorrent, conditionVerdict, leaf } from "../support/builders.ts";
import { condition, itRefuses, type Mistake } from "./mistakes.ts";

/** A file with these top-level parts and no rule that matters. */
const load = (parts: object): Loaded =>
  loadRules(
    "rules.yml",
    JSON.stringify({ rules: [{ name: "x", match_all: true, actions: [{ type: "stop" }] }], ...parts }),
  );

const bookOf = (parts: object): Rulebook => {
  const loaded = load(parts);
  if (loaded.ok) return loaded.book;
  throw new Error(loaded.problems.map(({ message }) => message).join("\n"));
};

const says = (protect: unknown, row: object): Verdict => {
  const book = bookOf({ protect });
  if (book.protect === undefined) throw new Error("nothing is protected");
  return conditionVerdict(book.protect, aTorrent({ ...row }));
};

describe("protect", () => {
  const KEEP = leaf("info.tags", "contains", "keep");
  const SEEDED = leaf("info.num_complete", "<", 3);

  test.each<[string, unknown, object, Verdict]>([
    ["any entry suffices", [KEEP, SEEDED], { tags: "", num_complete: 1 }, true],
    ["no entry holds", [KEEP, SEEDED], { tags: "", num_complete: 9 }, false],
    ["an entry that cannot be told leaves it open", [KEEP, SEEDED], { tags: "", num_complete: -1 }, "unknown"],
    ["another one that holds decides", [SEEDED, KEEP], { tags: "keep", num_complete: -1 }, true],
    ["a near miss of a tag may be meant", [KEEP], { tags: "Keep" }, "unknown"],
    [
      "an entry may be a group, which must hold whole",
      [{ all: [KEEP, SEEDED] }],
      { tags: "keep", num_complete: 9 },
      false,
    ],
    ["an entry may deny", [{ none: [KEEP] }], { tags: "" }, true],
  ])("%s", (_, protect, row, expected) => {
    expect(says(protect, row)).toBe(expected);
  });

  test("may refer to named conditions; a list of them must hold whole", () => {
    const refs = { conditions: { kept: KEEP, both: [KEEP, SEEDED] } };
    const of = (name: string) => bookOf({ refs, protect: [{ $ref: `conditions.${name}` }] }).protect;
    expect(of("kept")).toMatchObject({ kind: "any", of: [{ kind: "test" }] });
    expect(of("both")).toMatchObject({ kind: "any", of: [{ kind: "all", of: [{}, {}] }] });
  });

  test("may ask about trackers, flatly or not: it deletes nothing", () => {
    const group = { any_of: "trackers", where: leaf("host", "==", "a.example") };
    expect(load({ protect: [group, leaf("trackers.host", "==", "b.example")] })).toMatchObject({ ok: true });
  });

  test("left out, protects nothing", () => {
    expect(bookOf({}).protect).toBeUndefined();
  });
});

describe("safety.max_deletions", () => {
  test.each([
    [25, { count: 25 }],
    ["25", { count: 25 }],
    [0, { count: 0 }],
    ["5%", { part: 0.05 }],
    ["2.5 %", { part: 0.025 }],
    ["100%", { part: 1 }],
  ])("%j", (written, limit) => {
    expect(bookOf({ safety: { max_deletions: written } }).maxDeletions).toEqual(limit);
  });

  test.each([[{}], [{ safety: {} }]])("is not set by %j", (parts) => {
    expect(bookOf(parts).maxDeletions).toBeUndefined();
  });
});

const RULES = "rules: [{name: x, match_all: true, actions: [{type: stop}]}]\n";

const mistakes: readonly Mistake[] = [
  ["an empty protection", `protect: ▸[]\n${RULES}`, "an empty group says nothing"],
  ["a protection of nothing", `protect: ▸\n${RULES}`, "expected a list of conditions, found nothing"],
  [
    "a protection that is one condition",
    `protect: ▸{field: info.ratio, operator: ==, value: 1}\n${RULES}`,
    "expected a list of conditions, found a mapping",
  ],
  [
    "a context of a protection, which holds whatever the context",
    `protect: [{▸context: a, all: [{field: info.ratio, operator: ==, value: 1}]}]\n${RULES}`,
    "belongs to the rule",
  ],
  [
    "a misspelt field in a protection",
    `protect: [{field: ▸info.tag, operator: contains, value: keep}]\n${RULES}`,
    'unknown field "info.tag"',
    'did you mean "info.tags"?',
  ],
  [
    "a tag that no torrent can have, which would protect nothing",
    `protect: [{field: info.tags, operator: contains, value: ▸"a,b"}]\n${RULES}`,
    "a tag cannot contain a comma",
  ],
  [
    "a protection that refers to nothing",
    `protect: [{$ref: ▸conditions.kept}]\n${RULES}`,
    "there is no conditions.kept in refs",
  ],
  [
    "a protection within a rule",
    condition("field: info.ratio", "operator: ==", "value: 1").replace("    actions", "    ▸protect: []\n    actions"),
    'unknown key "protect" in a rule',
  ],
  ["a safety that is a number", `safety: ▸5\n${RULES}`, "expected safety as a mapping, found 5"],
  ["a misspelt limit", `safety: {▸max_deletion: 5}\n${RULES}`, 'did you mean "max_deletions"?'],
  ["a limit of true", `safety: {max_deletions: ▸true}\n${RULES}`, "expected a number or a percentage, found true"],
  ["a limit in words", `safety: {max_deletions: ▸few}\n${RULES}`, '"few" is neither a number nor a percentage', "5%"],
  ["half a torrent", `safety: {max_deletions: ▸2.5}\n${RULES}`, '"2.5" is not a whole number', "5%"],
  ["less than nothing", `safety: {max_deletions: ▸-1}\n${RULES}`, '"-1" is neither a number nor a percentage'],
  ["more than everything", `safety: {max_deletions: ▸101%}\n${RULES}`, '"101%" is more than everything'],
];

for (const mistake of mistakes) itRefuses(mistake);

test("what is wrong with protect, safety and the rules is told at once", () => {
  const text = JSON.stringify({
    protect: [leaf("info.tag", "contains", "keep"), leaf("info.ratio", "contains", "x")],
    safety: { max_deletions: "many" },
    rules: [{ name: "x", match_all: true, actions: [{ type: "stpo" }] }],
  });
  const loaded = loadRules("rules.yml", text);
  const codes = new Set(loaded.ok ? [] : loaded.problems.map(({ code }) => code));
  expect(codes).toEqual(new Set(["operator-type", "unknown-action", "unknown-field", "value"]));
});
