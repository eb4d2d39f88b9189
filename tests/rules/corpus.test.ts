import { describe, expect, test } from "bun:test";
import { actionTypes } from "../../src/actions/catalogue.ts";
import { mistakeCodes, warningCodes } from "../../src/rules/codes.ts";
import { fields, listSources } from "../../src/rules/fields/catalogue.ts";
import { loadRules } from "../../src/rules/load.ts";
import { operators } from "../../src/rules/operators/operators.ts";
import { type Condition, type Rulebook } from "../../src/rules/rule.ts";
import { groupKinds, quantifiers } from "../../src/rules/schema.ts";
import { fitsRules, valueOf } from "../schema/support.ts";
import { codesOf, foundIn, load, samplesIn } from "./corpus/samples.ts";

const broken = samplesIn("broken", "expect");
const working = samplesIn("working", "warnings");

describe("of a broken rules file every mistake is told where it stands, and nothing else:", () => {
  test.each(broken.map((sample) => [sample.name, sample] as const))("%s", (_, sample) => {
    const loaded = load(sample);
    expect(loaded.ok ? [] : foundIn(loaded.problems)).toEqual([...sample.expected]);
  });
});

test("a right rule in front of a broken one changes nothing of what is told but the lines", () => {
  const start = /^rules:\r?\n(?= {2}- )/m;
  const rule =
    "  - {name: Right, conditions: [{field: info.ratio, operator: '>', value: 1}], actions: [{type: stop}]}\n";
  const inBlocks = broken.filter(({ text }) => start.test(text));
  expect(inBlocks.length).toBeGreaterThan(300);
  for (const { name, text, expected } of inBlocks) {
    const line = text.slice(0, text.search(start)).split("\n").length;
    const loaded = loadRules(
      "rules.yml",
      text.replace(start, (found) => found + rule),
    );
    const shifted = expected.map((one) =>
      one.replace(/ (\d+):/, (_, at) => ` ${Number(at) + (Number(at) > line ? 1 : 0)}:`),
    );
    expect({ name, found: loaded.ok ? [] : foundIn(loaded.problems) }).toEqual({ name, found: shifted.toSorted() });
  }
});

test("what is told of broken files is for people: nothing of the program, the lines around the place, and what to do", () => {
  const odd = broken.flatMap((sample) => {
    const loaded = load(sample);
    const problems = loaded.ok ? [] : loaded.problems;
    return problems
      .filter(({ message, hint = "", frame = [] }) => {
        const isOdd = /undefined|\[object|Symbol\(|\p{Cc}/u.test(message + hint);
        const advises = hint !== "" || /: .|must not be empty|now called|belongs to/.test(message);
        return isOdd || !advises || frame.length === 0;
      })
      .map(({ message }) => `${sample.name}: ${message}`);
  });
  expect(odd).toEqual([]);
});

describe("a working rules file is taken, with these warnings and no others:", () => {
  test.each(working.map((sample) => [sample.name, sample] as const))("%s", (_, sample) => {
    const loaded = load(sample);
    expect(loaded.ok ? [] : loaded.problems).toEqual([]);
    expect(foundIn(loaded.warnings)).toEqual([...sample.expected]);
  });

  test.each(working.map((sample) => [sample.name, sample] as const))("an editor marks nothing in %s", (_, { text }) => {
    expect(fitsRules(valueOf(text))).toBe(true);
  });
});

describe("at least two files show", () => {
  test.each(Object.keys(mistakeCodes))("the mistake %s", (code) => {
    expect(broken.filter((sample) => codesOf(sample).includes(code)).length).toBeGreaterThanOrEqual(2);
  });

  test.each(Object.keys(warningCodes))("the warning %s", (code) => {
    expect(working.filter((sample) => codesOf(sample).includes(code)).length).toBeGreaterThanOrEqual(2);
  });
});

describe("some working file uses", () => {
  const books = working.map(load).flatMap((loaded) => (loaded.ok ? [loaded.book] : []));
  const conditions = books.flatMap(conditionsOf).flatMap(partsOf);
  const leaves = conditions.flatMap((part) => (part.kind === "test" ? [part] : []));
  const kinds = new Set(conditions.map((part) => ("where" in part ? `${part.kind} ${part.list}` : part.kind)));

  test("every field", () => {
    const used = leaves.map(({ field }) => field.name);
    expect(missing(fields.keys(), used)).toEqual([]);
    expect(used.some((name) => name.startsWith("app."))).toBe(true);
  });

  test("every operator", () => {
    expect(
      missing(
        operators.keys(),
        leaves.map(({ operator }) => operator),
      ),
    ).toEqual([]);
  });

  test("every action", () => {
    const used = books.flatMap(({ rules }) => rules.flatMap(({ actions }) => actions.map(({ type }) => type)));
    expect(missing(actionTypes, used)).toEqual([]);
  });

  test("every group, every group about items, and every list", () => {
    expect(missing(groupKinds, kinds)).toEqual([]);
    expect(
      missing(
        [...quantifiers, ...listSources],
        [...kinds].flatMap((kind) => kind.split(" ")),
      ),
    ).toEqual([]);
  });

  test("either place for a context, protection, a limit of deletions, and every section of refs", () => {
    const texts = working.map(({ text }) => text).join("\n");
    for (const written of [
      /^ {4}context:/m,
      /^ {6}context:/m,
      /^protect:/m,
      /max_deletions: \d+%/,
      /max_deletions: \d+$/m,
    ])
      expect(texts).toMatch(written);
    expect(texts).toMatch(/\$\{vars\./);
    expect(texts).toMatch(/\$ref: conditions\./);
    expect(texts).toMatch(/\$ref: actions\./);
  });
});

function missing(all: Iterable<string>, used: Iterable<string>): readonly string[] {
  const found = new Set(used);
  return [...all].filter((name) => !found.has(name));
}

function conditionsOf({ rules, protect }: Rulebook): readonly Condition[] {
  return [...rules.map(({ condition }) => condition), ...(protect === undefined ? [] : [protect])];
}

function partsOf(condition: Condition): readonly Condition[] {
  if (condition.kind === "test") return [condition];
  return [condition, ...("where" in condition ? partsOf(condition.where) : condition.of.flatMap(partsOf))];
}
