import { describe, expect, test } from "bun:test";
import { fields } from "../../src/rules/fields/catalogue.ts";
import { DAY, NOW, aTorrent, leaf, leafVerdict, verdict } from "../support/builders.ts";
import { says } from "./says.ts";

says("info.ratio", [
  ["==", 2, 2, true],
  ["==", 2, 2.1, false],
  ["!=", 2, 2.1, true],
  ["!=", 2, 2, false],
  [">", 2, 2, false],
  [">", 2, 2.01, true],
  [">=", 2, 2, true],
  [">=", 2, 1.99, false],
  ["<", 2, 2, false],
  ["<", 2, 1.99, true],
  ["<=", 2, 2, true],
  ["<=", 2, 2.01, false],
  ["in", [1, 2], 2, true],
  ["in", [1, 2], 3, false],
  ["not_in", [1, 2], 3, true],
  ["not_in", [1, 2], 1, false],
  // An upload without a download has an infinite ratio.
  [">", 1e9, -1, true],
  [">", 1e9, 9999, true],
]);

says("info.size", [
  ["larger_than", "50 GB", 50e9, false],
  ["larger_than", "50 GB", 50e9 + 1, true],
  ["larger_than", "50 GiB", 50e9 + 1, false],
  ["larger_than", 1000, 1001, true],
  ["smaller_than", "1 KiB", 1023, true],
  ["smaller_than", "1 KiB", 1024, false],
  [">=", "1 kB", 1000, true],
  ["==", "1 kB", 1000, true],
  ["in", ["1 kB", 5], 5, true],
]);

says("info.seeding_time", [
  [">", "7 days", 7 * DAY, false],
  [">", "7 days", 7 * DAY + 1, true],
  [">=", "1h30m", 5400, true],
  ["<", 7200, 7199, true],
]);

says("info.eta", [
  // The server's way of saying endless.
  [">", "10 years", 8_640_000, true],
  ["<", "100 days", 8_639_999, true],
]);

says("info.upspeed", [
  [">", "500 KiB/s", 500 * 1024, false],
  [">", "500 KiB/s", 500 * 1024 + 1, true],
  ["<", "1 MB", 999_999, true],
  ["==", 0, 0, true],
]);

says("info.save_path", [
  ["==", "/data/", "/data", true],
  ["==", "/data", "/data/", true],
  ["==", "/", "/", true],
  ["==", "/Data", "/data", false],
]);

says("info.added_on", [
  ["older_than", "1 day", NOW - DAY, false],
  ["older_than", "1 day", NOW - DAY - 1, true],
  ["newer_than", "1 day", NOW - DAY, false],
  ["newer_than", "1 day", NOW - DAY + 1, true],
  ["newer_than", "1 day", NOW + DAY, true],
  ["older_than", "1 day", NOW + DAY, false],
  [">", NOW - 10, NOW - 9, true],
  ["==", NOW - 10, NOW - 10, true],
  // The earliest moment that may be written.
  [">=", 1_000_000_000, NOW, true],
]);

says("info.progress", [
  [">", 0, 0.1, true],
  ["<", 1, 1, false],
  ["==", 0.5, 0.5, true],
]);

says("info.name", [
  ["==", "Show", "Show", true],
  ["==", "show", "Show", false],
  ["!=", "show", "Show", true],
  ["in", ["a", "Show"], "Show", true],
  ["not_in", ["a", "show"], "Show", true],
  ["contains", "how", "Show", true],
  ["contains", "sho", "Show", false],
  ["not_contains", "sho", "Show", true],
  ["not_contains", "how", "Show", false],
  ["matches", "^S", "Show", true],
  ["matches", "h.w", "Show", true],
  ["matches", "^h", "Show", false],
  ["matches", "(?i)SHOW", "Show", true],
  ["==", "", "", true],
  ["!=", "", "Show", true],
  ["contains", ".", "Show", false],
]);

says("info.force_start", [
  ["==", true, true, true],
  ["==", true, false, false],
  ["!=", true, false, true],
  ["in", [true, false], false, true],
]);

