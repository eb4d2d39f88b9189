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

  test("has as unknown what an old server leaves out, and no keys for it", () => {
    const torrent = torrentOf({ total_size: 5 });
    expect(torrent.comment).toBeUndefined();
    expect(torrent.share_limit_action).toBeUndefined();
    expect(Object.keys(torrent).toSorted()).toEqual(["has_metadata", "hash", "infohash_v1", "name", "total_size"]);
  });

  test("of a server before 4.4 has its hash as v1 info-hash; of a newer one what the server says", () => {
    expect(torrentOf({}).infohash_v1).toBe(HASH);
    expect(torrentOf({ infohash_v1: "" }).infohash_v1).toBeUndefined();
  });

  test("has limits of ratio and time: its own, none at all, or those of its category and the server", () => {
    expect(torrentOf({ ratio_limit: 2, seeding_time_limit: 60, inactive_seeding_time_limit: 1 })).toMatchObject({
      ratio_limit: 2,
      seeding_time_limit: 3600,
      inactive_seeding_time_limit: 60,
    });
    expect(torrentOf({ ratio_limit: -1, seeding_time_limit: -1 })).toMatchObject({
      ratio_limit: Infinity,
      seeding_time_limit: Infinity,
    });
    expect(torrentOf({ ratio_limit: -2, seeding_time_limit: -2 })).toMatchObject({
      ratio_limit: undefined,
      seeding_time_limit: undefined,
    });
  });

  test("has the limits in force, which may be none", () => {
    const row = { max_ratio: -1, max_seeding_time: -1, max_inactive_seeding_time: 10 };
    expect(torrentOf(row)).toMatchObject({
      max_ratio: Infinity,
      max_seeding_time: Infinity,
      max_inactive_seeding_time: 600,
    });
  });

  test.each([
    ["connections_limit", 100, 100],
    ["connections_limit", -1, Infinity],
    ["reannounce", 1800, 1800],
    ["reannounce", 0, undefined],
    ["availability", 1.5, 1.5],
    ["availability", -1, undefined],
    ["popularity", 0, 0],
    ["popularity", null, undefined],
    ["last_activity", 0, undefined],
    ["priority", 0, 0],
    ["share_limit_action", "Remove", "Remove"],
    ["share_limits_mode", "MatchAny", "MatchAny"],
  ] as const)("has %s %p as %p", (name, said, expected) => {
    expect(torrentOf({ [name]: said })[name]).toBe(expected);
  });

  test("keeps nothing that has the name of a fact that was not asked for", () => {
    const row = { trackers: [], files: [], properties: {}, peers: 5, webseeds: "x" };
    const { trackers, files, properties, peers, webseeds } = torrentOf(row);
    expect([trackers, files, properties, peers, webseeds]).toEqual(Array(5).fill(undefined));
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

describe("without metadata, what would depend on it is unknown", () => {
  const nothing = {
    amount_left: 0,
    availability: 0,
    content_path: "",
    piece_size: -1,
    pieces_have: 0,
    pieces_num: -1,
    private: false,
    progress: 0,
    root_path: "",
    size: 0,
  };

  test.each([
    ["as 5.0 and newer say", { ...nothing, total_size: -1, has_metadata: false, state: "stoppedDL" }],
    ["as older servers say", { ...nothing, total_size: -1, state: "pausedDL" }],
    ["by the state", { ...nothing, total_size: 0, state: "metaDL" }],
    ["by the state of a forced start", { ...nothing, total_size: 0, state: "forcedMetaDL" }],
  ])("%s", (_, row) => {
    const torrent = torrentOf(row);
    const known = Object.entries(torrent).filter(([name, value]) => name in nothing && value !== undefined);
    expect(known).toEqual([]);
    expect(torrent).toMatchObject({ has_metadata: false, total_size: undefined });
  });

  test("with metadata, an amount of zero is left standing", () => {
    expect(torrentOf({ ...nothing, total_size: 5, has_metadata: true, state: "stoppedUP" })).toMatchObject({
      amount_left: 0,
      private: false,
      root_path: "",
    });
  });

  test("that there is some is told before 5.0 by the size", () => {
    expect(torrentOf({ total_size: 5, state: "pausedUP" }).has_metadata).toBe(true);
    expect(torrentOf({ state: "pausedUP" }).has_metadata).toBeUndefined();
  });
});

test.each(["checkingUP", "checkingDL", "checkingResumeData", "queuedForChecking"])(
  "while %s, what is there and what is left are unknown",
  (state) => {
    expect(torrentOf({ state, progress: 0.5, amount_left: 3, completed: 3, pieces_have: 1, size: 6 })).toMatchObject({
      progress: undefined,
      amount_left: undefined,
      completed: undefined,
      pieces_have: undefined,
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
    ["queuedForChecking", undefined],
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
