import { isRecord } from "../lib/json.ts";
import { type TorrentFile, toFiles, withoutProgress } from "./file.ts";
import type { Peer } from "./peer.ts";
import type { Properties } from "./properties.ts";
import * as read from "./readers.ts";
import { type ReadBy, type Readers, type Row, inPlace } from "./table.ts";
import { type Tracker, toTrackers } from "./tracker.ts";
import type { Webseed } from "./webseed.ts";

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
  connections_limit: read.limit,
  content_path: read.place,
  created_by: read.text,
  creation_date: read.timestamp,
  dl_limit: read.limit,
  dlspeed: read.count,
  download_path: read.path,
  downloaded: read.count,
  downloaded_session: read.count,
  eta: read.eta,
  f_l_piece_prio: read.flag,
  force_start: read.flag,
  has_metadata: read.flag,
  inactive_seeding_time_limit: read.timeLimit,
  infohash_v1: read.hashOrNone,
  infohash_v2: read.hashOrNone,
  last_activity: read.timestamp,
  magnet_uri: read.text,
  max_inactive_seeding_time: read.timeLimit,
  max_ratio: read.ratioLimit,
  max_seeding_time: read.timeLimit,
  num_complete: read.count,
  num_incomplete: read.count,
  num_leechs: read.count,
  num_seeds: read.count,
  piece_size: read.count,
  pieces_have: read.count,
  pieces_num: read.count,
  popularity: read.count,
  priority: read.count,
  private: read.flag,
  progress: read.fraction,
  ratio: read.ratio,
  ratio_limit: read.ratioLimit,
  reannounce: read.countOrNone,
  root_path: read.path,
  save_path: read.path,
  seeding_time: read.count,
  seeding_time_limit: read.timeLimit,
  seen_complete: read.timestamp,
  seq_dl: read.flag,
  share_limit_action: read.textOrNone,
  share_limits_mode: read.textOrNone,
  size: read.count,
  state: read.state,
  super_seeding: read.flag,
  tags: read.tagSet,
  time_active: read.count,
  total_size: read.count,
  total_wasted: read.count,
  tracker: read.text,
  trackers_count: read.count,
  up_limit: read.limit,
  uploaded: read.count,
  uploaded_session: read.count,
  upspeed: read.count,
} as const satisfies Readers;

/** A torrent as the rules see it; undefined is "not known". Times are seconds, no limit is Infinity. */
export interface Torrent extends ReadBy<typeof readers> {
  /** The server's identity of the torrent, 40 lower-case hex digits. */
  readonly hash: string;
  readonly name: string;
  // What has a request of its own. Undefined: not fetched; null: the torrent is gone.
  readonly trackers?: readonly Tracker[] | null | undefined;
  /** Null as well: there are none yet, for want of metadata. */
  readonly files?: readonly TorrentFile[] | null | undefined;
  readonly properties?: Properties | null | undefined;
  readonly webseeds?: readonly Webseed[] | null | undefined;
  readonly peers?: readonly Peer[] | null | undefined;
}

/** What came along with the list, because it was asked for and the server can. */
export interface Including {
  readonly trackers: boolean;
  readonly files: boolean;
}

const readScalars = inPlace(readers);

/** Until the metadata has come, these say 0, "" or false without meaning it. */
export const needMetadata = [
  "amount_left",
  "availability",
  "content_path",
  "piece_size",
  "pieces_have",
  "pieces_num",
  "private",
  "progress",
  "root_path",
  "size",
  "total_size",
] as const satisfies readonly (keyof Torrent)[];

/** While data is checked, these tell how far the check is. */
export const needCheck = [
  "amount_left",
  "completed",
  "pieces_have",
  "progress",
] as const satisfies readonly (keyof Torrent)[];

/**
 * Turns one row of `torrents/info` into a Torrent, in place: a library of 40,000 is not copied. Undefined: the row is not
 * one of a torrent at all.
 */
export function toTorrent(row: unknown, including: Including = nothing): Torrent | undefined {
  if (!isRecord(row) || typeof row["hash"] !== "string" || typeof row["name"] !== "string") return undefined;
  row["hash"] = row["hash"].toLowerCase();
  const hasMetadata = metadataOf(row);
  readScalars(row);
  // What old servers do not say, and do not have to: only what is known is added to the row.
  if (row["has_metadata"] === undefined && hasMetadata !== undefined) row["has_metadata"] = hasMetadata;
  if (!("infohash_v1" in row)) row["infohash_v1"] = row["hash"];
  if (hasMetadata === false) forget(row, needMetadata);
  if (isChecking(row["state"])) forget(row, needCheck);
  readFacts(row, including);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema boundary: every field was read just above
  return row as unknown as Torrent;
}

const nothing: Including = { trackers: false, files: false };

/** Of a row as the server sent it: servers before 5.0 tell by what they say of the size, and by the state. */
function metadataOf(row: Row): boolean | undefined {
  const { has_metadata: said, total_size: size, state } = row;
  if (said === false || size === -1 || state === "metaDL" || state === "forcedMetaDL") return false;
  return said === true || read.count(size) !== undefined ? true : undefined;
}

/** Only in lists that were asked for them; what else a row may have by these names is not ours. */
function readFacts(row: Row, including: Including): void {
  if (row["trackers"] !== undefined || including.trackers) {
    row["trackers"] = including.trackers ? toTrackers(row["trackers"]) : undefined;
  }
  if (row["files"] !== undefined || including.files) {
    // Left out where there is no metadata.
    const files = including.files ? toFiles(row["files"] ?? []) : undefined;
    row["files"] = files && isChecking(row["state"]) ? withoutProgress(files) : files;
  }
  forget(row, fetchedApart);
}

const fetchedApart = ["properties", "webseeds", "peers"] as const satisfies readonly (keyof Torrent)[];

function forget(row: Row, names: readonly string[]): void {
  for (const name of names) if (row[name] !== undefined) row[name] = undefined;
}

export const isStopped = (torrent: Pick<Torrent, "state">): boolean | undefined =>
  torrent.state === undefined || isMasking(torrent.state) ? undefined : torrent.state.startsWith("stopped");

/** These states mask whether the torrent is stopped. */
const masking: readonly string[] = ["moving", "error", "missingFiles", "unknown"];

const isMasking = (state: string): boolean => isChecking(state) || masking.includes(state);

/** Or waiting for it, as 4.1 says. */
export const isChecking = (state: unknown): boolean =>
  typeof state === "string" && (state.startsWith("checking") || state === "queuedForChecking");
