import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { toFiles } from "../../src/qbittorrent/file.ts";
import { toTrackers } from "../../src/qbittorrent/tracker.ts";

const row = (fields: Readonly<Record<string, unknown>>) => ({
  url: "https://t.example/a",
  tier: 0,
  status: 2,
  msg: "hello",
  num_peers: 1,
  num_seeds: 2,
  num_leeches: 3,
  num_downloaded: 4,
  ...fields,
});

const trackerOf = (fields: Readonly<Record<string, unknown>>) => toTrackers([row(fields)])?.[0];

describe("trackers", () => {
  test("are listed without the rows for DHT, PeX and LSD", () => {
    const sticky = ["** [DHT] **", "** [PeX] **", "** [LSD] **"].map((url) => row({ url, tier: "", status: 0 }));
    expect(toTrackers([...sticky, row({})])?.map(({ url }) => url)).toEqual(["https://t.example/a"]);
    expect(toTrackers(sticky)).toEqual([]);
  });

  test.each([
    ["https://t.example:443/a?passkey=k", "t.example"],
    ["udp://Tracker.Example.COM:1337/announce", "tracker.example.com"],
    ["wss://T.example/", "t.example"],
    ["http://[::1]:80/a", "[::1]"],
    ["no address at all", undefined],
  ])("%s has the host %p", (url, host) => {
    expect(trackerOf({ url })?.host).toBe(host);
  });

  test("contacted, are known in full", () => {
    expect(trackerOf({})).toMatchObject({
      tier: 0,
      msg: "hello",
      num_peers: 1,
      num_seeds: 2,
      num_leeches: 3,
      num_downloaded: 4,
    });
  });

  test("not contacted, are known by address and tier only", () => {
    const known = trackerOf({ status: 1, num_peers: 0, num_seeds: 0, msg: "" });
    expect(known).toMatchObject({ url: "https://t.example/a", host: "t.example", tier: 0, status: { code: 1 } });
    expect(known).toMatchObject({ msg: undefined, num_peers: undefined, num_seeds: undefined, num_leeches: undefined });
  });

  test("have unknown numbers where the server does not count", () => {
    expect(trackerOf({ num_seeds: -1 })?.num_seeds).toBeUndefined();
  });

  test.each([
    ["an old server's 4 is any failure", { status: 4 }, [4, 5, 6]],
    ["a new server's 4 is what it says", { status: 4, updating: false }, [4]],
    ["2 is what it says everywhere", { status: 2 }, [2]],
  ])("%s", (_, fields, mayBe) => {
    expect(trackerOf(fields)?.status?.mayBe).toEqual(mayBe);
  });

  test.each([null, {}, "x", undefined])("%j is no list of them", (rows) => {
    expect(toTrackers(rows)).toBeUndefined();
  });

  test("rows that are none are passed over", () => {
    fc.assert(fc.property(fc.array(fc.jsonValue()), (rows) => expect(toTrackers(rows)).toEqual([])));
  });
});

describe("files", () => {
  test("are known by name, size and progress", () => {
    const rows = [{ index: 0, name: "a/b.mkv", size: 5, progress: 0.5, priority: 1, availability: -1 }];
    expect(toFiles(rows)).toEqual([
      { index: 0, name: "a/b.mkv", size: 5, progress: 0.5, priority: 1, availability: undefined },
    ]);
  });

  test("have slashes between folders on every system", () => {
    expect(toFiles([{ name: "a\\b.mkv" }])?.[0]?.name).toBe("a/b.mkv");
  });

  test("there are none yet without metadata, which is not the same as none", () => {
    expect(toFiles([])).toBeNull();
  });

  test.each([null, {}, "x", undefined])("%j is no list of them", (rows) => {
    expect(toFiles(rows)).toBeUndefined();
  });
});
