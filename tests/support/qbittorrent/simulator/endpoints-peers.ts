import { json } from "./answer.ts";
import { mutation, type Endpoints } from "./endpoint.ts";

export const peerEndpoints: Endpoints = {
  // Whoever is named is connected at once.
  "torrents/addPeers": mutation(
    (call) => {
      const peers = call.parameter("peers").split("|").map(toPeer);
      const torrents = call.store.named(call.parameter("hashes"));
      for (const torrent of torrents) torrent.connected.push(...peers);
      return json(Object.fromEntries(torrents.map(({ hash }) => [hash, { added: peers.length, failed: 0 }])));
    },
    "hashes",
    "peers",
  ),
};

function toPeer(address: string) {
  const [ip = "", port] = address.split(":");
  return { ip, port: Number(port), client: "qBittorrent", progress: 0 };
}
