import { describe, expect, test } from "bun:test";
import { type ActionType, actionTypes, actions, isActionType } from "../../src/actions/catalogue.ts";
import { actionOf, isAccepted } from "./support.ts";

const accepted: readonly (readonly [ActionType, unknown])[] = [
  ["stop", {}],
  ["start", {}],
  ["force_start", {}],
  ["force_start", { enabled: true }],
  ["force_start", { enabled: false }],
  ["recheck", {}],
  ["reannounce", {}],
  ["set_category", { category: "tv" }],
  ["set_category", { category: "tv/anime" }],
  ["set_category", { category: "" }],
  ["add_tag", { tag: "a" }],
  ["add_tag", { tags: ["a", "b"] }],
  ["add_tag", { tag: "a", tags: ["a"] }],
  ["remove_tag", { tag: "a" }],
  ["remove_tag", { tags: ["a"] }],
  ["set_tags", { tags: ["a"] }],
  ["set_tags", { tags: [] }],
  ["set_tags", { tag: "a" }],
  ["set_upload_limit", { limit: 1024 }],
  ["set_upload_limit", { limit: "500 KiB/s" }],
  ["set_upload_limit", { limit: "unlimited" }],
  ["set_upload_limit", { limit: 0 }],
  ["set_upload_limit", { limit: 2_147_483_647 }],
  ["set_download_limit", { limit: -1 }],
  ["set_download_limit", { limit: "1 MB" }],
  ["set_share_limits", { ratio: 2.5 }],
  ["set_share_limits", { ratio: 0 }],
  ["set_share_limits", { ratio: 9999 }],
  ["set_share_limits", { ratio: "unlimited" }],
  ["set_share_limits", { ratio: "global", seeding_time: "7 days", inactive_seeding_time: "1h30m" }],
  ["set_share_limits", { seeding_time: "525600 minutes" }],
  ["set_share_limits", { seeding_time: "1 year", inactive_seeding_time: "unlimited" }],
  ["set_share_limits", { seeding_time: "120s" }],
  ["set_share_limits", { when_reached: "remove_with_content" }],
  ["set_location", { path: "/data/films" }],
  ["set_location", { path: "/" }],
  ["set_location", { path: "D:\\films" }],
  ["set_location", { path: "d:/films/" }],
  ["set_location", { path: "\\\\nas\\films" }],
  ["set_location", { path: " /data/a folder/ " }],
  ["set_auto_management", { enabled: true }],
  ["set_super_seeding", { enabled: false }],
  ["set_sequential_download", { enabled: true }],
  ["increase_priority", {}],
  ["decrease_priority", {}],
  ["set_top_priority", {}],
  ["set_bottom_priority", {}],
  ["delete_torrent", { delete_files: true }],
  ["delete_torrent", { delete_files: true, even_if_shared: true }],
  ["delete_torrent", { delete_files: true, even_if_shared: false }],
  ["delete_torrent", { keep_files: false, even_if_shared: true }],
  ["delete_torrent", { delete_files: false }],
  ["delete_torrent", { keep_files: true }],
  ["delete_torrent", { keep_files: false }],
  ["delete_torrent", { delete_files: false, keep_files: true }],
];

