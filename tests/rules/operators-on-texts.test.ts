import { describe, expect, test } from "bun:test";
import { type Verdict, aTorrent, leaf, verdict } from "../support/builders.ts";
import { says } from "./says.ts";

/** `starts_with`, `ends_with`, `not_matches` and `under`, on all that they suit. */

says("info.name", [
  ["starts_with", "Some.", "Some.Show", true],
  ["starts_with", "some.", "Some.Show", false],
  ["starts_with", "Show", "Some.Show", false],
  ["starts_with", "^S", "Some.Show", false],
  ["ends_with", ".Show", "Some.Show", true],
  ["ends_with", "Some", "Some.Show", false],
  ["ends_with", "Some.Show!", "Some.Show", false],
  ["not_matches", "^Some", "Some.Show", false],
  ["not_matches", "^Show", "Some.Show", true],
  ["not_matches", "(?i)show$", "Some.Show", false],
  ["not_matches", "x", "", true],
]);

says("info.state", [
  ["starts_with", "paused", "stoppedUP", true],
  ["starts_with", "stopped", "pausedDL", true],
  ["starts_with", "stalled", "stoppedUP", false],
  ["ends_with", "UP", "pausedUP", true],
  ["not_matches", "^paused", "stoppedUP", false],
  ["not_matches", "^stopped", "pausedUP", false],
  ["not_matches", "^paused", "stalledUP", true],
]);

says("info.infohash_v1", [
  ["starts_with", "0123ABCD", `0123abcd${"0".repeat(32)}`, true],
  ["starts_with", "123", `0123abcd${"0".repeat(32)}`, false],
  ["ends_with", "ABC", `${"0".repeat(37)}abc`, true],
  ["not_matches", "^FF", `ff${"0".repeat(38)}`, false],
]);

// Of tags, any may pass the positive test, and then the negative one fails.
says("info.tags", [
  ["starts_with", "keep", "x, keep-forever", true],
  ["starts_with", "forever", "x, keep-forever", false],
  ["ends_with", "-forever", "x, keep-forever", true],
  ["not_matches", "^keep", "x, keep-forever", false],
  ["not_matches", "^keep", "x, a", true],
  ["not_matches", "x.*keep", "x, keep", true],
  ["not_matches", "^keep", "", true],
  // A near miss in letter case, and that alone: the rest is what the operators are for.
  ["starts_with", "keep", "Keep-forever", "unknown"],
  ["ends_with", "forever", "keep-FOREVER", "unknown"],
  ["starts_with", "keep", "do-not-keep", false],
  ["starts_with", "keep", "KEEP, keep", true],
]);

says("info.category", [
  ["starts_with", "tv", "tv/anime", true],
  ["starts_with", "tv", "tvshows", true],
  ["starts_with", "tv", "TV", "unknown"],
  ["starts_with", "TV", "tv/anime", "unknown"],
  ["starts_with", "tv", "my/tv", false],
  ["ends_with", "anime", "tv/anime", true],
  ["ends_with", "anime", "tv/Anime", "unknown"],
  ["not_matches", "^tv(/|$)", "tv/anime", false],
  ["not_matches", "^tv", "TV", true],
  ["starts_with", "tv", "", false],
]);

describe("a category is under one that it is, or is below", () => {
  says("info.category", [
    ["under", "tv", "tv", true],
    ["under", "tv", "tv/anime", true],
    ["under", "tv", "tv/anime/old", true],
    ["under", "tv/anime", "tv/anime/old", true],
    ["under", "tv/anime", "tv", false],
    ["under", "tv", "tvshows", false],
    ["under", "tv", "my/tv", false],
    ["under", "tv", "", false],
    // Another letter case is a near miss, at every depth.
    ["under", "tv", "TV", "unknown"],
    ["under", "tv", "Tv/anime", "unknown"],
    ["under", "TV", "tv/anime", "unknown"],
    ["under", "tv/anime", "tv/Anime/old", "unknown"],
    ["under", "tv", "TVshows", false],
  ]);
});

