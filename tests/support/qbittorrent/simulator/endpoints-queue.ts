import { done, said } from "./answer.ts";
import { mutation, type Endpoint, type Endpoints } from "./endpoint.ts";
import { isComplete, type SimulatedTorrent } from "./torrent.ts";

export const queueEndpoints: Endpoints = {
  // One after the other, from the side that they move to: of two at the top, the second goes past the first.
  "torrents/increasePrio": moving((queue, chosen) => {
    for (const torrent of chosen) step(queue, torrent, -1);
    return queue;
  }),
  "torrents/decreasePrio": moving((queue, chosen) => {
    for (const torrent of chosen.toReversed()) step(queue, torrent, 1);
    return queue;
  }),
  "torrents/topPrio": moving((queue, chosen) => [...chosen, ...queue.filter((it) => !chosen.includes(it))]),
  "torrents/bottomPrio": moving((queue, chosen) => [...queue.filter((it) => !chosen.includes(it)), ...chosen]),
};

type Queue = SimulatedTorrent[];

/** `reorder` gets the queue and those of it that are to be moved, both from the top. */
function moving(reorder: (queue: Queue, chosen: readonly SimulatedTorrent[]) => Queue): Endpoint {
  return mutation(({ store, parameter }) => {
    if (store.preferences["queueing_enabled"] !== true) return said("Torrent queueing must be enabled", 409);
    const hashes = parameter("hashes").toLowerCase().split("|");
    const queue = [...store.torrents.values()]
      .filter((torrent) => !isComplete(torrent))
      .toSorted((a, b) => a.queuePosition - b.queuePosition);
    const chosen = queue.filter(({ hash }) => hashes.includes(hash));
    for (const torrent of chosen) torrent.queueMoves += 1;
    for (const [index, torrent] of reorder(queue, chosen).entries()) {
      store.states.late(torrent, (it) => {
        it.queuePosition = index + 1;
      });
    }
    return done();
  }, "hashes");
}

function step(queue: Queue, torrent: SimulatedTorrent, by: -1 | 1): void {
  const from = queue.indexOf(torrent);
  const neighbour = queue[from + by];
  if (neighbour === undefined) return;
  queue[from + by] = torrent;
  queue[from] = neighbour;
}
