import { describe, expect, test } from "bun:test";
import { withFetched } from "../../src/qbittorrent/fetched.ts";
import { toProperties } from "../../src/qbittorrent/properties.ts";
import { type Torrent, toTorrent } from "../../src/qbittorrent/torrent.ts";
import { infoFields } from "../../src/rules/fields/info.ts";
import { aTorrent, circumstances, leaf } from "../support/builders.ts";
import { reasonsFor, says } from "./reasons.ts";
import { on } from "./releases.ts";
import { withTrackers } from "./with-lists.ts";

describe("a server that is too old says from when on it would know", () => {
  says(
    [
      ["info.popularity", ">", 1, aTorrent(), "it needs qBittorrent 5.0 or newer, and this is v2.8.19"],
      ["info.popularity", "known", false, aTorrent(), "it needs qBittorrent 5.0 or newer, and this is v2.8.19"],
      ["peers.host_name", "==", "a", aTorrent(), "it needs qBittorrent 5.2 or newer, and this is v2.8.19"],
      [
        "transfer.last_external_address_v4",
        "==",
        "a",
        aTorrent(),
        "it needs qBittorrent 5.1 or newer, and this is v2.8.19",
      ],
    ],
    on("4.5.1"),
  );

  test("also of one column of an item", () => {
    const asked = [{ any_of: "trackers", where: leaf("tier", "==", 0) }];
    expect(reasonsFor(asked, withTrackers({}), on("4.1.4"))).toEqual([
      "trackers.tier: it needs qBittorrent 4.1.5 or newer, and this is v2.1.1",
    ]);
  });
});

const magnet = aTorrent({ has_metadata: false, total_size: -1, private: null, state: "metaDL" });
const checked = aTorrent({ state: "checkingUP" });

describe("what is not there yet, or not now", () => {
  says([
    ["info.private", "==", true, magnet, "the metadata is not there yet"],
    ["info.size", "larger_than", "1 GB", magnet, "the metadata is not there yet"],
    ["files.name", "contains", "x", { ...magnet, files: null }, "the metadata is not there yet"],
    // It may turn out to have one.
    ["info.infohash_v2", "contains", "ab", { ...magnet, infohash_v2: undefined }, "the metadata is not there yet"],
    ["info.infohash_v1", "contains", "ab", { ...magnet, infohash_v1: undefined }, "the metadata is not there yet"],
    ["info.progress", "<", 1, checked, "the data is being checked"],
    ["info.amount_left", ">", 0, checked, "the data is being checked"],
    ["info.is_complete", "==", true, checked, "the data is being checked"],
    ["info.is_stopped", "==", true, checked, "the data is being checked"],
    ["info.is_seeding", "==", true, aTorrent({ state: "moving" }), "the data is being moved"],
    ["info.is_complete", "==", true, aTorrent({ state: "moving" }), "the data is being moved"],
    ["info.is_complete", "==", true, aTorrent({ state: "missingFiles" }), "its files are missing"],
    ["info.is_stopped", "==", true, aTorrent({ state: "error" }), "qBittorrent has it in an error"],
    // That it is checked as well is not the reason.
    [
      "info.completion_on",
      "older_than",
      "1 day",
      aTorrent({ completion_on: -1, state: "checkingDL" }),
      "the download was never finished",
    ],
    [
      "info.completion_on",
      "older_than",
      "1 day",
      { ...aTorrent({ completion_on: -1 }), trackers: null },
      "the download was never finished",
    ],
    ["info.completion_on", "older_than", "1 day", aTorrent({ completion_on: -1 }), "the download was never finished"],
    ["info.time_since_completed", ">", "1 day", aTorrent({ completion_on: -1 }), "the download was never finished"],
    ["info.last_activity", "older_than", "1 day", aTorrent({ last_activity: 0 }), "nothing was transferred yet"],
    ["info.seen_complete", "older_than", "1 day", aTorrent({ seen_complete: -1 }), "it was never seen complete"],
    ["info.creation_date", "older_than", "1 day", aTorrent({ creation_date: -1 }), "the torrent file does not say"],
  ]);
});

describe("what there is none of", () => {
  says([
    ["info.num_complete", "<", 3, aTorrent({ num_complete: -1 }), "no tracker has told"],
    ["info.infohash_v2", "contains", "ab", aTorrent({ infohash_v2: "" }), "it has no v2 hash"],
    ["info.reannounce", "<", "1 hour", aTorrent({ reannounce: 0 }), "no announce is planned"],
    ["info.tracker_host", "==", "a", aTorrent({ tracker: "" }), "no tracker of it is known"],
    ["info.availability", "<", 1, aTorrent({ availability: -1 }), "qBittorrent knows it only while it downloads"],
    ["info.popularity", ">", 1, aTorrent({ popularity: null }), "qBittorrent does not say"],
    [
      "info.ratio_limit",
      ">",
      1,
      aTorrent({ ratio_limit: -2 }),
      "it has no limit of its own, and info.max_ratio has the one in force",
    ],
    [
      "info.seeding_time_limit",
      ">",
      "1 day",
      aTorrent({ seeding_time_limit: -2 }),
      "it has no limit of its own, and info.max_seeding_time has the one in force",
    ],
    [
      "info.inactive_seeding_time_limit",
      ">",
      "1 day",
      aTorrent({ inactive_seeding_time_limit: -2 }),
      "it has no limit of its own, and info.max_inactive_seeding_time has the one in force",
    ],
    [
      "trackers.url",
      "contains",
      "a",
      { ...aTorrent(), trackers: null },
      "the torrent was gone when qBittorrent was asked",
    ],
    ["files.name", "contains", "a", { ...aTorrent(), files: null }, "the torrent was gone when qBittorrent was asked"],
    [
      "properties.comment",
      "contains",
      "a",
      { ...aTorrent(), properties: null },
      "the torrent was gone when qBittorrent was asked",
    ],
  ]);
});

