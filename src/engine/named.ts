import type { Torrent } from "../qbittorrent/torrent.ts";

/**
 * Finds torrents by any of their hashes. qBittorrent knows a torrent by one of them alone, 40 digits long: that of v1, or the
 * beginning of that of v2 where there is one. A torrent with both, which was added by that of v1, is known by the other once
 * its metadata has come.
 */
export function findIn(torrents: readonly Torrent[]): (hash: string) => Torrent | undefined {
  let known: ReadonlyMap<string, Torrent> | undefined;
  return (hash) => {
    known ??= new Map(torrents.flatMap((torrent) => namesOf(torrent).map((name) => [name, torrent])));
    return known.get(hash) ?? known.get(torrentId(hash));
  };
}

function namesOf({ hash, infohash_v1: v1, infohash_v2: v2 }: Torrent): readonly string[] {
  return [v1, v2, hash].filter((name) => name !== undefined);
}

/** As qBittorrent would know it, if it has no other hash. */
export const torrentId = (hash: string): string => hash.slice(0, 40);
