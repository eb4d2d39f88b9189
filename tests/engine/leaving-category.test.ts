import { expect, test } from "bun:test";
import { toCategories } from "../../src/qbittorrent/category.ts";
import { knownServer, outcomes, planOf, protecting, rules, torrent } from "./support.ts";

const OPEN = {
  ratio_limit: -2,
  seeding_time_limit: -2,
  inactive_seeding_time_limit: -2,
  share_limit_action: "Default",
};
const REMOVES = { max_ratio_act: 1 };
const kept = torrent({ ...OPEN, category: "kept", auto_tmm: false });
const leave = rules("leave | always | {type: set_category, params: {category: ''}}");
const protect = protecting("{field: info.category, operator: '==', value: kept}");

const planWith = (limits: Readonly<Record<string, unknown>>, preferences: Readonly<Record<string, unknown>>) =>
  planOf(kept, leave, { protect, server: knownServer({ preferences, categories: toCategories({ kept: limits }) }) });

test.each([
  ["has no limits, whatever the server has", { ...OPEN, ratio_limit: -1 }],
  ["has other limits than the server", { ...OPEN, seeding_time_limit: 9_000 }],
])("a protected torrent is not taken out of a category that %s, where reaching those removes", (_, limits) => {
  expect(outcomes(planWith(limits, REMOVES))).toEqual(["leave set_category: withheld"]);
});

test("it is taken out of one that leaves its limits to the server", () => {
  expect(outcomes(planWith(OPEN, REMOVES))).toEqual(["leave set_category: executed"]);
});

test("it is taken out where reaching the server's limits stops it", () => {
  expect(outcomes(planWith({ ...OPEN, ratio_limit: -1 }, { max_ratio_act: 0 }))).toEqual([
    "leave set_category: executed",
  ]);
});
