import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { loadRules } from "../../src/rules/load.ts";
import { someCondition } from "../rules/written.ts";
import { fitsRules } from "./support.ts";

/** Now and then in the place of what is usual. */
const odd = fc.constantFrom<unknown>(true, "a", "", "5%", 3, 1.5, null, [], ["a"], {});
const orOdd = <T>(usual: fc.Arbitrary<T>) => fc.oneof({ weight: 30, arbitrary: usual }, { weight: 1, arbitrary: odd });
const list = fc.array(someCondition, { minLength: 1, maxLength: 2 });
const context = fc.constantFrom("on_added", ["a", "b"]);
const groups = fc.record({ context, all: list, any: list, none: list }, { requiredKeys: [] });
const action = fc.constantFrom(
  { type: "stop" },
  { type: "add_tag", params: { tag: "a" } },
  { type: "force_start", params: { enabled: false } },
  { $ref: "actions.a" },
);
const rule = fc.record(
  {
    name: orOdd(fc.uuid()),
    actions: orOdd(fc.array(orOdd(action), { maxLength: 2 })),
    match_all: orOdd(fc.boolean()),
    enabled: orOdd(fc.boolean()),
    stop_on_match: orOdd(fc.boolean()),
    context: orOdd(context),
    conditions: orOdd(fc.oneof(groups, list, fc.constantFrom({ $ref: "conditions.a" }, [{ $ref: "conditions.a" }]))),
  },
  { requiredKeys: ["name", "actions"] },
);
const file = fc.record(
  {
    rules: fc.array(rule, { maxLength: 2 }),
    protect: orOdd(list),
    safety: orOdd(fc.record({ max_deletions: orOdd(fc.constantFrom(0, 12, "5%")) }, { requiredKeys: [] })),
    refs: fc.record({
      conditions: fc.record({ a: orOdd(fc.oneof(list, groups, someCondition)) }),
      actions: fc.constant({ a: [{ type: "recheck" }] }),
    }),
  },
  { requiredKeys: ["rules", "refs"] },
);

test("the schema takes every file of rules that the program takes", () => {
  const taken: unknown[] = [];
  fc.assert(
    fc.property(file, (attempt) => {
      if (!loadRules("rules.yml", JSON.stringify(attempt)).ok) return;
      taken.push(attempt);
      expect(fitsRules(attempt)).toBe(true);
    }),
    { numRuns: 100 },
  );
  expect(taken.length).toBeGreaterThan(20);
}, 20_000);
