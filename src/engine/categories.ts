import type { Client } from "../qbittorrent/client.ts";
import type { Server } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { PlannedRequest } from "./requests.ts";

export interface Categories {
  /** Names of categories that are there. */
  learn(names: Iterable<string>): void;
  /** The requests that have to be sent first. Asks the server only about a category that was never seen, and only once. */
  missing(
    requests: readonly PlannedRequest[],
    known: { readonly torrents: readonly Torrent[]; readonly server: Pick<Server, "categories"> },
    signal: AbortSignal,
  ): Promise<PlannedRequest[]>;
}

/**
 * The categories that have to be created before a plan can set them. A category is known to be there when it was learnt, a
 * torrent has it, or the server has listed it once. One that was deleted meanwhile is created when setting it fails.
 */
export function createCategories(client: Client): Categories {
  const known = new Set<string>([""]);
  const learn = (names: Iterable<string>) => {
    for (const name of names) known.add(name);
  };
  return {
    learn,
    missing: async (requests, { torrents, server }, signal) => {
      const wanted = requests.flatMap(({ write }) => (write.kind === "set_category" ? [write.category] : []));
      if (wanted.every((name) => known.has(name))) return [];
      for (const { category } of torrents) if (category !== undefined) known.add(category);
      if (wanted.every((name) => known.has(name))) return [];
      learn((server.categories ?? (await client.categories(signal))).keys());
      return wanted.filter((name) => !known.has(name)).map(creation);
    },
  };
}

const creation = (category: string): PlannedRequest => ({
  aspect: "category",
  write: { kind: "create_category", category },
  hashes: [],
});
