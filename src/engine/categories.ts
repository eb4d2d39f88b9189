import type { Torrent } from "../qbittorrent/torrent.ts";
import type { PlannedRequest } from "./requests.ts";

export interface Categories {
  /** Names of categories that are there. */
  learn(names: Iterable<string>): void;
  /** The requests that have to be sent first, for categories that nobody has seen yet. */
  missing(requests: readonly PlannedRequest[], torrents: readonly Torrent[]): PlannedRequest[];
}

/**
 * The categories that have to be created before a plan can set them. A category is known to be there when it was learnt or a
 * torrent has it. Nothing is asked: creating one that is there after all changes nothing, and one that was deleted meanwhile
 * is created when setting it fails.
 */
export function createCategories(): Categories {
  const known = new Set<string>([""]);
  const learn = (names: Iterable<string>) => {
    for (const name of names) known.add(name);
  };
  return {
    learn,
    missing: (requests, torrents) => {
      const wanted = requests.flatMap(({ write }) => (write.kind === "set_category" ? [write.category] : []));
      if (wanted.every((name) => known.has(name))) return [];
      learn(torrents.flatMap(({ category }) => category ?? []));
      return wanted.filter((name) => !known.has(name)).map(creation);
    },
  };
}

const creation = (category: string): PlannedRequest => ({
  aspect: "category",
  write: { kind: "create_category", category },
  hashes: [],
});
