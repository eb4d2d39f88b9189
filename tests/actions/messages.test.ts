import { describe, expect, test } from "bun:test";
import * as v from "valibot";
import { type ActionType, actionTypes, actions } from "../../src/actions/catalogue.ts";
import { isRecord } from "../../src/lib/json.ts";
import { complaint } from "./support.ts";

describe("a mistake in a parameter is told with its name, what was expected, what was found and what to write", () => {
  const cases: readonly (readonly [ActionType, unknown, string])[] = [
    [
      "set_share_limits",
      { ratio: -1 },
      'ratio: expected a number from 0 to 9999, "unlimited" or "global", found -1: write "unlimited" for no limit',
    ],
    ["set_share_limits", { ratio: -2 }, 'found -2: write "global" for the limit that qBittorrent has'],
    ["set_share_limits", { ratio: "2.5" }, 'found "2.5": write a number without quotes, like 2.5, or "unlimited"'],
    [
      "set_share_limits",
      { ratio: 1e6 },
      'found 1000000: write 9999, the highest that every server keeps, or "unlimited"',
    ],
    [
      "set_share_limits",
      { seeding_time: 7 },
      'seeding_time: expected a duration with its unit, "unlimited" or "global", found 7: it has no unit: write "7 days"',
    ],
    ["set_share_limits", { seeding_time: "7" }, 'found "7": write a number with a unit, like "7 days"'],
    ["set_share_limits", { seeding_time: -2 }, 'found -2: write "global"'],
    [
      "set_share_limits",
      { inactive_seeding_time: "90s" },
      'inactive_seeding_time: expected a duration with its unit, "unlimited" or "global", found "90s": qBittorrent counts whole minutes: write "2 minutes"',
    ],
    [
      "set_share_limits",
      { seeding_time: "2 years" },
      'servers up to 5.1.0 keep no more than 525600 minutes: write "365 days"',
    ],
    [
      "set_share_limits",
      { when_reached: "delete" },
      'when_reached: expected stop, remove, remove_with_content, super_seeding or global, found "delete": write one of these',
    ],
    [
      "set_share_limits",
      {},
      'needs at least one of "ratio", "seeding_time", "inactive_seeding_time" and "when_reached"',
    ],
    ["set_location", { path: "films" }, 'path: expected an absolute path, found "films": write the whole path'],
    ["set_location", { path: "/a/../b" }, 'path: expected an absolute path without "..", found "/a/../b"'],
    ["set_location", { path: "D:\tfilms" }, "path: expected an absolute path without control characters"],
    ["set_location", { path: ["/a"] }, "path: expected an absolute path, found a list: write the whole path"],
    [
      "set_super_seeding",
      { enabled: "on" },
      'enabled: expected true or false, found "on": write true or false without',
    ],
    ["set_category", { category: 4 }, "category: expected text (in quotes), found 4: write the name in quotes"],
    ["set_category", { category: "/tv//hd" }, 'found "/tv//hd": write "tv/hd"'],
    ["add_tag", { tag: "a,b" }, 'tag: a tag cannot contain a comma, found "a,b": write tags: [a, b]'],
    ["add_tag", { tags: "a" }, 'tags: expected a list, found "a": write [one, another]'],
    ["set_upload_limit", { limit: true }, "limit: expected bytes per second as a number"],
    ["set_upload_limit", { limit: "500K" }, 'limit: "K" in "500K" is not a unit of size'],
    ["delete_torrent", { delete_files: "yes" }, 'delete_files: expected true or false, found "yes"'],
    [
      "delete_torrent",
      { delete_files: false, even_if_shared: true },
      "even_if_shared has no use where no data is deleted: leave it out, or write delete_files: true",
    ],
  ];
  test.each(cases)("%s %j", (type, params, expected) => {
    expect(complaint(type, params)).toContain(expected);
  });
});

describe.each([...actionTypes])("%s is documented:", (type) => {
  test("in one line", () => {
    expect(actions[type].about).toMatch(/^[A-Z][^\n]{10,110}[^.]$/);
  });

  test("and each of its parameters", () => {
    const { params } = actions[type];
    const entries = "entries" in params && isRecord(params.entries) ? Object.entries(params.entries) : [];
    const silent = entries.filter(([, entry]) => !/.{15}/.test(descriptionOf(entry) ?? ""));
    expect("entries" in params).toBe(true);
    expect(silent.map(([name]) => name)).toEqual([]);
  });
});

/** Of what an optional entry wraps. */
function descriptionOf(entry: unknown): string | undefined {
  if (isRecord(entry) && "wrapped" in entry) return descriptionOf(entry["wrapped"]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- entries of a schema are schemas
  return v.getDescription(entry as v.GenericSchema);
}
