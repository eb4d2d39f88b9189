import type { Client } from "../qbittorrent/client.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { PlannedRequest } from "./requests.ts";

/**
 * The categories that have to be created before a plan can set them. A category is known to be there when a torrent has it
 * or the server has listed it once; only for others the server is asked. One that was deleted meanwhile is created when
 * setting it fails.
 */
export function createCategories(client: Client) {
  const known = new Set<string>([""]);
  return {
    missing: async (
      requests: readonly PlannedRequest[],
      torrents: readonly Torrent[],
      signal: AbortSignal,
    ): Promise<PlannedRequest[]> => {
      const wanted = requests.flatMap(({ write }) => (write.kind === "set_category" ? [write.category] : []));
      if (wanted.every((name) => known.has(name))) return [];
      for (const { category } of torrents) if (category !== undefined) known.add(category);
      if (wanted.every((name) => known.has(name))) return [];
      for (const name of (await client.categories(signal)).keys()) known.add(name);
      return wanted.filter((name) => !known.has(name)).map(creation);
    },
  };
}

const creation = (category: string): PlannedRequest => ({
  aspect: "category",
  write: { kind: "create_category", category },
  hashes: [],
});
