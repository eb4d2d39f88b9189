import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { planCase } from "../../src/ruletest/plan-case.ts";
import { runCase } from "../../src/ruletest/run.ts";
import { bookOf, caseOf, check, fileOf } from "./support.ts";

const BOOK = bookOf(`
protect: [{field: info.tags, operator: contains, value: keep}]
rules:
  - name: Tag
    conditions: [{field: info.ratio, operator: ">", value: 1}]
    actions: [{type: add_tag, params: {tag: seeded}}]
  - name: Force
    context: nightly
    conditions: [{field: trackers.status, operator: "==", value: working}]
    actions: [{type: force_start}]
  - name: Remove
    conditions: [{field: info.category, operator: "==", value: old}]
    actions: [{type: delete_torrent, params: {delete_files: true}}]
`);

const torrent = fc.record({
  info: fc.record(
    {
      ratio: fc.constantFrom(0, 2),
      tags: fc.subarray(["keep", "seeded", "a"]),
      category: fc.constantFrom("", "old"),
      state: fc.constantFrom("uploading", "stoppedUP"),
      force_start: fc.boolean(),
      content_path: fc.constantFrom("/a", "/a/b", "/c"),
    },
    { requiredKeys: [] },
  ),
  trackers: fc.option(fc.array(fc.record({ status: fc.constantFrom("working", "not_contacted") }), { maxLength: 2 })),
});

const written = fc.record({
  given: fc.array(torrent, { minLength: 1, maxLength: 4 }),
  context: fc.constantFrom("nightly", "other"),
  server: fc.constantFrom("4.6", "5.1", "5.3"),
});

/** What a torrent is given that has none. */
const hash = (index: number) => (index + 1).toString(16).padStart(40, "0");

test("a text of any kind is read without an exception", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(check(text, BOOK)).toHaveProperty("ok");
    }),
  );
});

test("so is a file with anything in any place of it", () => {
  const names = fc.constantFrom(
    "info",
    "tags",
    "ratio",
    "matches",
    "does",
    "end",
    "deleted",
    "type",
    "params",
    "files",
  );
  const anything = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, true, -1, 1.5, "", "stop", "1 day ago"),
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(names, tie("any"), { maxKeys: 3 }),
    ),
  })).any;
  fc.assert(
    fc.property(anything, anything, anything, (given, expected, now) => {
      expect(check(fileOf({ given, expect: expected, now }), BOOK)).toHaveProperty("ok");
    }),
  );
});

test("a test that expects what the plan says passes", async () => {
  await fc.assert(
    fc.asyncProperty(written, async (given) => {
      const { plans } = await planCase(caseOf(given, BOOK), BOOK);
      const expected = plans.map((plan, index) => {
        const withOutcome = (wanted: string) => plan.actions.filter(({ outcome }) => outcome === wanted);
        const { tags, category } = plan.end.torrent;
        return [
          hash(index),
          {
            matches: plan.matched.map(({ name }) => name),
            undecided: plan.undecided.map(({ rule }) => rule.name),
            withheld: withOutcome("withheld").map(({ action }) => action.type),
            does: withOutcome("executed").map(({ action: { type, params } }) => ({ type, params })),
            end: { tags: tags ?? null, category: category ?? null },
          },
        ] as const;
      });
      const { failures } = await runCase(caseOf({ ...given, expect: Object.fromEntries(expected) }, BOOK), BOOK);
      expect(failures).toEqual([]);
    }),
  );
});

test("a test that fails says what differs and never more than was expected of it", async () => {
  const expectation = fc.record(
    {
      matches: fc.subarray(["Tag", "Force", "Remove"]),
      withheld: fc.constantFrom([], ["delete_torrent"]),
      does: fc.constantFrom("nothing" as const, ["add_tag"]),
    },
    { requiredKeys: ["matches"] },
  );
  await fc.assert(
    fc.asyncProperty(written, expectation, async (given, expected) => {
      const { failures } = await runCase(caseOf({ ...given, expect: expected }, BOOK), BOOK);
      for (const { differences } of failures) {
        expect(differences.length).toBeGreaterThan(0);
        expect(Object.keys(expected)).toEqual(expect.arrayContaining(differences.map(({ what }) => what)));
        for (const { expected: wanted, found } of differences) expect(wanted).not.toBe(found);
      }
    }),
  );
});
