import type { Json } from "./answer.ts";
import { infoRow, pieceCount, pieceSize, piecesHave, shownPath, totalSize, type RowContext } from "./info-row.ts";
import { isSince } from "../releases.ts";

/** The answer of torrents/properties. */
export function propertiesOf(context: RowContext): Record<string, Json> {
  const { torrent, profile } = context;
  const row = infoRow(context);
  const isPrivate = torrent.hasMetadata && torrent.private;
  const has = (version: string) => isSince(profile.version, version);
  const common = {
    addition_date: torrent.addedOn,
    comment: torrent.comment,
    completion_date: torrent.completionOn ?? -1,
    created_by: "",
    creation_date: torrent.hasMetadata ? profile.never : -1,
    dl_limit: limit(torrent.downloadLimit),
    dl_speed: torrent.downloadSpeed,
    dl_speed_avg: profile.never,
    eta: 8_640_000,
    last_seen: -1,
    nb_connections: torrent.seeds + torrent.peers,
    nb_connections_limit: 100,
    peers: torrent.peers,
    peers_total: torrent.swarmPeers,
    piece_size: pieceSize(torrent),
    pieces_have: piecesHave(torrent),
    pieces_num: pieceCount(torrent),
    reannounce: 0,
    save_path: shownPath(torrent.savePath, profile),
    seeding_time: torrent.seedingTime,
    seeds: torrent.seeds,
    seeds_total: torrent.swarmSeeds,
    share_ratio: torrent.ratio,
    time_elapsed: torrent.timeActive,
    total_downloaded: torrent.downloaded,
    total_downloaded_session: torrent.downloaded,
    total_size: totalSize(torrent),
    total_uploaded: torrent.uploaded,
    total_uploaded_session: torrent.uploaded,
    total_wasted: 0,
    up_limit: limit(torrent.uploadLimit),
    up_speed: torrent.uploadSpeed,
    up_speed_avg: profile.never,
  };
  return {
    ...common,
    ...(has("4.4.0")
      ? { download_path: "", infohash_v1: torrent.infoHashes.v1, infohash_v2: torrent.infoHashes.v2 }
      : {}),
    ...(has("4.5.2") ? { hash: torrent.hash, name: torrent.name, is_private: isPrivate } : {}),
    ...(has("5.0.0") ? { has_metadata: torrent.hasMetadata, popularity: 0, private: row["private"] ?? null } : {}),
    ...(has("5.1.0") ? { progress: torrent.progress } : {}),
    ...(has("5.2.0") ? { availability: row["availability"] ?? 0 } : {}),
  };
}

/** Here, unlike in torrents/info, no limit is -1 in every version. */
function limit(bytesPerSecond: number | undefined): number {
  return bytesPerSecond === undefined || bytesPerSecond <= 0 ? -1 : bytesPerSecond;
}
