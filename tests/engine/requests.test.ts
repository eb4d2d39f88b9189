import { describe, expect, test } from "bun:test";
import type { TorrentPlan } from "../../src/engine/plan.ts";
import { groupRequests } from "../../src/engine/requests.ts";
import type { Write } from "../../src/qbittorrent/writes.ts";
import { bench, planOf, rules, torrent } from "./support.ts";

type Rules = ReturnType<typeof rules>;

const hash = (letter: string) => letter.repeat(40);

/** The plans of rules for torrents a, b, c … of the rows given. */
const plans = (list: Rules, ...rows: readonly Readonly<Record<string, unknown>>[]): TorrentPlan[] =>
  rows.map((row, index) => planOf(torrent({ hash: hash("abcdef".charAt(index)), ...row }), list));

/** The requests for those torrents, each with the letters of its own. */
const shown = (
  list: Rules,
  ...rows: readonly Readonly<Record<string, unknown>>[]
): (Write & { readonly to: string })[] =>
  groupRequests(plans(list, ...rows), list).map(({ write, hashes }) => ({
    ...write,
    to: hashes.map((full) => full.charAt(0)).join(""),
  }));

const SMALL = "{field: info.size, operator: '<', value: 100}";
const tag = (name: string) => `{type: add_tag, params: {tag: ${name}}}`;

describe("grouping", () => {
  test("makes one request of one action with one value, however many torrents and rules", () => {
    const list = rules(
      `a | ${SMALL} | {type: stop}`,
      `b | {field: info.size, operator: '>=', value: 100} | {type: stop}`,
    );
    expect(shown(list, { total_size: 1, size: 1 }, { size: 500 }, { size: 7 })).toEqual([{ kind: "stop", to: "abc" }]);
  });

  test("keeps different values apart", () => {
    const list = rules(
      `a | always | {type: set_upload_limit, params: {limit: 1000}}`,
      `b | ${SMALL} | {type: set_upload_limit, params: {limit: unlimited}}`,
    );
    expect(shown(list, { up_limit: 5, size: 1 }, {})).toEqual([
      { kind: "set_upload_limit", limit: Infinity, to: "a" },
      { kind: "set_upload_limit", limit: 1000, to: "b" },
    ]);
  });

  test("keeps equal limits of different kinds apart", () => {
    const list = rules(
      `a | always | {type: set_upload_limit, params: {limit: 9}}, {type: set_download_limit, params: {limit: 9}}`,
    );
    expect(shown(list, {})).toEqual([
      { kind: "set_upload_limit", limit: 9, to: "a" },
      { kind: "set_download_limit", limit: 9, to: "a" },
    ]);
  });

  test("puts tags for exactly the same torrents into one request, and others into their own", () => {
    const list = rules(`a | always | {type: add_tag, params: {tags: [one, two]}}`, `b | ${SMALL} | ${tag("three")}`);
    expect(shown(list, { size: 1 }, {})).toEqual([
      { kind: "add_tags", tags: ["one", "two"], to: "ab" },
      { kind: "add_tags", tags: ["three"], to: "a" },
    ]);
  });

  test("never mixes tags to add with tags to remove", () => {
    const list = rules(`a | always | {type: set_tags, params: {tags: [new]}}`);
    expect(shown(list, { tags: "old, older" })).toEqual([
      { kind: "remove_tags", tags: ["old", "older"], to: "a" },
      { kind: "add_tags", tags: ["new"], to: "a" },
    ]);
  });

  test("has a fixed order whatever the order of the rules", () => {
    const list = rules(
      `gone | ${SMALL} | {type: delete_torrent, params: {delete_files: true}}`,
      `a | always | {type: reannounce}, {type: recheck}, {type: stop}, {type: set_top_priority}`,
      `b | always | {type: set_super_seeding, params: {enabled: true}}`,
      `c | always | {type: set_sequential_download, params: {enabled: true}}`,
      `d | always | {type: set_download_limit, params: {limit: 1}}, {type: set_upload_limit, params: {limit: 1}}`,
      `e | always | ${tag("t")}, {type: set_category, params: {category: c}}`,
      `f | always | {type: set_share_limits, params: {ratio: 1}}`,
      `g | {field: info.name, operator: ==, value: managed} | {type: set_auto_management, params: {enabled: true}}`,
      `h | {field: info.name, operator: ==, value: placed} | {type: set_location, params: {path: /x}}`,
    );
    const row = { auto_tmm: false, seq_dl: false, priority: 3 };
    const found = shown(list, { size: 1 }, { ...row, name: "managed" }, { ...row, name: "placed" });
    expect(found.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      "set_location c",
      "set_share_limits bc",
      "set_category bc",
      "set_auto_management b",
      "add_tags bc",
      "set_upload_limit bc",
      "set_download_limit bc",
      "toggle_sequential_download bc",
      "set_super_seeding bc",
      "move_in_queue bc",
      "stop bc",
      "recheck bc",
      "reannounce bc",
      "delete a",
    ]);
  });

  test("keeps share limits apart whose other values differ: the request carries them all", () => {
    const list = rules(`a | always | {type: set_share_limits, params: {ratio: unlimited}}`);
    const common = { kind: "set_share_limits", ratio: Infinity, inactiveSeedingTime: "global" } as const;
    const rest = { action: "Default", mode: "Default" };
    expect(shown(list, { seeding_time_limit: 5 }, { seeding_time_limit: -1 }, { seeding_time_limit: 5 })).toEqual([
      { ...common, ...rest, seedingTime: 300, to: "ac" },
      { ...common, ...rest, seedingTime: Infinity, to: "b" },
    ]);
  });

  test("of nothing is nothing", () => {
    expect(groupRequests([], [])).toEqual([]);
    expect(shown(rules(`a | ${SMALL} | {type: stop}`), {})).toEqual([]);
  });
});