describe("a path is under one that it is, or is below", () => {
  says("info.save_path", [
    ["under", "/data", "/data", true],
    ["under", "/data", "/data/tv", true],
    ["under", "/data/", "/data/tv", true],
    ["under", "/data/", "/data", true],
    ["under", "/data", "/data/", true],
    ["under", "/data/tv", "/data", false],
    ["under", "/data", "/database", false],
    ["under", "/data", "/mnt/data", false],
    ["under", "/", "/data", true],
    ["under", "/", "/", true],
    // File systems tell letters apart, and so does a rule about paths.
    ["under", "/data", "/Data", false],
    ["under", "D:/Films", "D:/Films/hd", true],
    // A letter like any other, but on Windows.
    ["under", "/data/a", "/data/a\\b", false],
    ["under", "/data/a\\b", "/data/a/b", false],
  ]);

  test.each<[string, string, Verdict]>([
    ["Sample/a.mkv", "Sample", true],
    ["Sample/a.mkv", "Sample/", true],
    ["Samples/a.mkv", "Sample", false],
    ["Show/Sample/a.mkv", "Sample", false],
  ])("also among the files: %j under %j is %p", (name, folder, expected) => {
    const torrent = { ...aTorrent(), files: [{ ...file, name }] };
    expect(verdict([leaf("files.name", "under", folder)], torrent)).toBe(expected);
  });
});

// On Windows qBittorrent shows backslashes; up to 4.3 also one at the end.
describe("on Windows either slash is meant by either, also several, and at the end", () => {
  says("info.save_path", [
    ["==", "D:\\Films", "D:\\Films", true],
    ["==", "D:\\Films", "D:\\Films\\", true],
    ["==", "D:\\Films\\", "D:\\Films", true],
    ["==", "D:/Films", "D:\\Films", true],
    ["==", "D:/Films/", "D:\\Films\\", true],
    ["==", "D:\\Films", "D:/Films", true],
    ["==", "D:\\\\Films\\\\HD", "D:\\Films\\HD", true],
    ["==", "D:\\", "D:\\", true],
    ["==", "D:", "D:\\", true],
    ["==", "D:\\Films", "E:\\Films", false],
    ["==", "D:\\Films", "D:\\Films\\HD", false],
    // Letter by letter, as elsewhere.
    ["==", "D:\\films", "D:\\Films", false],
    ["!=", "D:/Films", "D:\\Films\\", false],
    ["!=", "D:/Films", "D:\\Series", true],
    ["in", ["/films", "D:/Films"], "D:\\Films", true],
    ["in", ["/films", "D:/Films"], "/films", true],
    ["not_in", ["D:/Films", "D:/Series"], "D:\\Series\\", false],
    ["under", "D:\\Films", "D:\\Films", true],
    ["under", "D:\\Films", "D:\\Films\\HD", true],
    ["under", "D:\\Films\\", "D:\\Films\\HD\\", true],
    ["under", "D:/Films", "D:\\Films\\HD", true],
    ["under", "D:\\", "D:\\Films", true],
    ["under", "D:", "D:\\Films", true],
    ["under", "D:\\Films", "D:\\Films2", false],
    ["under", "D:\\Films", "E:\\Films\\HD", false],
    ["==", "\\\\nas\\films", "\\\\nas\\films\\", true],
    ["==", "//nas/films", "\\\\nas\\films", true],
    ["under", "\\\\nas\\films", "\\\\nas\\films\\hd", true],
    ["under", "//nas/films/", "\\\\nas\\films\\hd", true],
    ["under", "\\\\nas\\films", "\\\\other\\films\\hd", false],
    ["under", "/", "D:\\Films", false],
  ]);
});

describe("elsewhere a backslash is a letter of a name", () => {
  says("info.save_path", [
    ["==", "/data/a\\b", "/data/a\\b", true],
    ["==", "/data/a/b", "/data/a\\b", false],
    ["==", "/data/a\\b", "/data/a/b", false],
    ["==", "/data/a", "/data/a\\", false],
    ["in", ["/data/a/b", "D:\\x"], "/data/a\\b", false],
  ]);
});

const file = { availability: 1, index: 0, priority: 1, progress: 1, size: 1 };
