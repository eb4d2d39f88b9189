import { describe, expect, test } from "bun:test";
import type { Source, TorrentSource } from "../../src/qbittorrent/facts.ts";
import { type Fetched, withFetched } from "../../src/qbittorrent/fetched.ts";
import { toProperties } from "../../src/qbittorrent/properties.ts";
import { toTrackerList } from "../../src/qbittorrent/tracker.ts";
import { DAY, type Verdict, aTorrent, leaf, verdict } from "../support/builders.ts";
import { type TestedRelease, on, testedReleases } from "./releases.ts";

/** What a field costs on a server: nothing beyond the list, a request, or no server of that age has it. */
type Costs = "list" | "none has it" | Source;

/** What several fields cost, by the release that changed it and the one before. */
type Row = readonly [fields: string, costs: Partial<Record<TestedRelease, Costs>>];

const table: readonly Row[] = [
  ["info.name info.ratio info.tags info.infohash_v1 info.has_metadata info.tracker_host", { "4.1.4": "list" }],
  ["info.private info.is_private", { "4.1.4": "none has it", "4.1.5": "trackers", "4.5": "trackers" }],
  ["info.private info.is_private", { "4.5.1": "properties", "4.6.7": "properties", "5.0": "list", "5.3": "list" }],
  ["info.seeding_time", { "4.1.4": "properties", "4.3.3": "properties", "4.3.4": "list" }],
  ["info.comment info.reannounce", { "4.1.4": "properties", "4.6.7": "properties", "5.0": "list" }],
  ["info.connections_count info.connections_limit", { "4.1.4": "properties", "5.1": "properties", "5.2": "list" }],
  [
    "info.created_by info.creation_date info.total_wasted",
    { "4.1.4": "properties", "5.1": "properties", "5.2": "list" },
  ],
  ["info.piece_size info.pieces_have info.pieces_num", { "4.1.4": "properties", "5.1": "properties", "5.2": "list" }],
  ["info.availability", { "4.1.9": "none has it", "4.2": "list" }],
  ["info.trackers_count", { "4.2.5": "none has it", "4.3": "list" }],
  ["info.content_path", { "4.3": "none has it", "4.3.1": "list" }],
  ["info.infohash_v2 info.download_path", { "4.3.9": "none has it", "4.4": "list" }],
  ["info.max_inactive_seeding_time", { "4.5.1": "none has it", "4.6": "list" }],
  ["info.popularity info.root_path", { "4.6.7": "none has it", "5.0": "list" }],
  ["info.share_limit_action", { "5.1": "none has it", "5.2": "list" }],
  ["info.share_limits_mode", { "5.2": "none has it", "5.3": "list" }],
  ["trackers.url trackers.host", { "4.1.4": "trackers" }],
  // Without a status there is no telling whether the rest means anything.
  ["trackers.msg trackers.num_peers", { "4.1.4": "none has it", "4.1.5": "trackers" }],
  ["trackers.status trackers.tier trackers.num_seeds", { "4.1.4": "none has it", "4.1.5": "trackers" }],
  ["files.name files.size", { "4.1.4": "files" }],
  ["files.index", { "4.3.4": "none has it", "4.3.5": "files" }],
  ["peers.ip", { "4.1.4": "peers" }],
  ["peers.peer_id_client", { "4.4.5": "none has it", "4.5": "peers" }],
  ["peers.host_name", { "5.1": "none has it", "5.2": "peers" }],
  ["peers.contribution", { "5.2": "none has it", "5.3": "peers" }],
  ["webseeds.url", { "4.1.4": "webseeds" }],
  ["properties.comment properties.share_ratio", { "4.1.4": "properties" }],
  ["properties.is_private", { "4.5": "none has it", "4.5.1": "properties" }],
  ["properties.private properties.popularity", { "4.6.7": "none has it", "5.0": "properties" }],
  ["transfer.dht_nodes", { "4.1.4": "transfer" }],
  ["transfer.last_external_address_v4", { "5.0": "none has it", "5.1": "transfer" }],
  ["app.queueing_enabled", { "4.1.4": "preferences" }],
];

