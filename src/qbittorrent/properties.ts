import { isRecord } from "../lib/json.ts";
import * as read from "./readers.ts";
import { type ReadBy, type Readers, copying } from "./table.ts";

/** Every field of `torrents/properties`, qBittorrent 4.1 to 5.3, under its own name. */
const readers = {
  addition_date: read.timestamp,
  availability: read.count,
  comment: read.text,
  completion_date: read.timestamp,
  created_by: read.text,
  creation_date: read.timestamp,
  dl_limit: read.limit,
  dl_speed: read.count,
  dl_speed_avg: read.count,
  download_path: read.path,
  eta: read.eta,
  has_metadata: read.flag,
  hash: read.hashOrNone,
  infohash_v1: read.hashOrNone,
  infohash_v2: read.hashOrNone,
  is_private: read.flag,
  last_seen: read.timestamp,
  name: read.text,
  nb_connections: read.count,
  nb_connections_limit: read.limit,
  peers: read.count,
  peers_total: read.count,
  piece_size: read.count,
  pieces_have: read.count,
  pieces_num: read.count,
  popularity: read.count,
  private: read.flag,
  progress: read.fraction,
  reannounce: read.countOrNone,
  save_path: read.path,
  seeding_time: read.count,
  seeds: read.count,
  seeds_total: read.count,
  share_ratio: read.ratio,
  time_elapsed: read.count,
  total_downloaded: read.count,
  total_downloaded_session: read.count,
  total_size: read.count,
  total_uploaded: read.count,
  total_uploaded_session: read.count,
  total_wasted: read.count,
  up_limit: read.limit,
  up_speed: read.count,
  up_speed_avg: read.count,
} as const satisfies Readers;

/** The answer of `torrents/properties`; `private` and `is_private` are the same. */
export type Properties = ReadBy<typeof readers>;

const copy = copying(readers);

export function toProperties(answer: unknown): Properties | undefined {
  if (!isRecord(answer)) return undefined;
  const found = copy(answer);
  // Servers before 5.0 tell by the size.
  const hasMetadata = found.has_metadata ?? (answer["total_size"] === -1 ? false : hasSize(found));
  if (hasMetadata === false) return { ...found, ...withoutMetadata };
  const isPrivate = found.private ?? found.is_private;
  return { ...found, has_metadata: hasMetadata, is_private: isPrivate, private: isPrivate };
}

const hasSize = ({ total_size: size }: Properties): true | undefined => (size === undefined ? undefined : true);

/** What says 0 or false without meaning it. */
const withoutMetadata = {
  availability: undefined,
  has_metadata: false,
  is_private: undefined,
  piece_size: undefined,
  pieces_have: undefined,
  pieces_num: undefined,
  private: undefined,
  progress: undefined,
  total_size: undefined,
} as const satisfies Partial<Properties>;
