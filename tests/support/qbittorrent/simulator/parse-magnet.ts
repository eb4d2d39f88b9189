import type { TorrentSeed } from "./torrent.ts";
import { uncontacted } from "./torrent.ts";

/** Reads a magnet link of a v1 torrent; undefined when it is none. */
export function parseMagnet(link: string): (TorrentSeed & { readonly hash: string }) | undefined {
  const query = new URLSearchParams(link.replace(/^magnet:\?/, ""));
  const hash = /^urn:btih:([0-9a-f]{40})$/i.exec(query.get("xt") ?? "")?.[1]?.toLowerCase();
  if (hash === undefined || !link.startsWith("magnet:?")) return undefined;
  return {
    hash,
    name: query.get("dn") ?? hash,
    hasMetadata: false,
    trackers: query.getAll("tr").map((url) => uncontacted(url, 0)),
    webseeds: query.getAll("ws"),
  };
}
