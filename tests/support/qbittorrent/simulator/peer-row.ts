import type { Json } from "./answer.ts";
import type { VersionProfile } from "./profiles.ts";
import { isSince } from "../releases.ts";
import type { SimulatedPeer } from "./torrent.ts";

/** What sync/torrentPeers says of each peer; nobody resolves countries or host names here. */
export function peerRow(peer: SimulatedPeer, profile: VersionProfile): Record<string, Json> {
  return {
    client: peer.client,
    connection: "BT",
    dl_speed: 0,
    downloaded: 0,
    files: "",
    flags: "",
    flags_desc: "",
    ip: peer.ip,
    port: peer.port,
    progress: peer.progress,
    relevance: 0,
    up_speed: 0,
    uploaded: 0,
    ...(isSince(profile.version, "4.5.0") ? { peer_id_client: "-qB0000-" } : {}),
    ...(isSince(profile.version, "5.2.0") ? { country: null, country_code: null, host_name: "" } : {}),
    ...(isSince(profile.version, "5.3.0") ? { contribution: 0 } : {}),
  };
}