const tagged = (tags: string) => aTorrent({ tags });
const inCategory = (category: string) => aTorrent({ category });

describe("a near miss names both, and how to say what is meant", () => {
  says([
    ["info.tags", "contains", "keep", tagged("a, Keep"), '"Keep" differs from "keep" in letter case only'],
    [
      "info.tags",
      "not_contains",
      "keep",
      tagged("keep-forever"),
      '"keep-forever" has "keep" in it: name it, or use matches',
    ],
    ["info.tags", "in", ["x", "keep"], tagged("Keep-forever"), '"Keep-forever" has "keep" in it, but for letter case'],
    ["info.tags", "==", " keep ", tagged("KEEP"), '"KEEP" differs from "keep" in letter case only'],
    [
      "info.tags",
      "starts_with",
      "keep",
      tagged("do-not-keep, Keep-it"),
      '"Keep-it" has "keep" in it, but for letter case',
    ],
    ["info.tags", "ends_with", "keep", tagged("keep-it, Do-Keep"), '"Do-Keep" has "keep" in it, but for letter case'],
    ["info.category", "==", "tv", inCategory("TV"), '"TV" differs from "tv" in letter case only'],
    ["info.category", "!=", "tv", inCategory("tv/anime"), '"tv/anime" lies below "tv": name it, or use under'],
    ["info.category", "not_in", ["a", "tv"], inCategory("TV/anime"), '"TV/anime" lies below "tv", but for letter case'],
    ["info.category", "under", "tv", inCategory("Tv/anime"), '"Tv/anime" lies below "tv", but for letter case'],
    ["info.category", "under", "tv/", inCategory("TV"), '"TV" differs from "tv" in letter case only'],
    ["info.category", "contains", "tv", inCategory("My TV"), '"My TV" has "tv" in it, but for letter case'],
    ["info.category", "starts_with", "MY", inCategory("my-tv"), '"my-tv" has "MY" in it, but for letter case'],
    ["info.category", "starts_with", "my", inCategory("My TV"), '"My TV" has "my" in it, but for letter case'],
  ]);
});

const propertiesAt = (path: string | undefined) => toProperties({ total_size: 10, save_path: path });

describe("what earlier rules did", () => {
  const CHANGED = "an earlier action of this run changes it";
  test.each<[string, Torrent, Torrent]>([
    ["info.save_path", aTorrent(), { ...aTorrent(), save_path: undefined }],
    ["info.is_stopped", aTorrent(), { ...aTorrent(), state: undefined }],
    ["info.is_complete", aTorrent(), { ...aTorrent(), progress: undefined }],
    ["info.ratio_limit", aTorrent({ ratio_limit: 2 }), { ...aTorrent(), ratio_limit: undefined }],
    [
      "properties.save_path",
      { ...aTorrent(), properties: propertiesAt("/a") },
      { ...aTorrent(), properties: propertiesAt(undefined) },
    ],
  ])("is why %s is not known", (field, start, torrent) => {
    const value = typeof start.ratio_limit === "number" ? 1 : field.startsWith("info.is_") ? true : "/a";
    expect(reasonsFor([leaf(field, "==", value)], torrent, circumstances, start)).toEqual([`${field}: ${CHANGED}`]);
  });

  test("is not why something is unknown that was so before", () => {
    const torrent = aTorrent({ completion_on: -1 });
    expect(reasonsFor([leaf("info.completion_on", "older_than", "1 day")], torrent)).toEqual([
      "info.completion_on: the download was never finished",
    ]);
  });
});

test("whatever the client does not know of a magnet link is said to want its metadata", () => {
  const row = {
    state: "downloading",
    hash: "0",
    name: "x",
    progress: 0.5,
    size: 1,
    private: false,
    root_path: "/a",
    content_path: "/a/b",
    amount_left: 5,
    availability: 1,
    piece_size: 1,
    pieces_have: 1,
    pieces_num: 1,
    total_size: 10,
  };
  const [known, unknown] = [toTorrent({ ...row }), toTorrent({ ...row, has_metadata: false })];
  if (known === undefined || unknown === undefined) throw new Error("no torrents");
  const forgotten = infoFields.filter(
    ({ name }) => valueOf(known, name) !== undefined && valueOf(unknown, name) === undefined,
  );
  expect(forgotten.length).toBeGreaterThan(8);
  for (const { name } of forgotten) {
    expect(reasonsFor([leaf(name, "==", sample(name))], unknown)).toEqual([`${name}: the metadata is not there yet`]);
  }
});

const valueOf = (torrent: Torrent, name: string): unknown =>
  Object.entries(torrent).find(([key]) => `info.${key}` === name)?.[1];

const sample = (name: string): unknown => {
  if (name.endsWith("path")) return "/a";
  return name === "info.private" ? true : 1;
};

test("a torrent that is gone when its properties are asked for is said to be", () => {
  const gone = withFetched(aTorrent(), "properties", undefined);
  expect(reasonsFor([leaf("info.comment", "contains", "x")], gone, on("4.5.1"))).toEqual([
    "info.comment: the torrent was gone when qBittorrent was asked",
  ]);
});

test("without metadata the trackers of an old server do not tell whether a torrent is private", () => {
  const asked = [leaf("info.private", "==", true)];
  const torrent = { ...aTorrent({ total_size: -1 }), trackers: [] };
  expect(reasonsFor(asked, torrent, on("4.2.5"))).toEqual(["info.private: the metadata is not there yet"]);
  expect(reasonsFor(asked, { ...torrent, trackers: null }, on("4.2.5"))).toEqual([
    "info.private: the torrent was gone when qBittorrent was asked",
  ]);
});
