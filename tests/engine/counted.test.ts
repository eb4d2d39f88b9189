import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { planTorrent } from "../../src/engine/plan.ts";
import { prepare } from "../../src/engine/prepare.ts";
import { NOW } from "../support/builders.ts";
import { tangled, sides } from "./libraries.ts";
import { bench, knownServer, outcomes, planOf, rules, torrent } from "./support.ts";

const tagsBy = (type: string, names: readonly string[]) => `{type: ${type}, params: {tags: [${names.join(", ")}]}}`;
const setTags = (...names: readonly string[]) => tagsBy("set_tags", names);
const addTags = (...names: readonly string[]) => tagsBy("add_tag", names);
const removeTags = (...names: readonly string[]) => tagsBy("remove_tag", names);
const limits = (...params: readonly string[]) => `{type: set_share_limits, params: {${params.join(", ")}}}`;
const to = (path: string) => `{type: set_location, params: {path: ${path}}}`;
const managed = (enabled: boolean) => `{type: set_auto_management, params: {enabled: ${enabled}}}`;

/** What counts as done is what is sent: nobody is told of what never happens, and nothing happens unsaid. */
describe("what counts as done", () => {
  const forcing = [
    `force on | always | {type: force_start}`,
    `force off | always | {type: force_start, params: {enabled: false}}`,
    `stop it | always | {type: stop}`,
    `start it | always | {type: start}`,
  ];
  const row = fc.record({
    state: fc.constantFrom("stalledUP", "forcedUP", "stoppedDL", "checkingUP", "moving", "error", "missingFiles"),
    force_start: fc.boolean(),
    ...sides,
  });
  const lines = fc.shuffledSubarray([...tangled, ...forcing], { minLength: 1, maxLength: 15 });

  test("of one side of a torrent is sent, and nothing else", () => {
    const honest = fc.property(row, lines, (of, written) => {
      const plan = planTorrent(torrent(of), prepare({ rules: rules(...written), now: NOW, server: knownServer() }));
      if (plan === undefined || typeof plan === "string") return;
      const done = plan.actions.filter(({ outcome }) => outcome === "executed").map(({ action }) => action.aspect);
      expect([...new Set(done)].toSorted()).toEqual([...new Set(plan.writes.map(({ aspect }) => aspect))].toSorted());
    });
    fc.assert(honest, { numRuns: 1_000 });
  });

  const places = ["/a", "/b"].map(to).concat([true, false].map(managed), "{type: set_category, params: {category: a}}");

  test("of a torrent's place is sent, whatever was wished meanwhile", () => {
    const start = fc.record({
      save_path: fc.constantFrom("/a", "/c"),
      auto_tmm: fc.boolean(),
      category: fc.constantFrom("", "a"),
    });
    const steps = fc.array(fc.constantFrom(...places), { minLength: 1, maxLength: 5 });
    const honest = fc.property(start, steps, (of, actions) => {
      const plan = planOf(torrent(of), rules(...actions.map((action, index) => `${index} | always | ${action}`)));
      const done = plan.actions.filter(({ outcome }) => outcome === "executed").map(({ action }) => action.aspect);
      expect([...new Set(done)].toSorted()).toEqual([...new Set(plan.writes.map(({ aspect }) => aspect))].toSorted());
    });
    fc.assert(honest, { numRuns: 1_000 });
  });

  test("is the end of automatic management, of a torrent that moved and came back", async () => {
    const seeds = [{ progress: 1, stopped: false, autoManaged: true, savePath: "/a" }];
    const list = rules(`a | always | ${managed(false)}`, `b | always | ${to("/b")}`, `c | always | ${to("/a")}`);
    await using at = bench({ version: "5.1.0", torrents: seeds, rules: list });
    expect((await at.run()).actions_executed).toBe(1);
    expect(at.asked()).toContainEqual("setAutoManagement hashes enable=false");
  });

  test.each(["{type: start}", "{type: force_start, params: {enabled: false}}", "{type: stop}"])(
    "is the force with which a failed torrent is tried again, after %s",
    async (first) => {
      const seeds = [{ progress: 1, stopped: false, forced: true, pinnedState: "missingFiles" }];
      const list = rules(`a | always | ${first}, {type: force_start}`);
      await using at = bench({ version: "5.1.0", torrents: seeds, rules: list });
      expect((await at.run()).actions_executed).toBe(1);
      expect(at.asked()).toContainEqual("setForceStart hashes value=true");
    },
  );

  test.each([
    [
      "a start that another rule makes a plain one",
      { state: "stoppedDL" },
      ["{type: force_start}", "{type: force_start, params: {enabled: false}}"],
      ["a force_start: executed", "b force_start: skipped"],
      "start",
    ],
    [
      "the end of a force, of a torrent that is still shown stopped",
      { state: "stoppedDL", force_start: true },
      ["{type: force_start, params: {enabled: false}}", "{type: start}"],
      ["a force_start: executed", "b start: skipped"],
      "start",
    ],
    [
      "the end of a force that was never there",
      { state: "stoppedDL", force_start: false },
      ["{type: force_start, params: {enabled: false}}", "{type: stop}"],
      ["a force_start: skipped", "b stop: skipped"],
      "",
    ],
    [
      "automatic management that outlasts another category",
      { auto_tmm: false, category: "" },
      ["{type: set_auto_management, params: {enabled: true}}", "{type: set_category, params: {category: a}}"],
      ["a set_auto_management: executed", "b set_category: executed"],
      "set_category set_auto_management",
    ],
    [
      "a check that goes on",
      { state: "checkingUP" },
      ["{type: stop}", "{type: recheck}"],
      ["a stop: executed", "b recheck: skipped"],
      "stop",
    ],
  ])("for example %s", (...[, of, [first, second], expected, sent]) => {
    const plan = planOf(torrent(of), rules(`a | always | ${first}`, `b | always | ${second}`));
    expect(outcomes(plan)).toEqual(expected);
    expect(plan.writes.map(({ write }) => write.kind).join(" ")).toBe(sent);
  });

  const parts: readonly (readonly [what: string, tags: string, first: string, second: string, expected: string])[] = [
    ["other tags go, and one more comes", "x, y", setTags("a"), addTags("b"), "executed executed"],
    ["all tags go, and one comes", "x", setTags(), addTags("b"), "executed executed"],
    ["one tag of several goes again", "c", addTags("a", "b"), removeTags("a", "c"), "executed executed"],
    ["one tag of several comes back", "x, y", removeTags("x", "y"), addTags("x", "z"), "executed executed"],
    ["another limit follows", "", limits("ratio: 2", "seeding_time: 7 days"), limits("ratio: 3"), "executed executed"],
    ["every tag is set anew", "x", setTags("a"), setTags("x", "b"), "superseded executed"],
    ["all tags come back", "x, y", setTags(), addTags("x", "y"), "superseded skipped"],
    ["the one tag that came goes", "a", addTags("a", "b"), removeTags("b"), "superseded skipped"],
    [
      "every limit is set anew",
      "",
      limits("ratio: 2"),
      limits("ratio: 3", "seeding_time: 1 day"),
      "superseded executed",
    ],
  ];
  for (const [what, has, first, second, expected] of parts) {
    test(`of several changes lasts in some, and was not so before: ${what}`, () => {
      const made = planOf(torrent({ tags: has }), rules(`a | always | ${first}`, `b | always | ${second}`));
      expect(made.actions.map(({ outcome }) => outcome).join(" ")).toBe(expected);
    });
  }

  test.each([
    ["no tags", [setTags()], "skipped", []],
    ["no tags, twice", [setTags(), setTags()], "skipped skipped", []],
    ["no tags but the one that came", [addTags("a"), setTags()], "superseded executed", ["remove_tags a"]],
    ["none but those that went", [removeTags("a"), setTags()], "executed skipped", ["remove_tags a"]],
    ["other tags, and one went", [removeTags("a"), setTags("b")], "executed executed", ["remove_tags a", "add_tags b"]],
    ["one tag, and it goes", [setTags("a"), removeTags("a")], "superseded executed", ["remove_tags a"]],
    ["one tag, and no tag", [setTags("a"), setTags()], "superseded executed", ["remove_tags a"]],
    ["one tag, and it goes and comes", [removeTags("a"), setTags("a")], "superseded executed", ["add_tags a"]],
  ])("of a torrent whose tags are not known: %s", (_, actions, outcome, sent) => {
    const plan = planOf(
      torrent({ tags: undefined }),
      rules(...actions.map((each, index) => `${index} | always | ${each}`)),
    );
    expect(plan.actions.map((each) => each.outcome).join(" ")).toBe(outcome);
    const writes = plan.writes.map(({ write }) => write);
    expect(writes.map((write) => `${write.kind} ${"tags" in write ? write.tags.join(" ") : ""}`)).toEqual(sent);
  });

  interface Tagging {
    readonly type: string;
    readonly tags: readonly string[];
  }
  const names = fc.subarray(["one", "two", "three"]);
  const tagging: fc.Arbitrary<Tagging> = fc
    .record({ type: fc.constantFrom("add_tag", "remove_tag", "set_tags"), tags: names })
    .filter(({ type, tags }) => type === "set_tags" || tags.length > 0);

  const asksFor = ({ type, tags }: Tagging, tag: string): boolean => type !== "remove_tag" && tags.includes(tag);
  const rulesOut = ({ type, tags }: Tagging, tag: string): boolean =>
    type === "remove_tag" ? tags.includes(tag) : type === "set_tags" && !tags.includes(tag);

  test("of tags has asked for one that comes or goes, and each of those was asked for", () => {
    const claimed = fc.property(
      fc.option(names),
      fc.array(tagging, { minLength: 1, maxLength: 4 }),
      (before, actions) => {
        const written = actions.map(
          ({ type, tags }, index) => `${index} | always | {type: ${type}, params: {tags: [${tags.join(", ")}]}}`,
        );
        const plan = planOf(torrent({ tags: before?.join(", ") }), rules(...written));
        const done = actions.filter((_, index) => plan.actions[index]?.outcome === "executed");
        const sent = plan.writes.flatMap(({ write }) => {
          const isMeant = write.kind === "add_tags" ? asksFor : rulesOut;
          return "tags" in write ? write.tags.map((tag) => (each: Tagging) => isMeant(each, tag)) : [];
        });
        expect(sent.filter((isFor) => !done.some(isFor))).toEqual([]);
        expect(done.filter((each) => !sent.some((isFor) => isFor(each)))).toEqual([]);
      },
    );
    fc.assert(claimed, { numRuns: 2_000 });
  });
});
