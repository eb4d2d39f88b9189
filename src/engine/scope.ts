import type { Torrent } from "../qbittorrent/torrent.ts";
import { findIn, torrentId } from "./named.ts";

/** The torrents that a pass is about. */
export interface Scope {
  /** Every one there is. */
  readonly all: boolean;
  /** Those that somebody asked for by name. */
  readonly named: readonly Named[];
}

export interface Named {
  /** 40 or 64 hex digits. */
  readonly hash: string;
  /** How long to wait for it, milliseconds since 1970: qBittorrent shows a torrent some time after it was added. */
  readonly until: number;
}

/** Under which names qBittorrent is asked for them; undefined: for all. */
export const idsOf = ({ all, named }: Scope): Set<string> | undefined =>
  all ? undefined : new Set(named.map(({ hash }) => torrentId(hash)));

/** Those that were named and are not among the torrents. */
export function absentOf({ named }: Scope, torrents: readonly Torrent[]): readonly Named[] {
  const find = findIn(torrents);
  return named.filter(({ hash }) => find(hash) === undefined);
}

export const whyAbsent = (hash: string): string => `qBittorrent has no torrent ${hash}`;
