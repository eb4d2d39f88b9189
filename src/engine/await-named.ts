import type { Clock } from "../lib/clock.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { findIn } from "./named.ts";
import { type Named, type Scope, absentOf, idsOf } from "./scope.ts";

/** Between looks for a torrent that was just added. */
const FIRST_REST_MS = 100;
const LONGEST_REST_MS = 2_000;

/** How long it may still be on its way, before it is looked for among all torrents: a large library is slow to be read. */
const STRANGE_AFTER_MS = 1_000;

interface Means {
  /** Torrents by the hashes that qBittorrent knows them by; undefined: all. */
  readonly list: (hashes: readonly string[] | undefined) => Promise<readonly Torrent[]>;
  /** Every torrent there is; undefined: none can be found in there that was not found by its hash. */
  readonly all: (() => Promise<readonly Torrent[]>) | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The torrents of a scope; those that were named are waited for, and found by any of their hashes. */
export async function awaitNamed(scope: Scope, { list, all, clock, signal }: Means): Promise<readonly Torrent[]> {
  const ids = idsOf(scope);
  let searchAt = clock.now() + STRANGE_AFTER_MS;
  for (let rest = FIRST_REST_MS; ; rest = Math.min(2 * rest, LONGEST_REST_MS)) {
    const torrents = await list(ids && [...ids]);
    const absent = absentOf(scope, torrents);
    const left = Math.max(...absent.map(({ until }) => until)) - clock.now();
    if (ids !== undefined && all !== undefined && absent.length > 0 && (left <= 0 || clock.now() >= searchAt)) {
      searchAt = Infinity;
      const before = ids.size;
      for (const id of idsAmong(await all(), absent)) ids.add(id);
      if (ids.size > before) continue;
    }
    if (left <= 0) return torrents;
    await clock.sleep(Math.min(rest, left), signal);
    signal.throwIfAborted();
  }
}

function idsAmong(torrents: readonly Torrent[], absent: readonly Named[]): readonly string[] {
  const find = findIn(torrents);
  return absent.flatMap(({ hash }) => find(hash)?.hash ?? []);
}
