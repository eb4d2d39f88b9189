import { isRecord } from "../lib/json.ts";
import type { TorrentFile } from "./file.ts";
import type { Tracker } from "./tracker.ts";
import * as read from "./readers.ts";

/** Every scalar of `torrents/info`, qBittorrent 4.1 to 5.3, under its own name. */
const readers = {
  added_on: read.timestamp,
  amount_left: read.count,
  auto_tmm: read.flag,
  availability: read.count,
  category: read.text,
  comment: read.text,
  completed: read.count,
  completion_on: read.timestamp,
  connections_count: read.count,
  connections_limit: read.count,
  content_path: read.pathOrNone,
  created_by: read.text,
  creation_date: read.timestamp,
  dl_limit: read.rateLimit,
  dlspeed: read.count,
  download_path: read.path,
  downloaded: read.count,
  downloaded_session: read.count,
  eta: read.eta,
  f_l_piece_prio: read.flag,
  force_start: read.flag,
  has_metadata: read.flag,
  infohash_v1: read.hashOrNone,
  infohash_v2: read.hashOrNone,
  last_activity: read.timestamp,
  magnet_uri: read.text,
  max_ratio: read.number,
  max_seeding_time: read.number,
  num_complete: read.count,
  num_incomplete: read.count,
  num_leechs: read.count,
  num_seeds: read.count,
  popularity: read.count,
  priority: read.number,
  private: read.flag,
  progress: read.count,
  ratio: read.ratio,
  ratio_limit: read.number,
  reannounce: read.count,
  root_path: read.path,
  save_path: read.path,
  seeding_time: read.count,
  seeding_time_limit: read.number,
  seen_complete: read.timestamp,
  seq_dl: read.flag,
  size: read.count,
  state: read.state,
  super_seeding: read.flag,
  tags: read.tagSet,
  time_active: read.count,
  total_size: read.count,
  total_wasted: read.count,
  tracker: read.text,
  trackers_count: read.count,
  up_limit: read.rateLimit,
  uploaded: read.count,
  uploaded_session: read.count,
  upspeed: read.count,
} as const satisfies Record<string, (value: unknown) => unknown>;

type Scalars = { readonly [K in keyof typeof readers]: ReturnType<(typeof readers)[K]> };

/** A torrent as the rules see it; undefined is "not known". */
export interface Torrent extends Scalars {
  /** The server's identity of the torrent, 40 lower-case hex digits. */
  readonly hash: string;
  readonly name: string;
  /** Undefined: not fetched; null: the torrent is gone. */
  readonly trackers?: readonly Tracker[] | null | undefined;
  /** Undefined: not fetched; null: there are none yet (no metadata), or the torrent is gone. */
  readonly files?: readonly TorrentFile[] | null | undefined;
}

const readerList = Object.entries(readers);

/** Until the metadata has come, these say 0 without meaning it. */
const needMetadata = ["size", "total_size", "amount_left", "progress", "content_path"] as const;

/**
 * Turns one row of `torrents/info` into a Torrent, in place: a library of 40,000 is not copied. Undefined: the row is not
 * one of a torrent at all.
 */
export function toTorrent(row: unknown): Torrent | undefined {
  if (!isRecord(row) || typeof row["hash"] !== "string" || typeof row["name"] !== "string") return undefined;
  const { has_metadata: hasMetadata, total_size: totalSize } = row;
  for (const [name, reader] of readerList) row[name] = reader(row[name]);
  row["hash"] = row["hash"].toLowerCase();
  const state = read.text(row["state"]) ?? "";
  const withoutMetadata = hasMetadata === false || totalSize === -1 || state === "metaDL" || state === "forcedMetaDL";
  if (withoutMetadata) for (const name of needMetadata) row[name] = undefined;
  // While data is checked, these tell how far the check is.
  if (state.startsWith("checking")) row["progress"] = row["amount_left"] = undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema boundary: every field was read just above
  return row as unknown as Torrent;
}

export const isStopped = (torrent: Pick<Torrent, "state">): boolean | undefined =>
  torrent.state === undefined || isMasking(torrent.state) ? undefined : torrent.state.startsWith("stopped");

/** These states mask whether the torrent is stopped. */
const masking: readonly string[] = ["moving", "error", "missingFiles", "unknown", "queuedForChecking"];

const isMasking = (state: string): boolean => state.startsWith("checking") || masking.includes(state);