says("info.state", [
  ["==", "pausedUP", "stoppedUP", true],
  ["==", "stoppedUP", "pausedUP", true],
  ["==", "pausedUP", "pausedUP", true],
  ["==", "pausedUP", "stoppedDL", false],
  ["!=", "pausedUP", "stoppedUP", false],
  ["in", ["uploading", "pausedDL"], "stoppedDL", true],
  ["not_in", ["uploading", "pausedDL"], "stoppedDL", false],
  ["contains", "paused", "stoppedUP", true],
  ["contains", "stopped", "pausedUP", true],
  ["not_contains", "paused", "stoppedUP", false],
  ["contains", "DL", "stalledDL", true],
  ["matches", "^(paused|stalled)UP$", "stoppedUP", true],
  ["matches", "^paused", "stalledUP", false],
]);

const HASH = "0123456789abcdef0123456789abcdef01234567";
const HASH_V2 = `${HASH}0123456789abcdef01234567`;

says("info.infohash_v1", [
  ["==", HASH.toUpperCase(), HASH, true],
  ["==", HASH, HASH.toUpperCase(), true],
  ["in", [HASH.toUpperCase()], HASH, true],
  ["contains", "89ABCDEF", HASH, true],
  ["matches", "^0123.*EF", HASH, true],
  ["not_contains", "ffff", HASH, true],
]);

says("info.infohash_v2", [
  ["==", HASH_V2.toUpperCase(), HASH_V2, true],
  ["not_in", [HASH_V2], HASH_V2, false],
  ["contains", HASH_V2.slice(9), HASH_V2, true],
]);

// qBittorrent knows a v2 torrent by the first 40 digits.
says("info.hash", [
  ["==", HASH_V2, HASH, true],
  ["!=", HASH_V2.toUpperCase(), HASH, false],
  ["==", HASH, HASH, true],
]);

says("info.tags", [
  ["contains", "b", "a, b", true],
  ["contains", "c", "a, b", false],
  ["not_contains", "c", "a, b", true],
  ["not_contains", "b", "a, b", false],
  ["==", "b", "a, b", true],
  ["!=", "b", "a, b", false],
  ["!=", "c", "a, b", true],
  ["in", ["c", "b"], "a, b", true],
  ["in", ["c", "d"], "a, b", false],
  ["not_in", ["c", "d"], "a, b", true],
  ["not_in", ["c", "b"], "a, b", false],
  ["matches", "^arch", "x, archive", true],
  ["matches", "x.*arch", "x, archive", false],
  ["contains", "a", "", false],
  ["not_contains", "a", "", true],
  // Spaces around a tag are none of it, for qBittorrent as for us.
  ["contains", " b ", "a, b", true],
  ["not_contains", " b", "a, b", false],
  ["!=", "b ", "a, b", false],
  ["not_in", ["c", " b"], "a, b", false],
]);

says("info.category", [
  ["==", "tv", "tv", true],
  ["==", "tv", "movies", false],
  ["==", "", "", true],
  ["==", "", "tv", false],
  ["!=", "", "tv", true],
  ["in", ["", "tv"], "", true],
  ["contains", "vie", "movies", true],
  ["contains", "tv/", "tv/anime", true],
  ["contains", "xyz", "movies", false],
  ["matches", "^mov", "movies", true],
]);

