import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { toCategories } from "../../src/qbittorrent/category.ts";
import { toFiles } from "../../src/qbittorrent/file.ts";
import { toPeers } from "../../src/qbittorrent/peer.ts";
import { toPreferences } from "../../src/qbittorrent/preferences.ts";
import { toProperties } from "../../src/qbittorrent/properties.ts";
import { type Torrent, toTorrent } from "../../src/qbittorrent/torrent.ts";
import { toTrackerList } from "../../src/qbittorrent/tracker.ts";
import { toTransfer } from "../../src/qbittorrent/transfer.ts";
import { toWebseeds } from "../../src/qbittorrent/webseed.ts";

type Apart = "trackers" | "files" | "properties" | "webseeds" | "peers";
type Kind<T> = T extends number
  ? "number" | "limit"
  : T extends string
    ? "text"
    : T extends boolean
      ? "flag"
      : T extends readonly string[]
        ? "texts"
        : never;

/** What each field of a torrent may be if it is known. Of numbers, only limits and the like may be infinite. */
const kinds: { readonly [K in Exclude<keyof Torrent, Apart>]: Kind<Torrent[K]> } = {
  added_on: "number",
  amount_left: "number",
  auto_tmm: "flag",
  availability: "number",
  category: "text",
  comment: "text",
  completed: "number",
  completion_on: "number",
  connections_count: "number",
  connections_limit: "limit",
  content_path: "text",
  created_by: "text",
  creation_date: "number",
  dl_limit: "limit",
  dlspeed: "number",
  download_path: "text",
  downloaded: "number",
  downloaded_session: "number",
  eta: "limit",
  f_l_piece_prio: "flag",
  force_start: "flag",
  has_metadata: "flag",
  hash: "text",
  inactive_seeding_time_limit: "limit",
  infohash_v1: "text",
  infohash_v2: "text",
  last_activity: "number",
  magnet_uri: "text",
  max_inactive_seeding_time: "limit",
  max_ratio: "limit",
  max_seeding_time: "limit",
  name: "text",
  num_complete: "number",
  num_incomplete: "number",
  num_leechs: "number",
  num_seeds: "number",
  piece_size: "number",
  pieces_have: "number",
  pieces_num: "number",
  popularity: "number",
  priority: "number",
  private: "flag",
  progress: "number",
  ratio: "limit",
  ratio_limit: "limit",
  reannounce: "number",
  root_path: "text",
  save_path: "text",
  seeding_time: "number",
  seeding_time_limit: "limit",
  seen_complete: "number",
  seq_dl: "flag",
  share_limit_action: "text",
  share_limits_mode: "text",
  size: "number",
  state: "text",
  super_seeding: "flag",
  tags: "texts",
  time_active: "number",
  total_size: "number",
  total_wasted: "number",
  tracker: "text",
  trackers_count: "number",
  up_limit: "limit",
  uploaded: "number",
  uploaded_session: "number",
  upspeed: "number",
};

const isOf: Readonly<Record<string, (value: unknown) => boolean>> = {
  number: (value) => typeof value === "number" && Number.isFinite(value) && value >= 0,
  limit: (value) => typeof value === "number" && value >= 0,
  text: (value) => typeof value === "string",
  flag: (value) => typeof value === "boolean",
  texts: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
};

/** Names of the fields that are neither unknown nor what they ought to be. */
function wrongIn(torrent: Torrent): string[] {
  const found: ReadonlyMap<string, unknown> = new Map(Object.entries(torrent));
  const wrong = Object.entries(kinds).filter(
    ([name, kind]) => found.get(name) !== undefined && isOf[kind]?.(found.get(name)) !== true,
  );
  const apart = ["trackers", "files", "properties", "webseeds", "peers"].filter(
    (name) => found.get(name) !== undefined,
  );
  return [...wrong.map(([name]) => name), ...apart];
}

const HASH = "0123456789abcdef0123456789abcdef01234567";

function torrentOf(row: Readonly<Record<string, unknown>>): Torrent {
  const torrent = toTorrent({ ...row, hash: HASH, name: "a" });
  if (torrent === undefined) throw new Error("no torrent");
  return torrent;
}

const names = [...Object.keys(kinds), "trackers", "files", "properties", "webseeds", "peers"];

/** As JSON says them: some numbers are too large, too small or not what they look like. */
// oxfmt-ignore
const hostile = [
  "null", '""', '"NaN"', '"Infinity"', '"12"', '"true"', '" "', "[]", "{}", "[1]", '{"a":1}', "true", "false",
  "0", "-0", "-1", "-2", "-3.5", "0.1", "1e999", "-1e999", "1e308", "-1e308", "1e-320", "9007199254740993",
  "4294967295", "4294967296", "8640000", "8640001", "9999", "86400", '"\\u0000"', '"/"', '","',
];

describe("a row that is not what it ought to be", () => {
  test.each(hostile)("%s in every field", (json) => {
    const value: unknown = JSON.parse(json);
    expect(wrongIn(torrentOf(Object.fromEntries(names.map((name) => [name, value]))))).toEqual([]);
  });

  test("the same in each field alone, the others as they are in a good row", () => {
    const good = { state: "stalledUP", total_size: 5, progress: 1, has_metadata: true, tags: "a", ratio: 1 };
    const wrong = names.flatMap((name) =>
      hostile.flatMap((json) => wrongIn(torrentOf({ ...good, [name]: JSON.parse(json) as unknown }))),
    );
    expect(wrong).toEqual([]);
  });

  test("whatever JSON there is in it, every field is of its type or unknown", () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(...hostile).map((json): unknown => JSON.parse(json)),
    );
    const row = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value);
    fc.assert(fc.property(row, (fields) => expect(wrongIn(torrentOf(fields))).toEqual([])));
  });

  test("no number too large becomes a limit that is none, and no text a number", () => {
    const row = { up_limit: JSON.parse("1e999") as unknown, ratio: "NaN", max_ratio: "Infinity", eta: "8640000" };
    const { up_limit: limit, ratio, max_ratio: most, eta } = torrentOf(row);
    expect([limit, ratio, most, eta]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("an answer that is any JSON is read without a fault:", () => {
  const readers: Readonly<Record<string, (answer: unknown) => unknown>> = {
    toCategories,
    toFiles,
    toPeers,
    toPreferences,
    toProperties,
    toTrackerList,
    toTransfer,
    toWebseeds,
  };

  test.each(Object.entries(readers))("%s", (_, reader) => {
    const row = fc.dictionary(fc.constantFrom("url", "name", "status", "updating", "msg", ...names), fc.jsonValue());
    const peers = fc.record({ peers: fc.dictionary(fc.string(), fc.oneof(row, fc.jsonValue())) });
    const answer = fc.oneof(fc.jsonValue(), row, fc.array(row), peers, fc.dictionary(fc.string(), row));
    fc.assert(fc.property(answer, (found) => void reader(found)));
  });
});
