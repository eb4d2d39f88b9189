import type { Release } from "../../qbittorrent/versions.ts";
import type { Field, FieldType, ListSource } from "./field.ts";

type Row = readonly [key: string, type: FieldType, about: string, since?: Release];

/** `torrents/trackers`, without the rows for DHT, PeX and LSD. */
const trackers: readonly Row[] = [
  ["url", "text", "The announce address"],
  ["host", "text", "The host of the announce address, in lower case"],
  [
    "status",
    "tracker_status",
    "A number or a name: working, not_working, … Up to 5.1 every failure is not_working",
    "4.1.5",
  ],
  ["msg", "text", "What the tracker said last; unknown before it was contacted", "4.1.5"],
  ["tier", "number", "The tier, from 0", "4.1.5"],
  ["num_peers", "number", "Peers that the tracker told of", "4.1.5"],
  ["num_seeds", "number", "Seeds that the tracker told of", "4.1.5"],
  ["num_leeches", "number", "Leechers that the tracker told of", "4.1.5"],
  ["num_downloaded", "number", "Downloads that the tracker has counted", "4.1.5"],
  ["updating", "boolean", "Whether the tracker is being asked just now", "4.1.5"],
  ["next_announce", "timestamp", "When the tracker is asked next", "5.2"],
  ["min_announce", "timestamp", "When the tracker may be asked next", "5.2"],
];

/** `torrents/files` */
const files: readonly Row[] = [
  ["name", "path", "The path within the torrent, with /"],
  ["size", "bytes", "Bytes"],
  ["progress", "fraction", "Downloaded part, 0 to 1"],
  ["priority", "number", "0 not wanted, 1 normal, 6 high, 7 highest"],
  ["index", "number", "The place within the torrent, from 0", "4.3.5"],
  ["availability", "number", "Distributed copies among the peers"],
];

/** `sync/torrentPeers` */
const peers: readonly Row[] = [
  ["id", "text", "Address and port, or where the peer is found in I2P"],
  ["ip", "text", "The address; unknown of a peer in I2P"],
  ["port", "number", "The port"],
  ["client", "text", "The peer's program"],
  ["peer_id_client", "text", "The program by the peer's id", "4.5"],
  ["progress", "fraction", "The part that the peer has, 0 to 1"],
  ["dl_speed", "rate", "Download speed from the peer"],
  ["up_speed", "rate", "Upload speed to the peer"],
  ["downloaded", "bytes", "Bytes from the peer"],
  ["uploaded", "bytes", "Bytes to the peer"],
  ["connection", "text", "The kind of connection: BT, μTP, Web …"],
  ["flags", "text", "The flags, as qBittorrent shows them"],
  ["country", "text", "The country by name; unknown when qBittorrent does not resolve it"],
  ["country_code", "text", "The country in two letters"],
  ["relevance", "fraction", "How much of what we lack the peer has"],
  ["files", "text", "The files that are transferred"],
  ["i2p_dest", "text", "Where a peer in I2P is found", "5.2"],
  ["host_name", "text", "The peer's host name, where qBittorrent resolves it", "5.2"],
  ["contribution", "fraction", "The part of the torrent that came from the peer", "5.3"],
];

/** `torrents/webseeds` */
const webseeds: readonly Row[] = [["url", "text", "The address of the web seed"]];

export const listFields: readonly Field[] = [
  ...each("trackers", trackers),
  ...each("files", files),
  ...each("peers", peers),
  ...each("webseeds", webseeds),
];

function each(from: ListSource, rows: readonly Row[]): readonly Field[] {
  return rows.map(([key, type, about, since]) => ({
    name: `${from}.${key}`,
    type,
    about,
    supplies: [{ from, each: key, ...(since !== undefined && { since }) }],
  }));
}