const FIRST = "{field: info.name, operator: ==, value: first}";

describe("moves in the queue", () => {
  test("are never merged: each action of each rule has its own request, for all its torrents", () => {
    const list = rules(
      `a | always | {type: increase_priority}, {type: increase_priority}`,
      `b | ${FIRST} | {type: increase_priority}`,
    );
    expect(shown(list, { priority: 9, name: "first" }, { priority: 5 })).toEqual([
      { kind: "move_in_queue", move: "increase", to: "ab" },
      { kind: "move_in_queue", move: "increase", to: "ab" },
      { kind: "move_in_queue", move: "increase", to: "a" },
    ]);
  });

  test("are in the order of the rules, not of the torrents", () => {
    const list = rules(
      `a | {none: [${FIRST}]} | {type: set_top_priority}`,
      `b | ${FIRST} | {type: set_top_priority}`,
      `c | {none: [${FIRST}]} | {type: set_bottom_priority}`,
    );
    expect(shown(list, { priority: 9, name: "first" }, { priority: 5 })).toEqual([
      { kind: "move_in_queue", move: "top", to: "b" },
      { kind: "move_in_queue", move: "top", to: "a" },
      { kind: "move_in_queue", move: "bottom", to: "b" },
    ]);
  });

  test("leave out torrents for which there is nothing to move", () => {
    const list = rules(`a | always | {type: set_top_priority}, {type: decrease_priority}`);
    expect(shown(list, { priority: 1 }, { priority: 0 }, { priority: 2 })).toEqual([
      { kind: "move_in_queue", move: "top", to: "c" },
      { kind: "move_in_queue", move: "decrease", to: "ac" },
    ]);
  });

  test("come to what the rules say on a server", async () => {
    const list = rules(
      `wanted | {field: info.name, operator: in, value: [c, d]} | {type: set_top_priority}`,
      `most wanted | {field: info.name, operator: ==, value: e} | {type: set_top_priority}`,
      `least wanted | {field: info.name, operator: ==, value: a} | {type: set_bottom_priority}, {type: increase_priority}`,
    );
    await using on = bench({ rules: list, torrents: ["a", "b", "c", "d", "e"].map((name) => ({ name })) });
    on.simulator.preferences["queueing_enabled"] = true;
    expect(await on.run()).toMatchObject({ actions_executed: 5, errors: 0, requests: { write: 4 } });
    const order = [...on.simulator.torrents.values()].toSorted((x, y) => x.queuePosition - y.queuePosition);
    expect(order.map(({ name }) => name).join("")).toBe("ecdab");
  });

  test("fail with the server's words where it has no queue", async () => {
    const list = rules(`a | always | {type: decrease_priority}`);
    await using on = bench({ rules: list, torrents: [{ name: "a" }, { name: "b" }] });
    const report = await on.run();
    expect(report.errors).toBe(2);
    expect(JSON.stringify(report.torrents)).toContain("Torrent queueing must be enabled");
  });
});
