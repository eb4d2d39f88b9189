import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { toFiles } from "../../src/qbittorrent/file.ts";
import { toPeers } from "../../src/qbittorrent/peer.ts";
import { toTrackerList, toTrackers } from "../../src/qbittorrent/tracker.ts";
import { toWebseeds } from "../../src/qbittorrent/webseed.ts";

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

  test.each(["Working", "Not contacted yet", null, 0, 7, 1.5])(
    "of which the status is %j are known by address only: before 4.1.5 it is translated",
    (status) => {
      expect(trackerOf({ status })).toMatchObject({ status: undefined, msg: undefined, num_peers: undefined });
    },
  );

  test.each([
    ["since 5.2 the row says so", { status: 2, updating: true }, true],
    ["since 5.2 the row says not", { status: 4, updating: false }, false],
    ["before, it is a status of its own", { status: 3 }, true],
    ["before, any other says not", { status: 1 }, false],
    ["a status that is none says nothing", { status: "Updating..." }, undefined],
  ])("are being asked just now: %s", (_, fields, updating) => {
    expect(trackerOf(fields)?.updating).toBe(updating);
  });

  test("since 5.2 tell when they are asked again", () => {
    expect(trackerOf({ next_announce: 1_795_375_402, min_announce: 0 })).toMatchObject({
      next_announce: 1_795_375_402,
      min_announce: undefined,
    });
  });

  test.each([null, {}, "x", undefined])("%j is no list of them", (rows) => {
    expect(toTrackers(rows)).toBeUndefined();
    expect(toTrackerList(rows)).toBeUndefined();
  });

  test.each([
    ["private: the row for DHT has a message, in any language", "Dieser Torrent ist privat", true],
    ["not private: it has none", "", false],
  ])("tell that the torrent is %s", (_, msg, isPrivate) => {
    const dht = row({ url: "** [DHT] **", tier: "", status: 0, msg });
    expect(toTrackerList([dht, row({})])).toMatchObject({ private: isPrivate, trackers: [{ host: "t.example" }] });
  });

  test.each([
    ["there is no row for DHT, as before 4.1.5", [row({})]],
    ["it is no text", [row({ url: "** [DHT] **", msg: 5 })]],
  ])("do not tell whether it is private where %s", (_, rows) => {
    expect(toTrackerList(rows)?.private).toBeUndefined();
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

  test.each([
    ["untouched, on servers up to 4.2", 4, 1],
    ["not wanted", 0, 0],
    ["highest", 7, 7],
    ["a mixed folder", -1, undefined],
  ])("have a priority: %s", (_, priority, expected) => {
    expect(toFiles([{ name: "a", priority }])?.[0]?.priority).toBe(expected);
  });

  test("there are none yet without metadata, which is not the same as none", () => {
    expect(toFiles([])).toBeNull();
  });

  test.each([null, {}, "x", undefined])("%j is no list of them", (rows) => {
    expect(toFiles(rows)).toBeUndefined();
  });
});

const peerOf = (fields: Readonly<Record<string, unknown>>) => toPeers({ peers: { "127.0.0.1:36287": fields } })?.[0];

describe("peers", () => {
  const peer = {
    client: "qBittorrent/5.3.0",
    connection: "μTP",
    contribution: 0.5,
    country: "Iceland",
    country_code: "is",
    dl_speed: 13_933,
    downloaded: 100_016,
    files: "peer.bin",
    flags: "D E P",
    flags_desc: "D = Interested (local) and unchoked (peer)",
    host_name: "peer.example",
    ip: "127.0.0.1",
    peer_id_client: "-qB5300-",
    port: 36_287,
    progress: 1,
    relevance: 1.0056,
    up_speed: 0,
    uploaded: 7,
  };

  test("are known by address and port, and by what they do", () => {
    const { flags_desc: _, ...known } = peer;
    expect(peerOf(peer)).toEqual({ id: "127.0.0.1:36287", ...known, i2p_dest: undefined });
  });

  test("before the handshake have neither program nor name", () => {
    const unknown = { client: "", peer_id_client: "", host_name: "", country: null, country_code: null };
    expect(peerOf({ ...peer, ...unknown })).toMatchObject({
      client: undefined,
      peer_id_client: undefined,
      host_name: undefined,
      country: undefined,
      country_code: undefined,
      progress: 1,
    });
  });

  test("in I2P have an address of another kind", () => {
    expect(toPeers({ peers: { "x.b32.i2p": { i2p_dest: "x.b32.i2p" } } })).toEqual([
      expect.objectContaining({ id: "x.b32.i2p", i2p_dest: "x.b32.i2p", ip: undefined, port: undefined }),
    ]);
  });

  test("there may be none", () => {
    expect(toPeers({ full_update: true, peers: {}, rid: 1 })).toEqual([]);
  });

  test.each([[null], [[]], [{}], ["x"], [undefined], [{ peers: [] }]])("%j is no answer about them", (answer) => {
    expect(toPeers(answer)).toBeUndefined();
  });
});

describe("web seeds", () => {
  test("are known by address", () => {
    expect(toWebseeds([{ url: "http://seed.example/" }, { url: 5 }, null])).toEqual([{ url: "http://seed.example/" }]);
    expect(toWebseeds([])).toEqual([]);
  });

  test.each([null, {}, "x", undefined])("%j is no list of them", (rows) => {
    expect(toWebseeds(rows)).toBeUndefined();
  });
});
