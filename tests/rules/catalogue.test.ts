import { describe, expect, test } from "bun:test";
import { toFiles } from "../../src/qbittorrent/file.ts";
import { toPeers } from "../../src/qbittorrent/peer.ts";
import { toProperties } from "../../src/qbittorrent/properties.ts";
import { toTorrent } from "../../src/qbittorrent/torrent.ts";
import { toTrackers } from "../../src/qbittorrent/tracker.ts";
import { toTransfer } from "../../src/qbittorrent/transfer.ts";
import { fields, findField } from "../../src/rules/fields/catalogue.ts";
import { derivedFields } from "../../src/rules/fields/derived.ts";
import type { FieldType } from "../../src/rules/fields/field.ts";
import { infoFields } from "../../src/rules/fields/info.ts";
import { listFields } from "../../src/rules/fields/lists.ts";
import { propertyFields } from "../../src/rules/fields/properties.ts";
import { transferFields } from "../../src/rules/fields/server.ts";
import { NOW, leaf, load } from "../support/builders.ts";

/** A row of `torrents/info` as 5.3 writes it, with nothing left out. */
const fullRow = {
  added_on: NOW,
  amount_left: 0,
  auto_tmm: true,
  availability: 1.5,
  category: "tv",
  comment: "a comment",
  completed: 10,
  completion_on: NOW,
  connections_count: 3,
  connections_limit: 100,
  content_path: "/data/a",
  created_by: "someone",
  creation_date: NOW,
  dl_limit: 0,
  dlspeed: 5,
  download_path: "/incomplete",
  downloaded: 10,
  downloaded_session: 5,
  eta: 60,
  f_l_piece_prio: false,
  force_start: false,
  has_metadata: true,
  hash: "0123456789abcdef0123456789abcdef01234567",
  inactive_seeding_time_limit: -1,
  infohash_v1: "0123456789abcdef0123456789abcdef01234567",
  infohash_v2: "0123456789abcdef0123456789abcdef012345670123456789abcdef01234567",
  last_activity: NOW,
  magnet_uri: "magnet:?xt=urn:btih:0",
  max_inactive_seeding_time: 10,
  max_ratio: 2,
  max_seeding_time: 10,
  name: "A torrent",
  num_complete: 4,
  num_incomplete: 2,
  num_leechs: 1,
  num_seeds: 1,
  piece_size: 16_384,
  pieces_have: 9,
  pieces_num: 10,
  popularity: 0.5,
  priority: 1,
  private: false,
  progress: 1,
  ratio: 2,
  ratio_limit: 3,
  reannounce: 60,
  root_path: "/data/a",
  save_path: "/data",
  seeding_time: 60,
  seeding_time_limit: 30,
  seen_complete: NOW,
  seq_dl: false,
  share_limit_action: "Stop",
  share_limits_mode: "MatchAny",
  size: 10,
  state: "uploading",
  super_seeding: false,
  tags: "a, b",
  time_active: 60,
  total_size: 10,
  total_wasted: 0,
  tracker: "https://a.example/announce",
  trackers_count: 1,
  up_limit: 1024,
  uploaded: 20,
  uploaded_session: 5,
  upspeed: 0,
};

/** How a known value of each type is held. */
const held: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  number: isNumber,
  ratio_limit: isNumber,
  count_limit: isNumber,
  fraction: (value) => isNumber(value) && value >= 0 && value <= 1,
  bytes: isNumber,
  seconds: isNumber,
  time_limit: isNumber,
  rate: isNumber,
  limit: isNumber,
  timestamp: (value) => isNumber(value) && value > 1_000_000_000,
  text: isText,
  path: isText,
  category: isText,
  state: isText,
  boolean: (value) => typeof value === "boolean",
  tags: Array.isArray,
  hash: (value) => isText(value) && value.length === 40,
  hash_v1: (value) => isText(value) && value.length === 40,
  hash_v2: (value) => isText(value) && value.length === 64,
  tracker_status: (value) => typeof value === "object" && value !== null && "mayBe" in value,
  any: () => true,
};

describe("everything that qBittorrent says can be asked for", () => {
  const [trackers, files] = [toTrackers([{ url: "" }]) ?? [], toFiles([{ name: "" }]) ?? []];
  const peers = toPeers({ peers: { "1.2.3.4:5": {} } }) ?? [];

  test.each([
    ["info", fullRow, ""],
    // The list says these, of every torrent.
    ["properties", toProperties({}), "hash name"],
    ["trackers", trackers[0], ""],
    ["files", files[0], ""],
    ["peers", peers[0], ""],
    ["webseeds", { url: "" }, ""],
    ["transfer", toTransfer({}), ""],
  ])("in %s", (namespace, row, but) => {
    const keys = Object.keys(row ?? {}).filter((key) => !but.split(" ").includes(key));
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => findField(`${namespace}.${key}`) === undefined)).toEqual([]);
  });
});

describe("a field", () => {
  test("has a name of its own", () => {
    const all = [infoFields, derivedFields, propertyFields, listFields, transferFields].flat();
    expect(all.map(({ name }) => name).toSorted()).toEqual([...fields.keys()].toSorted());
  });

  test("says for people what it is, without a full stop", () => {
    const dumb = [...fields.values()].filter(({ about }) => !/^[A-Z0-9].{3,}[^.]$/.test(about));
    expect(dumb.map(({ name }) => name)).toEqual([]);
  });

  test("has its supplies newest first, so that the first one that suits is the best", () => {
    for (const { name, supplies } of fields.values()) {
      const releases = supplies.map(({ since = "0" }) => ageOf(since));
      expect(
        releases.toSorted((a, b) => b - a),
        name,
      ).toEqual(releases);
      expect(new Set(releases).size, name).toBe(releases.length);
    }
  });

  test.each(infoFields.map(({ name, type }) => [name, type] as const))(
    "%s holds what its type %s says",
    (name, type) => {
      const torrent: Readonly<Record<string, unknown>> = { ...toTorrent({ ...fullRow }) };
      const value = torrent[name.replace("info.", "")];
      expect([value, held[type](value)]).toEqual([value, true]);
    },
  );
});

test.each(["app", "app.", "app.a-b", "app.a.b", "info", "info.", "constructor", "info.constructor", "files.length"])(
  "there is no field %j",
  (name) => {
    expect(load({ conditions: [leaf(name, "known", true)] })).toMatchObject({
      ok: false,
      problems: [{ code: "unknown-field" }],
    });
  },
);

/** `4.1.5` as 40105. */
function ageOf(release: string): number {
  const [major = 0, minor = 0, patch = 0] = release.split(".").map(Number);
  return (major * 100 + minor) * 100 + patch;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
