import type { Clock } from "../lib/clock.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { isStopped } from "../qbittorrent/torrent.ts";
import type { Write } from "../qbittorrent/writes.ts";
import type { PlannedRequest } from "./requests.ts";

/** qBittorrent shows a changed state only after its next refresh, 1.5 s by default. */
const LAG_MS = 2_000;

/** Undefined: gone from the list. */
type Shown = (torrent: Torrent | undefined) => boolean;

/** Whether the list shows what was written; writes whose effect is in the list at once are not here. */
const shows: Readonly<Partial<Record<Write["kind"], Shown>>> = {
  stop: (torrent) => torrent === undefined || isStopped(torrent) !== false,
  start: (torrent) => torrent === undefined || isStopped(torrent) !== true,
  force_start: (torrent) => torrent === undefined || (torrent.force_start === true && isStopped(torrent) !== true),
  delete: (torrent) => torrent === undefined,
};

export interface Settling {
  wrote(requests: readonly PlannedRequest[]): void;
  /** True while the list still shows a torrent as it was before our last writes, for at most 2 s after them. */
  isLagging(torrents: readonly Torrent[]): boolean;
}

/** Remembers the last writes, so that the next pass does not decide on what they have already changed. */
export function createSettling(clock: Clock): Settling {
  let expected = new Map<string, Shown>();
  let until = 0;
  return {
    wrote: (requests) => {
      expected = new Map();
      for (const { write, hashes } of requests) {
        const shown = shows[write.kind];
        if (shown !== undefined) for (const hash of hashes) expected.set(hash, shown);
      }
      until = clock.now() + LAG_MS;
    },
    isLagging: (torrents) => {
      if (expected.size === 0) return false;
      const late = torrents.some((torrent) => expected.get(torrent.hash)?.(torrent) === false);
      if (late && clock.now() < until) return true;
      expected = new Map();
      return false;
    },
  };
}