const cases = table.flatMap(([fields, costs]) =>
  testedReleases.flatMap((release) => {
    const cost = costs[release];
    return cost === undefined ? [] : fields.split(" ").map((field) => ({ field, release, cost }));
  }),
);

test.each(cases)("$field on $release: $cost", ({ field, release, cost }) => {
  const asked = verdict([leaf(field, "known", true)], aTorrent({ private: true }), on(release));
  expect(costOf(asked)).toBe(cost);
});

function costOf(asked: Verdict): Costs {
  if (asked === "unknown") return "none has it";
  return typeof asked === "boolean" ? "list" : (asked[0] ?? "list");
}

/** A torrent of that release once one thing was asked about it; undefined: it is gone. */
const after = <S extends TorrentSource>(source: S, fetched: Fetched[S] | undefined) =>
  withFetched(aTorrent(), source, fetched);

const trackers = (msg: string) =>
  toTrackerList([
    { url: "** [DHT] **", msg },
    { url: "http://a.example/a", msg: "" },
  ]);
const properties = (row: object) => toProperties({ total_size: 10, ...row });

describe("a private torrent is private on every server", () => {
  test.each([
    ["4.2.5", after("trackers", trackers("This torrent is private")), true],
    ["4.2.5", after("trackers", trackers("")), false],
    ["4.2.5", after("trackers", undefined), "unknown" as const],
    ["4.5", after("trackers", trackers("Dieser Torrent ist privat")), true],
    ["4.5.1", after("properties", properties({ is_private: true })), true],
    ["4.6.7", after("properties", properties({ is_private: false })), false],
    ["4.6.7", after("properties", properties({ is_private: false, total_size: -1 })), "unknown" as const],
    ["4.6.7", after("properties", undefined), "unknown" as const],
    ["5.0", aTorrent({ private: true }), true],
    ["5.0", aTorrent({ private: false }), false],
    ["5.3", aTorrent({ private: null, has_metadata: false }), "unknown" as const],
  ] as const)("%s", (release, torrent, expected) => {
    for (const field of ["info.private", "info.is_private"]) {
      expect(verdict([leaf(field, "==", true)], torrent, on(release))).toBe(expected);
    }
  });

  test("and one without metadata is not known to be public", () => {
    const magnet = withFetched(aTorrent({ total_size: -1 }), "trackers", trackers(""));
    expect(verdict([leaf("info.private", "==", false)], magnet, on("4.2.5"))).toBe("unknown");
  });
});

describe("what an old server has elsewhere is compared as on a new one", () => {
  const answer = toProperties({
    total_size: 10,
    comment: "from a.example",
    seeding_time: 8 * DAY,
    reannounce: 0,
    nb_connections: 3,
    nb_connections_limit: -1,
    creation_date: -1,
    piece_size: 16_384,
    total_wasted: 0,
  });
  const old = after("properties", answer);

  test.each<[string, string, unknown, Verdict]>([
    ["info.comment", "contains", "a.example", true],
    ["info.seeding_time", ">", "7 days", true],
    ["info.reannounce", "known", true, false],
    ["info.connections_count", "==", 3, true],
    ["info.connections_limit", ">", 1000, true],
    ["info.creation_date", "older_than", "1 day", "unknown"],
    ["info.piece_size", "==", "16 KiB", true],
    ["info.total_wasted", "==", 0, true],
    ["info.created_by", "known", false, true],
  ])("%s %s %j", (field, operator, value, expected) => {
    expect(verdict([leaf(field, operator, value)], old, on("4.2.5"))).toBe(expected);
    expect(verdict([leaf(field, operator, value)], aTorrent(), on("4.2.5"))).toEqual(["properties"]);
  });
});
