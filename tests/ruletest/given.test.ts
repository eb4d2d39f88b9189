import { describe, expect, test } from "bun:test";
import { toTorrent } from "../../src/qbittorrent/torrent.ts";
import { toTrackers } from "../../src/qbittorrent/tracker.ts";
import { DAY, NOW } from "../support/builders.ts";
import { type WrittenCase, caseOf, check, fileOf } from "./support.ts";

/** The torrent of a test that gives this. */
const torrentOf = (given: WrittenCase, more: WrittenCase = {}): Readonly<Record<string, unknown>> => ({
  ...caseOf({ given, ...more }).torrents[0]?.torrent,
});

/** The first problem of a test that gives this, and its hint. */
function problemOf(given: unknown, more: WrittenCase = {}): string {
  const checked = check(fileOf({ given, ...more }));
  if (checked.ok) throw new Error("no problem was found");
  const [first] = checked.problems;
  return `${first?.message} -> ${first?.hint}`;
}

describe("values are written as in rules", () => {
  test.each([
    ["state", "pausedUP", "stoppedUP"],
    ["state", "stoppedUP", "stoppedUP"],
    ["size", "4 GB", 4_000_000_000],
    ["size", "4 GiB", 4 * 2 ** 30],
    ["size", 4096, 4096],
    ["seeding_time", "10 days", 10 * DAY],
    ["seeding_time", 60, 60],
    ["seeding_time_limit", "unlimited", Infinity],
    ["ratio_limit", "unlimited", Infinity],
    ["up_limit", "500 KiB/s", 512_000],
    ["up_limit", 0, Infinity],
    ["upspeed", "1 MB/s", 1_000_000],
    ["tags", ["a", "b"], ["a", "b"]],
    ["tags", [], []],
    ["category", "tv/anime", "tv/anime"],
    ["category", "", ""],
    ["save_path", "/data/", "/data"],
    ["progress", 0.5, 0.5],
    ["ratio", 2.5, 2.5],
    ["ratio", "unlimited", Infinity],
    ["eta", "unlimited", Infinity],
    ["force_start", true, true],
    ["name", "Some.Show", "Some.Show"],
    ["hash", "A".repeat(40), "a".repeat(40)],
  ])("info.%s: %j is %j", (key, written, value) => {
    expect(torrentOf({ info: { [key]: written } })).toHaveProperty(key, value);
  });

  test("an infinite ratio is .inf, as YAML has it", () => {
    const checked = check("tests: [{name: a, given: {info: {ratio: .inf}}, expect: {matches: []}}]");
    expect(checked.ok && checked.cases[0]?.torrents[0]?.torrent.ratio).toBe(Infinity);
  });
});

describe("a moment", () => {
  test.each([
    ["how long ago", "40 days ago", NOW - 40 * DAY],
    ["how long ago, in parts", "1h30m ago", NOW - 5400],
    ["an instant in UTC", "2025-12-31T00:00:00Z", NOW - DAY],
    ["an instant elsewhere", "2025-12-31T02:00:00+02:00", NOW - DAY],
    ["seconds since 1970", NOW - DAY, NOW - DAY],
  ])("is %s", (_, written, at) => {
    expect(torrentOf({ info: { added_on: written } })["added_on"]).toBe(at);
  });

  test("is counted from the moment of the test", () => {
    const now = "2025-06-01T00:00:00Z";
    expect(torrentOf({ info: { added_on: "1 day ago" } }, { now })["added_on"]).toBe(Date.parse("2025-05-31") / 1000);
  });

  test.each([
    ["without a zone", "2026-01-01T00:00:00", "expected an instant like 2026-01-01T00:00:00Z"],
    ["on a day that there is not", "2026-02-30T00:00:00Z", "expected an instant like 2026-01-01T00:00:00Z"],
    ["that is an age", "40 days", 'or "40 days ago"'],
    ["of an age without a unit", "40 ago", '"40" has no unit'],
    ["that is a small number", 40, "is no moment in a torrent's life"],
  ])("%s is refused", (_, written, message) => {
    expect(problemOf({ info: { added_on: written } })).toContain(message);
  });
});

describe("what a test does not give", () => {
  test("is not known, lists included, and nothing is left to fetch", () => {
    expect(torrentOf({})).toEqual({
      hash: "0000000000000000000000000000000000000001",
      properties: null,
      trackers: null,
      files: null,
      peers: null,
      webseeds: null,
    });
  });

  test("can be said to be so by null", () => {
    expect(torrentOf({ info: { ratio: null, hash: null }, files: null })).toMatchObject({
      hash: "0000000000000000000000000000000000000001",
      ratio: undefined,
      files: null,
    });
  });

  test("of the server was asked for, and is not known either", () => {
    const { server } = caseOf({});
    expect(server).toMatchObject({ preferences: {}, transfer: {}, categories: new Map() });
  });
});

