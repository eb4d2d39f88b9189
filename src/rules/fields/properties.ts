import type { Properties } from "../../qbittorrent/properties.ts";
import type { Release } from "../../qbittorrent/versions.ts";
import type { Field, FieldType } from "./field.ts";

/** `torrents/properties`: one request for each torrent, so that `info.*` is the better choice where both have it. */
export const propertyFields: readonly Field[] = [
  property("addition_date", "timestamp", "When the torrent was added"),
  property("availability", "number", "Distributed copies among the peers", "5.2"),
  property("comment", "text", "The comment in the torrent file"),
  property("completion_date", "timestamp", "When the download was finished"),
  property("created_by", "text", "The program that made the torrent file"),
  property("creation_date", "timestamp", "When the torrent file was made"),
  property("dl_limit", "limit", "The torrent's own download limit"),
  property("dl_speed", "rate", "Download speed"),
  property("dl_speed_avg", "rate", "Average download speed"),
  property("download_path", "path", "Where incomplete data lies, if elsewhere", "4.4"),
  property("eta", "seconds", "Estimated time left"),
  property("has_metadata", "boolean", "Whether the files are known"),
  property("infohash_v1", "hash_v1", "The v1 info-hash", "4.4"),
  property("infohash_v2", "hash_v2", "The v2 info-hash", "4.4"),
  property("is_private", "boolean", "Whether the torrent is private", "4.5.1"),
  property("last_seen", "timestamp", "When all pieces were last seen among the peers"),
  property("nb_connections", "number", "Connected peers"),
  property("nb_connections_limit", "count_limit", "The most peers to connect to, or unlimited"),
  property("peers", "number", "Connected leechers"),
  property("peers_total", "number", "Leechers in the swarm, as info.num_incomplete"),
  property("piece_size", "bytes", "Bytes of a piece"),
  property("pieces_have", "number", "Pieces that are there"),
  property("pieces_num", "number", "Pieces in all"),
  property("popularity", "number", "Ratio gained per month", "5.0"),
  property("private", "boolean", "Whether the torrent is private", "5.0"),
  property("progress", "fraction", "Downloaded part of the wanted files", "5.1"),
  property("reannounce", "seconds", "Time until the next announce"),
  property("save_path", "path", "Where the data is saved"),
  property("seeding_time", "seconds", "Time spent seeding"),
  property("seeds", "number", "Connected seeds"),
  property("seeds_total", "number", "Seeds in the swarm, as info.num_complete"),
  property("share_ratio", "number", "Uploaded divided by downloaded"),
  property("time_elapsed", "seconds", "Time spent running"),
  property("total_downloaded", "bytes", "Bytes downloaded in all"),
  property("total_downloaded_session", "bytes", "Bytes downloaded since qBittorrent started"),
  property("total_size", "bytes", "Bytes of all files"),
  property("total_uploaded", "bytes", "Bytes uploaded in all"),
  property("total_uploaded_session", "bytes", "Bytes uploaded since qBittorrent started"),
  property("total_wasted", "bytes", "Bytes downloaded in vain"),
  property("up_limit", "limit", "The torrent's own upload limit"),
  property("up_speed", "rate", "Upload speed"),
  property("up_speed_avg", "rate", "Average upload speed"),
];

function property(key: keyof Properties, type: FieldType, about: string, since?: Release): Field {
  const supply = { from: "properties" as const, key, ...(since !== undefined && { since }) };
  return { name: `properties.${key}`, type, about, supplies: [supply] };
}