describe("a tag or category that nearly has the name", () => {
  test.each([
    ["info.tags", "contains", "keep", "Keep"],
    ["info.tags", "contains", "Keep", "keep"],
    ["info.tags", "not_in", ["KEEP"], "a, keep-it"],
    ["info.tags", "contains", "keep", "a, keep-forever"],
    ["info.tags", "==", "delete", "do-not-delete"],
    ["info.tags", "!=", "keep", "KEEP"],
    ["info.tags", "not_contains", "keep", "keep-forever"],
    ["info.tags", "in", ["x", "keep"], "Keep"],
    ["info.tags", "not_in", ["x", "keep"], "Keep"],
    ["info.category", "==", "tv", "TV"],
    ["info.category", "==", "TV", "tv"],
    ["info.category", "not_in", ["TV"], "tv/anime"],
    ["info.category", "==", "tv", "tv/anime"],
    ["info.category", "!=", "tv", "tv/anime"],
    ["info.category", "in", ["movies", "tv"], "Tv/anime"],
    ["info.category", "not_in", ["movies", "tv"], "TV"],
    ["info.category", "contains", "tv", "My TV"],
    ["info.category", "not_contains", "tv", "My TV"],
  ])("is neither a hit nor a miss: %s %s %j, of %j", (field, operator, value, actual) => {
    expect(leafVerdict(aTorrent({ [field.replace("info.", "")]: actual }), field, operator, value)).toBe("unknown");
  });

  test.each([
    ["with the very name beside it", leaf("info.tags", "contains", "keep"), "keep, keep-forever", true],
    ["with the very name beside it, denied", leaf("info.tags", "not_contains", "keep"), "keep-forever, keep", false],
    ["of a category that only begins alike", leaf("info.category", "==", "tv"), "tvshows", false],
    ["of a parent category", leaf("info.category", "==", "tv/anime"), "tv", false],
    ["of a tag that is a part of the name", leaf("info.tags", "contains", "keep-forever"), "keep", false],
    ["in a search for substrings", leaf("info.tags", "matches", "keep"), "keep-forever", true],
  ])("decides %s", (_, asked, actual, expected) => {
    expect(verdict([asked], aTorrent({ [asked.field.replace("info.", "")]: actual }))).toBe(expected);
  });
});

describe("what is not known is neither true nor false, whatever is asked of it", () => {
  const unknowns: readonly (readonly [string, unknown, unknown])[] = [
    ["info.completion_on", -1, "1 day"],
    ["info.num_complete", -1, 2],
    ["info.availability", -1, 2],
    ["info.seeding_time", undefined, "1 day"],
    ["info.private", null, true],
    ["info.infohash_v2", "", HASH_V2],
    ["info.comment", undefined, "x"],
    ["info.content_path", "", "x"],
  ];
  const asks: Readonly<Record<string, readonly string[]>> = {
    timestamp: ["older_than", "newer_than"],
    number: ["==", "!=", ">", "<", ">=", "<="],
    seconds: [">", "<="],
    boolean: ["==", "!="],
    hash_v2: ["==", "!=", "contains", "not_contains", "matches", "starts_with"],
    text: ["==", "!=", "contains", "not_contains", "matches", "not_matches", "starts_with", "ends_with"],
    path: ["==", "!=", "contains", "not_contains", "matches", "not_matches", "starts_with", "ends_with", "under"],
  };
  /** Several at once, as `in` and `not_in` have them. */
  const several: readonly (readonly [string, unknown, readonly unknown[]])[] = [
    ["info.num_complete", -1, [0, 1, 2]],
    ["info.infohash_v2", "", [HASH_V2, HASH_V2.replace("0", "1")]],
    ["info.comment", undefined, ["x", "y"]],
    ["info.private", null, [true, false]],
    ["info.category", undefined, ["tv", "movies"]],
    ["info.tags", undefined, ["a", "b"]],
    ["info.state", undefined, ["uploading", "stalledUP"]],
  ];

  test.each(several)("%s of %j among %j", (field, actual, values) => {
    const torrent = aTorrent({ [field.replace("info.", "")]: actual });
    expect(leafVerdict(torrent, field, "in", values)).toBe("unknown");
    expect(leafVerdict(torrent, field, "not_in", values)).toBe("unknown");
  });

  const cases = unknowns.flatMap(([field, actual, value]) =>
    (asks[fields.get(field)?.type ?? ""] ?? []).map((operator) => [field, actual, operator, value] as const),
  );

  test.each(cases)("%s of %j %s %j", (field, actual, operator, value) => {
    expect(leafVerdict(aTorrent({ [field.replace("info.", "")]: actual }), field, operator, value)).toBe("unknown");
  });
});
