import type { Aspect } from "../actions/action.ts";
import { isSamePath } from "../actions/path.ts";
import type { Clock } from "../lib/clock.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { isStopped } from "../qbittorrent/torrent.ts";
import type { Write, WriteKind } from "../qbittorrent/writes.ts";
import type { PlannedRequest } from "./requests.ts";

/** qBittorrent shows a changed state only after its next refresh, 1.5 s by default. */
export const LAG_MS = 2_000;

/** Of a torrent that is in the list. */
type Shown = (torrent: Torrent) => boolean;

type ShownOf<K extends WriteKind> = (torrent: Torrent, write: Extract<Write, { kind: K }>) => boolean;

/** Nothing in the list tells: the time has to pass. */
const never = (): boolean => false;

/** Whether the list shows what was written; writes whose effect is in the list at once are not here. */
const shows: { readonly [K in WriteKind]?: ShownOf<K> } = {
  stop: (torrent) => isStopped(torrent) !== false,
  start: (torrent) => isStopped(torrent) !== true,
  force_start: (torrent) => torrent.force_start === true && isStopped(torrent) !== true,
  // On its way the old place may still be shown. A move that fails at once is never shown.
  set_location: ({ state, save_path: place }, { path }) => state === "moving" || isSamePath(place, path),
  // The server ignores a change back before it shows the first one.
  set_super_seeding: (torrent, { enabled }) => torrent.super_seeding === enabled,
  // Where the torrent was before is not known here, nor whether it could move at all.
  move_in_queue: never,
  // A small torrent may be checked before the list shows it.
  recheck: ({ state = "" }) => state.startsWith("checking") || state === "queuedForChecking",
  delete: never,
};

export interface Settling {
  /** To be told of every request that was sent, also of one whose answer never came: it may have been carried out. */
  wrote(request: PlannedRequest): void;
  /** True while the list still shows a torrent as it was before we wrote to it, for at most 2 s after that. */
  isLagging(torrents: readonly Torrent[]): boolean;
}

interface Expectation {
  readonly shown: Shown;
  readonly until: number;
}

/** Remembers the last writes, so that the next pass does not decide on what they have already changed. */
export function createSettling(clock: Clock): Settling {
  /** By hash, of each aspect what was written last. */
  const expected = new Map<string, Map<Aspect, Expectation>>();

  function forget(isOver: (expectation: Expectation) => boolean, hash: string): void {
    const expectations = expected.get(hash);
    if (expectations === undefined) return;
    for (const [aspect, expectation] of expectations) if (isOver(expectation)) expectations.delete(aspect);
    if (expectations.size === 0) expected.delete(hash);
  }

  return {
    wrote: ({ aspect, write, hashes }) => {
      const now = clock.now();
      for (const hash of expected.keys()) forget(({ until }) => until <= now, hash);
      const shown = shownAfter(write);
      if (shown === undefined) return;
      for (const hash of hashes) {
        const expectations = expected.get(hash) ?? new Map<Aspect, Expectation>();
        expected.set(hash, expectations.set(aspect, { shown, until: now + LAG_MS }));
      }
    },
    isLagging: (torrents) => {
      if (expected.size === 0) return false;
      const now = clock.now();
      // A list without a torrent may be one of others only: nothing is concluded from that.
      for (const torrent of torrents) forget(({ shown, until }) => until <= now || shown(torrent), torrent.hash);
      return torrents.some(({ hash }) => expected.has(hash));
    },
  };
}

function shownAfter<K extends WriteKind>(write: Extract<Write, { kind: K }>): Shown | undefined {
  const shown: ShownOf<K> | undefined = shows[write.kind];
  return shown && ((torrent) => shown(torrent, write));
}
