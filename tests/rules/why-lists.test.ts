import { describe, expect, test } from "bun:test";
import { toPreferences } from "../../src/qbittorrent/preferences.ts";
import { aTorrent, leaf } from "../support/builders.ts";
import { reasonsFor, says } from "./reasons.ts";
import { on } from "./releases.ts";
import { withFiles, withNewTrackers, withPeers, withTrackers } from "./with-lists.ts";

const at = (host: string, row: object) => ({ url: `https://${host}/secret/announce`, ...row });

describe("a tracker is named by its host, which gives no secret away", () => {
  const GONE = leaf("msg", "contains", "unregistered");
  const group = [{ any_of: "trackers", where: GONE }];

  says([
    [
      "trackers.msg",
      "contains",
      "x",
      withTrackers(at("a.example", {}), at("b.example", { status: 1 })),
      "b.example was not contacted yet",
    ],
    [
      "trackers.status",
      "==",
      "working",
      withTrackers(at("a.example", { status: 1 })),
      "a.example was not contacted yet",
    ],
    [
      "trackers.msg",
      "contains",
      "x",
      withNewTrackers(at("a.example", { updating: true })),
      "a.example is being asked just now",
    ],
    [
      "trackers.num_seeds",
      ">",
      1,
      withTrackers(at("a.example", { num_seeds: -1 })),
      "qBittorrent does not say it of a.example",
    ],
    [
      "trackers.status",
      "==",
      "unreachable",
      // The first fails, too, but not in doubt: it has a status of its own.
      withTrackers(at("a.example", { status: 5, updating: false }), at("b.example", { status: 4 })),
      "b.example fails, and qBittorrent up to 5.1 does not tell how: name not_working, tracker_error and unreachable together",
    ],
  ]);

  test("within a group, too, and each one that leaves it open", () => {
    const torrent = withTrackers(at("a.example", { status: 1 }), at("b.example", {}), at("c.example", { status: 1 }));
    expect(reasonsFor(group, torrent)).toEqual([
      "trackers.msg: a.example was not contacted yet",
      "trackers.msg: c.example was not contacted yet",
    ]);
  });

  test("of a flat test the first one that leaves it open is enough", () => {
    const torrent = withTrackers(at("a.example", {}), at("b.example", { status: 1 }), at("c.example", { status: 1 }));
    expect(reasonsFor([leaf("trackers.msg", "==", "x")], torrent)).toEqual([
      "trackers.msg: b.example was not contacted yet",
    ]);
  });

  test("however many there are", () => {
    const many = Array.from({ length: 30 }, (_, n) => at(`${n}.example`, n === 29 ? { status: 1 } : {}));
    expect(reasonsFor(group, withTrackers(...many))).toEqual(["trackers.msg: 29.example was not contacted yet"]);
    expect(reasonsFor([leaf("trackers.msg", "==", "x")], withTrackers(...many))).toEqual([
      "trackers.msg: 29.example was not contacted yet",
    ]);
  });

  test.each([
    ["of none", { ...withTrackers() }, "all_of", 'trackers: it has no trackers, and "all_of" asks for at least one'],
    [
      "of a torrent that is gone",
      { ...aTorrent(), trackers: null },
      "any_of",
      "trackers: the torrent was gone when qBittorrent was asked",
    ],
  ])("a group about the trackers %s says so", (_, torrent, kind, reason) => {
    expect(reasonsFor([{ [kind]: "trackers", where: GONE }], torrent)).toEqual([reason]);
  });

  test("a group about the files of a magnet link says what is missing", () => {
    const asked = [{ none_of: "files", where: leaf("name", "ends_with", ".exe") }];
    expect(reasonsFor(asked, { ...aTorrent({ total_size: -1 }), files: null })).toEqual([
      "files: the metadata is not there yet",
    ]);
  });
});

describe("items of other lists are named as well", () => {
  says([
    ["peers.client", "contains", "x", withPeers({ client: "" }), "qBittorrent does not say it of 10.0.0.1:6881"],
    [
      "files.availability",
      "<",
      1,
      withFiles({ name: "a.mkv", availability: -1 }),
      "qBittorrent does not say it of a.mkv",
    ],
  ]);
});

describe("what is asked of the server", () => {
  const preferences = toPreferences({ queueing_enabled: true, max_ratio: 2, save_path: "/downloads" });
  says(
    [
      ["app.no_such_thing", "==", 1, aTorrent(), 'qBittorrent has no setting "no_such_thing" that rules may read'],
      ["app.queueing_enabled", "==", "yes", aTorrent(), "it is true or false, not a text"],
      ["app.save_path", ">", 3, aTorrent(), "it is a text, not a number"],
      ["app.max_ratio", "in", ["2", true], aTorrent(), "it is a number, not a text or true or false"],
      ["transfer.dht_nodes", ">", 1, aTorrent(), "qBittorrent does not say"],
    ],
    on("5.3", { preferences, transfer: {} }),
  );
});
