import type { Properties } from "../../qbittorrent/properties.ts";
import type { Release } from "../../qbittorrent/versions.ts";
import type { Field, FieldType, ScalarKey, Supply } from "./field.ts";

/** Before 5.0: the properties say it since 4.5.1, and before that only the list of trackers does. */
export const privacyBefore5: readonly Supply[] = [
  { since: "4.5.1", from: "properties", key: "is_private" },
  { since: "4.1.5", from: "trackers", key: "private" },
];

/** `torrents/info`, qBittorrent 4.1 to 5.3, by the key that it has there. */
export const infoFields: readonly Field[] = [
  info("added_on", "timestamp", "When the torrent was added"),
  info(
    "amount_left",
    "bytes",
    "Bytes of the wanted files still to download; unknown without metadata and while checking",
  ),
  info("auto_tmm", "boolean", "Automatic torrent management: the category decides where the data lies"),
  info("availability", "number", "Distributed copies among the peers; unknown while seeding", since("4.2")),
  info("category", "category", 'The category, "" for none; a subcategory is written a/b'),
  info("comment", "text", "The comment in the torrent file", since("5.0", inProperties("comment"))),
  info("completed", "bytes", "Bytes downloaded and checked"),
  info(
    "completion_on",
    "timestamp",
    "When the download was finished; unknown if never, and kept when a later check fails",
  ),
  info("connections_count", "number", "Connected peers", since("5.2", inProperties("nb_connections"))),
  info(
    "connections_limit",
    "count_limit",
    "The most peers to connect to, or unlimited",
    since("5.2", inProperties("nb_connections_limit")),
  ),
  info(
    "content_path",
    "path",
    "Where the file or folder of the torrent lies; unknown without metadata",
    since("4.3.1"),
  ),
  info("created_by", "text", "The program that made the torrent file", since("5.2", inProperties("created_by"))),
  info("creation_date", "timestamp", "When the torrent file was made", since("5.2", inProperties("creation_date"))),
  info("dl_limit", "limit", "The torrent's own download limit, bytes per second or unlimited"),
  info("dlspeed", "rate", "Download speed, bytes per second"),
  info("download_path", "path", "Where incomplete data lies, if elsewhere", since("4.4")),
  info("downloaded", "bytes", "Bytes downloaded in all, waste included"),
  info("downloaded_session", "bytes", "Bytes downloaded since qBittorrent started"),
  info("eta", "seconds", "Estimated time left; infinite when there is no end in sight"),
  info("f_l_piece_prio", "boolean", "First and last pieces first"),
  info("force_start", "boolean", "Started by force: neither the queue nor share limits stop it"),
  info("has_metadata", "boolean", "Whether the files are known: a magnet link has to find them first"),
  info("hash", "hash", "The torrent's identity, in any letter case"),
  info(
    "inactive_seeding_time_limit",
    "time_limit",
    "The torrent's own limit of idle seeding; unknown if it uses the global one",
    since("4.6"),
  ),
  info("infohash_v1", "hash_v1", "The v1 info-hash, 40 hex digits"),
  info("infohash_v2", "hash_v2", "The v2 info-hash, 64 hex digits", since("4.4")),
  info("last_activity", "timestamp", "When data was last up- or downloaded"),
  info("magnet_uri", "text", "The magnet link"),
  info("max_inactive_seeding_time", "time_limit", "The limit of idle seeding that is in force", since("4.6")),
  info("max_ratio", "ratio_limit", "The ratio limit that is in force"),
  info("max_seeding_time", "time_limit", "The limit of seeding time that is in force"),
  info("name", "text", "The torrent's name, as shown"),
  info(
    "num_complete",
    "number",
    "Seeds in the swarm, as a tracker says; until one has, those that qBittorrent knows of, often 0",
  ),
  info(
    "num_incomplete",
    "number",
    "Leechers in the swarm, as a tracker says; until one has, those that qBittorrent knows of, often 0",
  ),
  info("num_leechs", "number", "Connected leechers"),
  info("num_seeds", "number", "Connected seeds"),
  info("piece_size", "bytes", "Bytes of a piece", since("5.2", inProperties("piece_size"))),
  info("pieces_have", "number", "Pieces that are there", since("5.2", inProperties("pieces_have"))),
  info("pieces_num", "number", "Pieces in all", since("5.2", inProperties("pieces_num"))),
  info("popularity", "number", "Ratio gained per month", since("5.0")),
  info("priority", "number", "The place in the queue, from 1; 0 if not queued"),
  info(
    "private",
    "boolean",
    "Whether DHT, PeX and LSD are ruled out; unknown without metadata",
    since("5.0", ...privacyBefore5),
  ),
  info("progress", "fraction", "Downloaded part of the wanted files, 0 to 1; unknown while checking"),
  info("ratio", "number", "Uploaded divided by downloaded; infinite for an upload without a download"),
  info("ratio_limit", "ratio_limit", "The torrent's own ratio limit; unknown if it uses the global one"),
  info("reannounce", "seconds", "Time until the next announce", since("5.0", inProperties("reannounce"))),
  info("root_path", "path", "The torrent's folder, if it has one", since("5.0")),
  info("save_path", "path", "Where the data is saved"),
  info(
    "seeding_time",
    "seconds",
    "Time spent seeding; stands still while nobody downloads from you",
    since("4.3.4", inProperties("seeding_time")),
  ),
  info(
    "seeding_time_limit",
    "time_limit",
    "The torrent's own limit of seeding time; unknown if it uses the global one",
  ),
  info("seen_complete", "timestamp", "When all pieces were last seen among the peers"),
  info("seq_dl", "boolean", "Sequential download"),
  info(
    "share_limit_action",
    "text",
    "What happens at a share limit: Default, Stop, Remove, RemoveWithContent or EnableSuperSeeding",
    since("5.2"),
  ),
  info("share_limits_mode", "text", "Which share limits must be reached: Default, MatchAny or MatchAll", since("5.3")),
  info("size", "bytes", "Bytes of the wanted files; unknown without metadata"),
  info("state", "state", "What it does; pausedUP and stoppedUP are one, and so are pausedDL and stoppedDL"),
  info("super_seeding", "boolean", "Super seeding"),
  info("tags", "tags", "The tags, a set: contains asks for a whole tag"),
  info("time_active", "seconds", "Time spent running; stands still while nothing is transferred"),
  info("total_size", "bytes", "Bytes of all files; unknown without metadata"),
  info("total_wasted", "bytes", "Bytes downloaded in vain", since("5.2", inProperties("total_wasted"))),
  info("tracker", "text", "The address of a tracker that works; before 5.1 empty if none does"),
  info("trackers_count", "number", "Trackers", since("4.3")),
  info("up_limit", "limit", "The torrent's own upload limit, bytes per second or unlimited"),
  info("uploaded", "bytes", "Bytes uploaded in all"),
  info("uploaded_session", "bytes", "Bytes uploaded since qBittorrent started"),
  info("upspeed", "rate", "Upload speed, bytes per second"),
];

/** The release that brought it to the list, and where it is before, newest first. */
interface History {
  readonly since?: Release;
  readonly elsewhere: readonly Supply[];
}

function inProperties(key: keyof Properties): Supply {
  return { from: "properties", key };
}

function since(release: Release, ...elsewhere: readonly Supply[]): History {
  return { since: release, elsewhere };
}

function info(key: ScalarKey, type: FieldType, about: string, history: History = { elsewhere: [] }): Field {
  const { elsewhere, ...released } = history;
  return { name: `info.${key}`, type, about, supplies: [{ from: "info", key, ...released }, ...elsewhere] };
}
