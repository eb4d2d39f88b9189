import type { Torrent } from "../qbittorrent/torrent.ts";

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

/** Undefined: all of them. */
export const hashesOf = ({ all, named }: Scope): readonly string[] | undefined =>
  all ? undefined : [...new Set(named.map(({ hash }) => torrentId(hash)))];

/** Those that were named and are not among the torrents. */
export function absentOf({ named }: Scope, torrents: readonly Torrent[]): readonly Named[] {
  const there = new Set(torrents.map(({ hash }) => hash));
  return named.filter(({ hash }) => !there.has(torrentId(hash)));
}

export const whyAbsent = (hash: string): string => `qBittorrent has no torrent ${hash}`;

/** The server knows a v2 torrent by the first 40 digits of its hash. */
export const torrentId = (hash: string): string => hash.slice(0, 40);