const refused: readonly (readonly [ActionType, unknown])[] = [
  ...["stop", "start", "recheck", "reannounce"].filter(isActionType).map((type) => [type, { enabled: true }] as const),
  ["force_start", { enabled: "false" }],
  ["set_category", {}],
  ["set_category", { category: null }],
  ["set_category", { category: "/tv" }],
  ["add_tag", {}],
  ["add_tag", { tag: "" }],
  ["add_tag", { tag: "a,b" }],
  ["add_tag", { tags: "a" }],
  ["add_tag", { tags: [] }],
  ["add_tag", { tag: "a", tags: ["b"] }],
  ["add_tag", { tag: "a", tags: ["a", "b"] }],
  ["remove_tag", { tags: [] }],
  ["set_tags", {}],
  ["set_tags", { tags: [""] }],
  ["set_upload_limit", {}],
  ["set_upload_limit", { limit: 0.3 }],
  ["set_upload_limit", { limit: -2 }],
  ["set_upload_limit", { limit: Number.NaN }],
  ["set_upload_limit", { limit: "500K" }],
  ["set_upload_limit", { limit: 2_147_483_648 }],
  ["set_download_limit", { limit: "2 GiB/s" }],
  ["set_download_limit", { limit: "fast" }],
  ["set_download_limit", { limit: null }],
  ["set_share_limits", {}],
  ["set_share_limits", { ratio: -1 }],
  ["set_share_limits", { ratio: "2.5" }],
  ["set_share_limits", { ratio: Infinity }],
  ["set_share_limits", { ratio: Number.NaN }],
  ["set_share_limits", { ratio: 9999.5 }],
  ["set_share_limits", { ratio: null }],
  ["set_share_limits", { seeding_time: 7 }],
  ["set_share_limits", { seeding_time: -1 }],
  ["set_share_limits", { seeding_time: "7" }],
  ["set_share_limits", { seeding_time: "90s" }],
  ["set_share_limits", { inactive_seeding_time: "366 days" }],
  ["set_share_limits", { inactive_seeding_time: "for ever" }],
  ["set_share_limits", { when_reached: "Remove" }],
  ["set_share_limits", { ratio: 1, when_reached: null }],
  ["set_location", {}],
  ["set_location", { path: "" }],
  ["set_location", { path: "films" }],
  ["set_location", { path: "~/films" }],
  ["set_location", { path: "D:films" }],
  ["set_location", { path: "/data/../films" }],
  ["set_location", { path: "D:\tfilms" }],
  ["set_location", { path: 5 }],
  ...["set_auto_management", "set_super_seeding", "set_sequential_download"]
    .filter(isActionType)
    .flatMap((type) => [[type, {}] as const, [type, { enabled: "on" }] as const]),
  ["increase_priority", { by: 2 }],
  ["delete_torrent", {}],
  ["delete_torrent", { even_if_shared: true }],
  ["delete_torrent", { delete_files: false, even_if_shared: true }],
  ["delete_torrent", { keep_files: true, even_if_shared: false }],
  ["delete_torrent", { delete_files: true, even_if_shared: "yes" }],
  ["delete_torrent", { delete_files: "yes" }],
  ["delete_torrent", { delete_files: null }],
  ["delete_torrent", { delete_files: true, keep_files: true }],
  ["delete_torrent", { delete_files: false, keep_files: false }],
];

test.each(accepted)("%s takes %j", (type, params) => {
  expect(isAccepted(type, params)).toBe(true);
});

test.each(refused)("%s refuses %j", (type, params) => {
  expect(isAccepted(type, params)).toBe(false);
});

describe.each([...actionTypes])("%s", (type) => {
  test("refuses parameters it does not have", () => {
    expect(isAccepted(type, { delete_files: true, tag: "a", category: "a", limit: 1, enabled: true, x: 1 })).toBe(
      false,
    );
  });

  test("refuses what is no mapping", () => {
    for (const params of [null, "a", 5]) expect(isAccepted(type, params)).toBe(false);
  });
});

test("there are the actions of the language", () => {
  const names =
    "stop start force_start recheck reannounce set_category add_tag remove_tag set_tags set_upload_limit set_download_limit " +
    "set_share_limits set_location set_auto_management set_super_seeding set_sequential_download " +
    "increase_priority decrease_priority set_top_priority set_bottom_priority delete_torrent";
  expect(new Set<string>(actionTypes)).toEqual(new Set(names.split(" ")));
  expect(Object.keys(actions)).toHaveLength(names.split(" ").length);
});

test("an action shows its parameters as they were written", () => {
  expect(actionOf("set_upload_limit", { limit: "1 KiB/s" }).params).toEqual({ limit: "1 KiB/s" });
});
