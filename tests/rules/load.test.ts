import { describe, expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { runsFor } from "../../src/rules/rule.ts";
import { aTorrent, conditionVerdict, leaf, load, ruleOf } from "../support/builders.ts";
import { actions, condition, rule, unmark } from "./mistakes.ts";

describe("a rule", () => {
  test("is enabled, stops nothing and runs for every job unless it says otherwise", () => {
    expect(ruleOf({ match_all: true })).toMatchObject({ enabled: true, stopOnMatch: false, contexts: undefined });
  });

  test("keeps what it says", () => {
    expect(ruleOf({ match_all: true, enabled: false, stop_on_match: true, name: "Mine" })).toMatchObject({
      name: "Mine",
      enabled: false,
      stopOnMatch: true,
    });
  });

  test("knows where it stands", () => {
    const { text, places } = unmark("rules:\n  - ▸name: x\n    match_all: true\n    actions: [{type: stop}]\n");
    const loaded = loadRules("rules.yml", text);
    expect(loaded.ok ? loaded.book.rules.map(({ where }) => where) : []).toEqual([...places]);
  });

  test("rules keep the order of the file", () => {
    const loaded = load({ name: "b", match_all: true }, { name: "a", match_all: true }, { name: "c", match_all: true });
    expect(loaded.ok && loaded.book.rules.map(({ name }) => name)).toEqual(["b", "a", "c"]);
  });
});

describe("the context of a rule", () => {
  const jobs = ["scheduled", "on_added", "Scheduled", null];
  const runs = (written: Record<string, unknown>) =>
    jobs.filter((job) => runsFor(ruleOf({ match_all: true, ...written }), job));

  test.each([
    ["no context: every job", {}, jobs],
    ["one context, in its exact letters", { context: "scheduled" }, ["scheduled"]],
    ["several contexts", { context: ["scheduled", "on_added"] }, ["scheduled", "on_added"]],
    ["a context among the conditions", { conditions: { context: "on_added" } }, ["on_added"]],
    ["several contexts among the conditions", { conditions: { context: ["on_added"] } }, ["on_added"]],
    [
      "both places saying the same",
      { context: ["a", "on_added"], conditions: { context: ["on_added", "a"] } },
      ["on_added"],
    ],
    ["a disabled rule: no job", { enabled: false }, []],
  ])("%s", (_, written, expected) => {
    expect(runs(written)).toEqual(expected);
  });
});

describe("groups", () => {
  const yes = leaf("info.ratio", "==", 1.5);
  const no = leaf("info.ratio", "==", 7);

  test.each([
    ["no conditions at all", undefined, true],
    ["conditions with nothing but a context", { context: "x" }, true],
    ["a bare list that holds", [yes, yes], true],
    ["a bare list means all", [yes, no], false],
    ["all", { all: [yes, no] }, false],
    ["any", { any: [no, yes] }, true],
    ["any of none that hold", { any: [no, no] }, false],
    ["none of what does not hold", { none: [no, no] }, true],
    ["none with one that holds", { none: [no, yes] }, false],
    ["several groups, all holding", { all: [yes], any: [no, yes], none: [no] }, true],
    ["several groups, all failing", { all: [yes], any: [no] }, false],
    ["several groups, none failing", { any: [yes], none: [yes] }, false],
    ["several groups deeper down", [{ any: [yes], none: [yes] }], false],
    ["several groups deep in a none", { none: [{ any: [yes], none: [yes] }] }, true],
    ["groups within groups", { any: [{ all: [no, yes] }, { none: [{ all: [yes, no] }] }] }, true],
  ])("%s", (_, conditions, expected) => {
    const written = conditions === undefined ? {} : { conditions };
    expect(conditionVerdict(ruleOf(written).condition, aTorrent())).toBe(expected);
  });
});

describe("a warning, which stops nothing, is given", () => {
  test.each([
    ["for a file without rules", "rules: ▸[]\n", "there are no rules"],
    [
      "for a rule that matches everything without saying so",
      "rules:\n  - ▸name: x\n    actions: [{type: stop}]\n",
      "matches every torrent",
    ],
    ["for a rule that does nothing", "rules:\n  - name: x\n    match_all: true\n    actions: ▸[]\n", "does nothing"],
    [
      "for a pattern that matches the empty text",
      condition("{field: info.name, operator: matches, value: ▸'a*'}"),
      "the empty text",
    ],
    [
      "for a short time without a unit",
      condition("{field: info.seeding_time, operator: '>', value: ▸30}"),
      "30 is in seconds",
    ],
    [
      "for a short time in a list",
      condition("{field: info.eta, operator: in, value: ▸[7200, 60]}"),
      "60 is in seconds",
    ],
    ["for a limit compared with 0", condition("{field: info.up_limit, operator: ==, value: ▸0}"), "0 means unlimited"],
    ["for a limit set to 0", actions("{type: set_upload_limit, params: {limit: ▸0}}"), "0 means unlimited"],
    ["for a size of a few bytes", condition("{field: info.size, operator: '>', value: ▸50}"), "50 is 50 bytes"],
    ["for a limit of a few bytes", actions("{type: set_upload_limit, params: {limit: ▸500}}"), "500 is 500 bytes per"],
    ["for a limit set to -1", actions("{type: set_download_limit, params: {limit: ▸-1}}"), "-1 means unlimited"],
  ])("%s", (_, marked, message) => {
    const { text, places } = unmark(marked);
    const loaded = loadRules("rules.yml", text);
    expect(loaded.ok).toBe(true);
    expect(loaded.warnings.map(({ where }) => where ?? "")).toEqual([...places]);
    expect(loaded.warnings[0]?.message).toContain(message);
  });

  test.each([
    ["an hour in seconds", condition("{field: info.seeding_time, operator: '>', value: 3600}")],
    ["a size of nothing", condition("{field: info.size, operator: '>', value: 0}")],
    ["no time at all", condition("{field: info.seeding_time, operator: '>', value: 0}")],
    ["a short time with its unit", condition("{field: info.seeding_time, operator: '>', value: 30 s}")],
    ["a small number that is no time", condition("{field: info.ratio, operator: '>', value: 30}")],
    ["a limit called unlimited", actions("{type: set_upload_limit, params: {limit: unlimited}}")],
    ["a rule that only keeps later ones away", "rules: [{name: x, stop_on_match: true, match_all: true, actions: []}]"],
    ["a disabled rule", rule("enabled: false", "match_all: true")],
  ])("not for %s", (_, text) => {
    expect(loadRules("rules.yml", text)).toMatchObject({ ok: true, warnings: [] });
  });
});
