import { json, refused, type Answer } from "./answer.ts";
import { categoryRow, fileRows, trackerRows } from "./detail-rows.ts";
import { peerRow } from "./peer-row.ts";
import { read, type Call, type Endpoint, type Endpoints } from "./endpoint.ts";
import { answerInfo } from "./info.ts";
import { sorted } from "./info-row.ts";
import { propertiesOf } from "./properties.ts";
import { OPEN_LIMITS, limitsIn } from "./share-limits.ts";
import type { SimulatedTorrent } from "./torrent.ts";

export const readEndpoints: Endpoints = {
  "torrents/info": read(answerInfo),
  "torrents/properties": ofOneTorrent((torrent, { store }) =>
    json(
      propertiesOf({
        torrent,
        profile: store.profile,
        shown: store.states.of(torrent),
        limits: limitsIn(torrent.category, store.categoryLimits),
      }),
    ),
  ),
  "torrents/trackers": ofOneTorrent((torrent, { store }) => json(trackerRows(torrent, store.profile))),
  "torrents/files": ofOneTorrent((torrent, { store }) => json(fileRows(torrent, store.profile))),
  "torrents/webseeds": ofOneTorrent(({ webseeds }) => json(webseeds.map((url) => ({ url })))),
  "sync/torrentPeers": ofOneTorrent(({ connected }, { store }) => {
    const peers = connected.map((peer) => [`${peer.ip}:${peer.port}`, peerRow(peer, store.profile)] as const);
    // Without a number of an earlier answer every answer is a full one.
    return json({ full_update: true, peers: Object.fromEntries(peers), rid: 1, show_flags: false });
  }),
  "torrents/tags": { ...read(({ store }) => json(sorted(store.tags))), exists: ({ tags }) => tags },
  "torrents/categories": read(({ store }) => {
    const { categories, categoryLimits, profile } = store;
    const rows = [...categories].map(
      ([name, savePath]) =>
        [name, categoryRow({ name, savePath }, categoryLimits.get(name) ?? OPEN_LIMITS, profile)] as const,
    );
    return json(Object.fromEntries(rows));
  }),
};

function ofOneTorrent(answer: (torrent: SimulatedTorrent, call: Call) => Answer): Endpoint {
  return read((call) => {
    const torrent = call.store.torrents.get(call.parameter("hash").toLowerCase());
    return torrent === undefined ? refused(call.store.profile, 404) : answer(torrent, call);
  }, "hash");
}
