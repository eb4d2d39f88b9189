import type { TorrentFile } from "../qbittorrent/file.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Tracker, TrackerStatus } from "../qbittorrent/tracker.ts";
import type { Source } from "./truth.ts";

/** How a field's values are written and compared. Speeds are bytes a second, durations seconds. */
export type FieldType =
  | "number"
  | "fraction"
  | "bytes"
  | "seconds"
  | "rate"
  | "limit"
  | "timestamp"
  | "text"
  | "category"
  | "state"
  | "boolean"
  | "tags"
  | "hash"
  | "hash_v1"
  | "hash_v2"
  | "tracker_status";

export type Value = number | string | boolean | readonly string[] | TrackerStatus;

export type Field =
  | { readonly kind: "one"; readonly type: FieldType; readonly read: (torrent: Torrent) => Value | undefined }
  | {
      readonly kind: "each";
      readonly type: FieldType;
      readonly source: Source;
      /** Undefined: not fetched yet; null: the server does not have them. */
      readonly read: (torrent: Torrent) => readonly (Value | undefined)[] | null | undefined;
    };

/** Every field a rule may name. A misspelt one is an error when the rules are loaded, never "unknown". */
export const fields: ReadonlyMap<string, Field> = new Map([
  ...one("number", [
    "availability",
    "connections_count",
    "connections_limit",
    "max_ratio",
    "num_complete",
    "num_incomplete",
    "num_leechs",
    "num_seeds",
    "popularity",
    "priority",
    "ratio",
    "ratio_limit",
    "trackers_count",
    "max_seeding_time",
    "seeding_time_limit",
  ]),
  ...one("fraction", ["progress"]),
  ...one("bytes", [
    "amount_left",
    "completed",
    "downloaded",
    "downloaded_session",
    "size",
    "total_size",
    "total_wasted",
    "uploaded",
    "uploaded_session",
  ]),
  ...one("seconds", ["eta", "reannounce", "seeding_time", "time_active"]),
  ...one("rate", ["dlspeed", "upspeed"]),
  ...one("limit", ["dl_limit", "up_limit"]),
  ...one("timestamp", ["added_on", "completion_on", "creation_date", "last_activity", "seen_complete"]),
  ...one("category", ["category"]),
  ...one("text", [
    "comment",
    "content_path",
    "created_by",
    "download_path",
    "magnet_uri",
    "name",
    "root_path",
    "save_path",
    "tracker",
  ]),
  ...one("hash", ["hash"]),
  ...one("hash_v1", ["infohash_v1"]),
  ...one("hash_v2", ["infohash_v2"]),
  ...one("state", ["state"]),
  ...one("boolean", [
    "auto_tmm",
    "f_l_piece_prio",
    "force_start",
    "has_metadata",
    "private",
    "seq_dl",
    "super_seeding",
  ]),
  ...one("tags", ["tags"]),
  ...eachTracker("text", ["url", "host", "msg"]),
  ...eachTracker("tracker_status", ["status"]),
  ...eachTracker("number", ["tier", "num_peers", "num_seeds", "num_leeches", "num_downloaded"]),
  ...eachFile("text", ["name"]),
  ...eachFile("bytes", ["size"]),
  ...eachFile("fraction", ["progress"]),
  ...eachFile("number", ["index", "priority", "availability"]),
]);

type KeysOf<T, V> = { [K in keyof T]-?: T[K] extends V | undefined ? K : never }[keyof T];

function one(type: FieldType, names: readonly KeysOf<Torrent, Value>[]): [string, Field][] {
  return names.map((name) => [`info.${name}`, { kind: "one", type, read: (torrent) => torrent[name] }]);
}

function eachTracker(type: FieldType, names: readonly (keyof Tracker)[]): [string, Field][] {
  return names.map((name) => [
    `trackers.${name}`,
    {
      kind: "each",
      type,
      source: "trackers",
      read: ({ trackers }) => (trackers === null ? null : trackers?.map((tracker) => tracker[name])),
    },
  ]);
}

function eachFile(type: FieldType, names: readonly (keyof TorrentFile)[]): [string, Field][] {
  return names.map((name) => [
    `files.${name}`,
    {
      kind: "each",
      type,
      source: "files",
      read: ({ files }) => (files === null ? null : files?.map((file) => file[name])),
    },
  ]);
}
