import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { isStopped, toTorrent } from "../../src/qbittorrent/torrent.ts";

const HASH = "0123456789abcdef0123456789abcdef01234567";

const torrentOf = (row: Readonly<Record<string, unknown>>) => {
  const torrent = toTorrent({ hash: HASH, name: "a", ...row });
  if (torrent === undefined) throw new Error("no torrent");
  return torrent;
};

describe("a row of torrents/info", () => {
  test("keeps its fields under their own names, sentinels read", () => {
    const row = { state: "pausedUP", tags: "b, a", save_path: "/data/", ratio: -1, up_limit: -1, completion_on: -1 };
    expect(torrentOf(row)).toMatchObject({
      state: "stoppedUP",
      tags: ["b", "a"],
      save_path: "/data",
      ratio: Infinity,
      up_limit: Infinity,
      completion_on: undefined,
    });
  });

  test("is known by its hash in lower case", () => {
    expect(torrentOf({ hash: HASH.toUpperCase() }).hash).toBe(HASH);
  });

  test("has as unknown what an old server leaves out", () => {
    expect(torrentOf({})).toMatchObject({ comment: undefined, seeding_time: undefined, infohash_v1: undefined });
  });

  test("is none without hash or name, or if it is no mapping", () => {
    for (const row of [null, [], "a", 5, {}, { hash: HASH }, { name: "a" }, { hash: 5, name: "a" }]) {
      expect(toTorrent(row)).toBeUndefined();
    }
  });

  test("is read, whatever else it holds", () => {
    const field = fc.constantFrom("state", "tags", "total_size", "has_metadata", "ratio", "trackers", "added_on");
    const row = fc.dictionary(fc.oneof(field, fc.string()), fc.jsonValue());
    fc.assert(fc.property(row, (fields) => torrentOf({ ...fields, hash: HASH, name: "a" }).hash === HASH));
  });
});

describe("without metadata, size and progress are unknown", () => {
  const nothing = { size: 0, amount_left: 0, progress: 0, content_path: "" };

  test.each([
    ["as 5.0 and newer say", { ...nothing, total_size: -1, has_metadata: false, state: "stoppedDL" }],
    ["as older servers say", { ...nothing, total_size: -1, state: "pausedDL" }],
    ["by the state", { ...nothing, total_size: 0, state: "metaDL" }],
    ["by the state of a forced start", { ...nothing, total_size: 0, state: "forcedMetaDL" }],
  ])("%s", (_, row) => {
    const unknown = { size: undefined, total_size: undefined, amount_left: undefined, progress: undefined };
    expect(torrentOf(row)).toMatchObject({ ...unknown, content_path: undefined });
  });

  test("with metadata, an amount of zero is left standing", () => {
    expect(torrentOf({ ...nothing, total_size: 5, has_metadata: true, state: "stoppedUP" })).toMatchObject({
      amount_left: 0,
    });
  });
});

test.each(["checkingUP", "checkingDL", "checkingResumeData"])(
  "while %s, progress and amount left are unknown",
  (state) => {
    expect(torrentOf({ state, progress: 0.5, amount_left: 3, size: 6 })).toMatchObject({
      progress: undefined,
      amount_left: undefined,
      size: 6,
    });
  },
);

describe("whether a torrent is stopped", () => {
  test.each([
    ["stoppedUP", true],
    ["pausedDL", true],
    ["uploading", false],
    ["forcedDL", false],
    ["queuedDL", false],
    ["metaDL", false],
    ["checkingUP", undefined],
    ["checkingResumeData", undefined],
    ["moving", undefined],
    ["error", undefined],
    ["missingFiles", undefined],
    ["unknown", undefined],
  ])("%s: %p", (state, expected) => {
    expect(isStopped(torrentOf({ state }))).toBe(expected);
  });

  test("without a state: unknown", () => {
    expect(isStopped(torrentOf({}))).toBeUndefined();
  });
});
