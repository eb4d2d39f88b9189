import type { Clock } from "../lib/clock.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { isStopped } from "../qbittorrent/torrent.ts";
import type { Write } from "../qbittorrent/writes.ts";
import type { PlannedRequest } from "./requests.ts";

/** qBittorrent shows a changed state only after its next refresh, 1.5 s by default. */
const LAG_MS = 2_000;

/** Of a torrent that is in the list. */
type Shown = (torrent: Torrent) => boolean;

/** Whether the list shows what was written; writes whose effect is in the list at once are not here. */
const shows: Readonly<Partial<Record<Write["kind"], Shown>>> = {
  stop: (torrent) => isStopped(torrent) !== false,
  start: (torrent) => isStopped(torrent) !== true,
  force_start: (torrent) => torrent.force_start === true && isStopped(torrent) !== true,
  // A small torrent may be checked before the list shows it: then the time has to pass, for nothing else tells.
  recheck: ({ state = "" }) => state.startsWith("checking") || state === "queuedForChecking",
  delete: () => false,
};

export interface Settling {
  /** To be told of every request that was sent, also of one whose answer never came: it may have been carried out. */
  wrote(request: PlannedRequest): void;
  /** True while the list still shows a torrent as it was before we wrote to it, for at most 2 s after that. */
  isLagging(torrents: readonly Torrent[]): boolean;
}

/** Remembers the last writes, so that the next pass does not decide on what they have already changed. */
export function createSettling(clock: Clock): Settling {
  const expected = new Map<string, { readonly shown: Shown; readonly until: number }>();

  /** Until the list shows it or the time is up; a list without the torrent may be one of other torrents only. */
  const isLate = (torrent: Torrent): boolean => {
    const expectation = expected.get(torrent.hash);
    if (expectation === undefined) return false;
    if (clock.now() < expectation.until && !expectation.shown(torrent)) return true;
    expected.delete(torrent.hash);
    return false;
  };

  return {
    wrote: ({ write, hashes }) => {
      const now = clock.now();
      for (const [hash, { until }] of expected) if (until <= now) expected.delete(hash);
      const shown = shows[write.kind];
      if (shown !== undefined) for (const hash of hashes) expected.set(hash, { shown, until: now + LAG_MS });
    },
    isLagging: (torrents) => expected.size > 0 && torrents.filter(isLate).length > 0,
  };
}
