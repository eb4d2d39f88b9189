import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { type ActionType, actionTypes, actions } from "../../src/actions/catalogue.ts";
import { fitsRules, rulesWith, written } from "./support.ts";

/** Parameters that may stand together. */
const together = [
  ["enabled", "category", "limit", "path", "other"],
  ["tag", "tags"],
  ["delete_files", "keep_files", "even_if_shared"],
  ["ratio", "seeding_time", "inactive_seeding_time", "when_reached"],
];

/** Too high for a limit, and no whole minutes: the schema does not reckon. */
const reckoned: readonly unknown[] = [1_767_225_600_000, "50 GB", "4.5 GiB", "1 mins 2 s"];

describe("the schema takes of actions what the program takes:", () => {
  test.each(actionTypes)("%s without parameters", (type) => {
    expect(fitsRules(rulesWith({ actions: [{ type }] }))).toBe(isTaken(type, {}));
  });

  test.each(actionTypes)("%s with one parameter, and nothing else", (type) => {
    const values = written.filter((value) => !reckoned.includes(value));
    const attempts = together.flat().flatMap((name) => values.map((value) => ({ [name]: value })));
    expect(attempts.filter((attempt) => isTaken(type, attempt) !== fits(type, attempt))).toEqual([]);
  });

  test.each(actionTypes)("%s with several parameters", (type) => {
    const value = fc.constantFrom(true, false, 0, 2, "a", "7 days", "unlimited", "stop", ["a"], []);
    const some = fc
      .constantFrom(...together)
      .chain((names) => fc.dictionary(fc.constantFrom(...names), value, { maxKeys: names.length }));
    fc.assert(fc.property(some, (attempt) => !isTaken(type, attempt) || fits(type, attempt)));
  });
});

const isTaken = (type: ActionType, given: unknown): boolean => actions[type].bind(type, given).ok;

const fits = (type: ActionType, params: unknown): boolean => fitsRules(rulesWith({ actions: [{ type, params }] }));
