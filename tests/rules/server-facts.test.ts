import { describe, expect, test } from "bun:test";
import { toPreferences } from "../../src/qbittorrent/preferences.ts";
import { toTransfer } from "../../src/qbittorrent/transfer.ts";
import { type Verdict, aTorrent, leaf, predicateOf, verdict } from "../support/builders.ts";
import { on } from "./releases.ts";

/** What is asked of the server as a whole: `transfer.*` and `app.*`. */
const asked = on("5.3", {
  transfer: toTransfer({
    connection_status: "firewalled",
    dht_nodes: 300,
    dl_info_speed: 2e6,
    dl_info_data: 5e9,
    up_rate_limit: 0,
    dl_rate_limit: 1024,
    last_external_address_v4: "",
  }),
  preferences: toPreferences({
    queueing_enabled: true,
    max_active_uploads: 3,
    save_path: "/downloads",
    web_ui_password: "hunter2",
    scan_dirs: {},
    max_ratio: -1,
  }),
});

const says = (field: string, operator: string, value: unknown): Verdict =>
  verdict([leaf(field, operator, value)], aTorrent(), asked);

describe("transfer.*", () => {
  test.each<[string, string, unknown, Verdict]>([
    ["transfer.connection_status", "!=", "connected", true],
    ["transfer.dht_nodes", ">=", 300, true],
    ["transfer.dl_info_speed", ">", "1 MB/s", true],
    ["transfer.dl_info_data", "larger_than", "5 GB", false],
    ["transfer.up_rate_limit", "==", "unlimited", true],
    ["transfer.dl_rate_limit", "<=", "1 KiB/s", true],
    ["transfer.up_info_speed", ">", 0, "unknown"],
    ["transfer.up_info_speed", "known", false, true],
    ["transfer.last_external_address_v4", "contains", ".", "unknown"],
  ])("%s %s %j is %p", (field, operator, value, expected) => {
    expect(says(field, operator, value)).toBe(expected);
  });
});

describe("app.*", () => {
  test.each<[string, string, unknown, Verdict]>([
    ["app.queueing_enabled", "==", true, true],
    ["app.queueing_enabled", "!=", true, false],
    ["app.max_active_uploads", ">", 2, true],
    ["app.max_active_uploads", "in", [3, 4], true],
    ["app.max_active_uploads", "not_in", [4], true],
    ["app.save_path", "starts_with", "/down", true],
    ["app.save_path", "matches", "loads$", true],
    ["app.save_path", "not_contains", "x", true],
    // The number as qBittorrent writes it: only it knows what that stands for.
    ["app.max_ratio", "==", -1, true],
  ])("is compared by the kind of value that is written: %s %s %j is %p", (field, operator, value, expected) => {
    expect(says(field, operator, value)).toBe(expected);
  });

  test.each([
    ["==", "true"],
    ["!=", "true"],
    [">", 0],
    ["contains", "true"],
    ["matches", "true"],
    ["in", ["yes", 1]],
    ["not_in", ["yes", 1]],
  ])("a value of another kind is no answer: true %s %j", (operator, value) => {
    expect(says("app.queueing_enabled", operator, value)).toBe("unknown");
  });

  test("a list of several kinds is compared with those of its own", () => {
    expect([says("app.max_active_uploads", "in", ["3", 3]), says("app.max_active_uploads", "in", ["3", 4])]).toEqual([
      true,
      false,
    ]);
  });

  test.each([
    ["that does not exist", "app.no_such_setting"],
    ["that is a secret", "app.web_ui_password"],
    ["that is more than one value", "app.scan_dirs"],
    ["by the name of an inherited property", "app.constructor"],
    ["by another such name", "app.__proto__"],
  ])("a setting %s is neither known nor not known", (_, field) => {
    expect([says(field, "==", "x"), says(field, "known", false), says(field, "known", true)]).toEqual([
      "unknown",
      "unknown",
      "unknown",
    ]);
  });
});

describe("before they were asked for", () => {
  const given = on("5.3");

  test.each([
    ["transfer.dht_nodes", "transfer"],
    ["app.dht", "preferences"],
  ] as const)("%s is open, even to whether it is known", (field, source) => {
    for (const asks of [leaf(field, "==", 1), leaf(field, "!=", 1), leaf(field, "known", true)]) {
      expect(verdict([asks], aTorrent(), given)).toEqual([source]);
    }
  });

  test("they are not asked for where the torrent decides", () => {
    const conditions = [leaf("app.dht", "==", true), leaf("info.ratio", ">", 100)];
    expect(verdict(conditions, aTorrent(), given)).toBe(false);
  });

  test("they cost less than what is asked for every torrent", () => {
    const conditions = { any: [leaf("trackers.url", "==", "x"), leaf("app.dht", "==", true)] };
    expect(verdict(conditions, aTorrent(), given)).toEqual(["preferences", "trackers"]);
  });
});

test("the answer is the same for all torrents", () => {
  const holds = predicateOf([leaf("app.queueing_enabled", "==", true), leaf("transfer.dht_nodes", ">", 0)], asked);
  const torrents = [aTorrent(), aTorrent({ ratio: 9 }), { ...aTorrent(), properties: null }];
  expect(new Set(torrents.map((torrent) => holds(torrent))).size).toBe(1);
});