describe("a torrent is as the client reads it from a server", () => {
  test("field by field", () => {
    const info = { name: "a", ratio: 1.5, size: 4096, tags: ["a", "b"], up_limit: 0, state: "pausedUP", category: "" };
    const row = { ...info, hash: "0".repeat(39) + "1", tags: "a, b", has_metadata: true };
    const { infohash_v1: _, ...read } = toTorrent(row) ?? {};
    expect(torrentOf({ info: { ...info, has_metadata: true } })).toMatchObject({ ...read });
  });

  test.each([
    ["5.1", 4, "not_working", {}],
    ["5.3", 4, "not_working", { updating: false }],
    ["5.3", 5, "tracker_error", { updating: false }],
    ["5.3", 2, "working", { updating: false }],
    ["5.3", 1, "not_contacted", { updating: false }],
  ])("its trackers as well: on %s, status %j is written %s", (server, status, name, row) => {
    const url = "https://Tracker.example:8080/announce";
    const [read] = toTrackers([{ url, status, ...row }]) ?? [];
    expect(torrentOf({ trackers: [{ url, status: name }] }, { server })).toMatchObject({
      trackers: [{ url, host: "tracker.example", status: read?.status }],
    });
  });

  test("up to 5.1 a tracker shows every failure as the same", () => {
    const given = { trackers: [{ url: "udp://t", status: "unreachable" }] };
    expect(torrentOf(given, { server: "5.1" })).toMatchObject({
      trackers: [{ status: { code: 4, mayBe: [4, 5, 6] } }],
    });
  });

  test.each([
    ["5.0", { private: true, properties: null }],
    ["4.6", { properties: { is_private: true } }],
    ["4.3", { private: true, trackers: null }],
  ])("what %s has elsewhere is put there", (server, torrent) => {
    expect(torrentOf({ info: { private: true } }, { server })).toMatchObject(torrent);
  });
});

describe("is refused", () => {
  test.each([
    ["a misspelt field", { info: { rato: 1 } }, 'unknown field "rato" of info -> did you mean "ratio"?'],
    ["a field with its namespace", { info: { "info.ratio": 1 } }, 'unknown field "info.ratio" of info -> write ratio'],
    [
      "a field of a list that is misspelt",
      { trackers: [{ stauts: 1 }] },
      'unknown field "stauts" of trackers -> did you mean "status"?',
    ],
    [
      "what is worked out",
      { info: { is_stopped: true } },
      "info.is_stopped is worked out from other fields -> give state",
    ],
    [
      "another name of a field",
      { info: { is_private: true } },
      "info.is_private is worked out from other fields -> give private",
    ],
    [
      "a value of another type",
      { info: { ratio: "high" } },
      'info.ratio: expected a number, found "high" -> write a number',
    ],
    [
      "a text without quotes",
      { info: { name: 1917 } },
      'info.name: expected text (in quotes), found 1917 -> write it in quotes: "1917"',
    ],
    [
      "a tag where a set is",
      { info: { tags: "a" } },
      'info.tags: expected a list of tags, found "a" -> write a list of tags',
    ],
    ["a tag that cannot be", { info: { tags: ["a,b"] } }, "info.tags: a tag cannot contain a comma"],
    ["a sentinel", { info: { ratio: -1 } }, "info.ratio: -1 is how qBittorrent says that there is no value"],
    ["a state that there is not", { info: { state: "seeding" } }, 'info.state: unknown state "seeding"'],
    [
      "what a silent tracker said",
      { trackers: [{ status: "not_contacted", msg: "x" }] },
      "a tracker that was not contacted has no msg yet",
    ],
    ["another part", { infos: {} }, 'unknown key "infos" in a torrent: did you mean "info"?'],
    ["a list that is a mapping", { files: {} }, "expected a list, found a mapping"],
  ])("%s", (_, given, message) => {
    expect(problemOf(given)).toStartWith(message);
  });

  test("a field that the server does not have", () => {
    expect(problemOf({ info: { popularity: 1 } }, { server: "4.6" })).toBe(
      "info.popularity needs qBittorrent 5.0; this test is about v4.6 -> name a newer server, or leave the field out",
    );
  });

  test("a hash that two torrents have", () => {
    const info = { hash: "a".repeat(40) };
    expect(problemOf([{ info }, { info }])).toStartWith("another torrent of this test has the same hash");
  });

  test.each([
    ["5.4", "qBittorrent 5.4 is not known here"],
    ["4.0", "qBittorrent 4.0 is not known here"],
    ["newest", '"newest" is not a release of qBittorrent'],
  ])("the server %s", (server, message) => {
    expect(problemOf({}, { server })).toBe(`${message} -> write a release from 4.1 to 5.3 in quotes, like "5.1"`);
  });
});

test("a server is as old as its release", () => {
  const { server } = caseOf({ server: 5.1 });
  expect([server.name, server.has("4.3.5"), server.has("5.1"), server.has("5.2")]).toEqual(["v5.1", true, true, false]);
});

test("settings, transfer and categories of the server can be given", () => {
  const { server } = caseOf({
    preferences: { max_ratio_act: 1, dht: true },
    transfer: { dl_info_speed: "1 MB/s" },
    categories: { films: { share_limit_action: "Remove", has_share_limits: true } },
  });
  expect(server).toMatchObject({
    preferences: { max_ratio_act: 1, dht: true },
    transfer: { dl_info_speed: 1_000_000 },
    categories: new Map([["films", { name: "films", shareLimitAction: "Remove", hasShareLimits: true }]]),
  });
});
