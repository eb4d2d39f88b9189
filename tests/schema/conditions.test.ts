import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { fields, listSources } from "../../src/rules/fields/catalogue.ts";
import { type Field, listOf } from "../../src/rules/fields/field.ts";
import { operators } from "../../src/rules/operators/operators.ts";
import { someCondition } from "../rules/written.ts";
import { conditionOf } from "../support/builders.ts";
import { fitsRules, rulesWith, written } from "./support.ts";

/** A field of every type, and of every type in every list: what may be asked hangs on these alone. */
const typical: readonly Field[] = [
  ...new Map([...fields.values()].map((field) => [`${field.type} ${listOf(field) ?? ""}`, field])).values(),
];

describe("the schema takes of conditions what the program takes, and nothing else:", () => {
  test.each(typical.map(({ name, type }) => [name, type] as const))("%s (%s), with every operator", (name) => {
    expect(tests(name).filter((condition) => isTaken(condition) !== fits(condition))).toEqual([]);
  });

  test("a setting of qBittorrent, with every operator", () => {
    expect(tests("app.some_setting").filter((condition) => isTaken(condition) !== fits(condition))).toEqual([]);
  });

  test.each(listSources)("an item of %s, with every operator", (list) => {
    const inside = [...fields.keys()]
      .filter((name) => name.startsWith(`${list}.`))
      .map((name) => name.slice(list.length + 1));
    const groups = inside.flatMap(tests).map((where) => ({ any_of: list, where }));
    expect(groups.filter((condition) => isTaken(condition) !== fits(condition))).toEqual([]);
  });

  test("every field, by its name alone", () => {
    const known = [...fields.keys()].map((field) => ({ field, operator: "known", value: true }));
    expect(known.filter((condition) => !fits(condition))).toEqual([]);
    const misspelt = known.map((condition) => ({ ...condition, field: `${condition.field}x` }));
    expect(misspelt.filter((condition) => isTaken(condition) || fits(condition))).toEqual([]);
  });

  test("any condition, however nested", () => {
    fc.assert(fc.property(someCondition, (condition) => expect(fits(condition)).toBe(true)));
  });
});

const tests = (field: string) =>
  [...operators.keys()].flatMap((operator) => written.map((value) => ({ field, operator, value })));

const isTaken = (condition: unknown): boolean => {
  try {
    conditionOf([condition]);
    return true;
  } catch {
    return false;
  }
};

const fits = (condition: unknown): boolean => fitsRules(rulesWith({ conditions: [condition] }));
