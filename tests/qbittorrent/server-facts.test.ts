import { describe, expect, test } from "bun:test";
import { toCategories } from "../../src/qbittorrent/category.ts";
import { toPreferences } from "../../src/qbittorrent/preferences.ts";
import { toTransfer } from "../../src/qbittorrent/transfer.ts";

describe("transfer", () => {
  const answer = {
    connection_status: "firewalled",
    dht_nodes: 380,
    dl_info_data: 114_671,
    dl_info_speed: 54_690,
    dl_rate_limit: 199_680,
    last_external_address_v4: "192.0.2.1",
    last_external_address_v6: "",
    up_info_data: 5,
    up_info_speed: 6,
    up_rate_limit: 0,
  };

  test("is what the server says; no limit is infinite, and an address that nobody has seen is unknown", () => {
    expect(toTransfer(answer)).toEqual({
      ...answer,
      last_external_address_v6: undefined,
      up_rate_limit: Infinity,
    });
  });

  test.each([[null], [[]], ["x"], [undefined]])("%j is no answer about it", (other) => {
    expect(toTransfer(other)).toBeUndefined();
  });
});

describe("preferences", () => {
  test("are single values as the server has them", () => {
    const plain = { max_ratio_act: 3, max_ratio: -1, queueing_enabled: false, save_path: "/data/" };
    expect(toPreferences({ ...plain, scan_dirs: {}, listed: [1], nothing: null })).toEqual(plain);
  });

  test.each([
    "web_ui_api_key",
    "web_ui_password",
    "web_ui_username",
    "proxy_username",
    "proxy_password",
    "mail_notification_username",
    "mail_notification_password",
    "dyndns_username",
    "dyndns_password",
    "ssl_key",
    "ssl_cert",
    "web_ui_https_key_path",
    "web_ui_custom_http_headers",
    "autorun_program",
    "autorun_on_torrent_added_program",
    "add_trackers",
    "add_trackers_url_list",
  ])("never hold %s", (name) => {
    expect(toPreferences({ [name]: "s3cret" })).toEqual({});
  });

  test("hold the switches and numbers whose names speak of secrets", () => {
    const harmless = { add_trackers_enabled: true, embedded_tracker_port: 9000 };
    expect(toPreferences(harmless)).toEqual(harmless);
  });

  test.each([[null], [[]], ["x"], [undefined]])("%j is no answer about them", (answer) => {
    expect(toPreferences(answer)).toBeUndefined();
  });
});

describe("categories", () => {
  const open = { ratio_limit: -2, seeding_time_limit: -2, inactive_seeding_time_limit: -2 };
  const category = (fields: Readonly<Record<string, unknown>> = {}) => ({
    ...open,
    share_limit_action: "Default",
    ...fields,
  });

  test("before 5.2 have a name and no limits", () => {
    const found = toCategories({ films: { name: "films", savePath: "" } });
    expect([...found]).toEqual([["films", { name: "films", shareLimitAction: undefined, hasShareLimits: false }]]);
  });

  test.each([
    ["all left to the server", {}, false],
    ["a ratio", { ratio_limit: 0 }, true],
    ["a seeding time", { seeding_time_limit: 60 }, true],
    ["a time without activity", { inactive_seeding_time_limit: 60 }, true],
    ["a ratio that is never reached", { ratio_limit: -1 }, false],
    ["something that is no number", { ratio_limit: null }, true],
  ])("since 5.2 have limits of their own: %s", (_, fields, expected) => {
    expect(toCategories({ films: category(fields) }).get("films")?.hasShareLimits).toBe(expected);
  });

  test("say what happens at a limit", () => {
    const found = toCategories({ a: category({ share_limit_action: "Remove" }), b: category() });
    expect(found.get("a")?.shareLimitAction).toBe("Remove");
    expect(found.get("b")?.shareLimitAction).toBe("Default");
  });

  test("inherit what they leave open from the nearest that does not", () => {
    const found = toCategories({
      a: category({ ratio_limit: 2, share_limit_action: "Remove" }),
      "a/b": category(),
      "a/b/c": category({ share_limit_action: "Stop" }),
      "a/d": category({ ratio_limit: -1 }),
      ab: category(),
    });
    expect(found.get("a/b")).toEqual({ name: "a/b", shareLimitAction: "Remove", hasShareLimits: true });
    expect(found.get("a/b/c")).toEqual({ name: "a/b/c", shareLimitAction: "Stop", hasShareLimits: true });
    const lifted = { shareLimitAction: "Remove", hasShareLimits: false, liftsShareLimits: true as const };
    expect(found.get("a/d")).toEqual({ name: "a/d", ...lifted });
    expect(found.get("ab")).toEqual({ name: "ab", shareLimitAction: "Default", hasShareLimits: false });
  });

  test.each([[null], [[]], ["x"], [undefined]])("there are none where the server says %j", (answer) => {
    expect([...toCategories(answer)]).toEqual([]);
  });
});
