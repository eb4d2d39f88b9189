import { createDisk, type Disk } from "./disk.ts";
import type { Json } from "./answer.ts";
import type { VersionProfile } from "./profiles.ts";
import type { ShareLimits } from "./share-limits.ts";
import { createStateView, type StateView } from "./state.ts";
import { makeSimulatedTorrent, type SimulatedTorrent, type TorrentSeed } from "./torrent.ts";

/** Everything the simulated server remembers. */
export interface Store {
  readonly profile: VersionProfile;
  readonly torrents: Map<string, SimulatedTorrent>;
  /** Name to save path. */
  readonly categories: Map<string, string>;
  /** Of the categories that were created with some; since 5.2. */
  readonly categoryLimits: Map<string, ShareLimits>;
  readonly tags: Set<string>;
  /** What app/preferences says beside or instead of its own; for tests to write to. */
  readonly preferences: Record<string, Json>;
  readonly states: StateView;
  readonly disk: Disk;
  readonly defaultSavePath: string;
  /** Removed torrents, oldest first. */
  readonly deletions: { readonly hash: string; readonly withFiles: boolean }[];
  /** Unix seconds. */
  readonly now: () => number;
  readonly add: (seed: TorrentSeed) => SimulatedTorrent;
  /** `a|b|c` or the word `all`; what is not there is passed over. */
  readonly named: (hashes: string) => SimulatedTorrent[];
}

export interface StoreOptions {
  readonly profile: VersionProfile;
  /** How long a change of state stays invisible, as of now. */
  readonly stateLagMs: () => number;
  readonly clock: () => number;
  readonly downloadsDir?: string;
}

export function createStore({ profile, stateLagMs, clock, downloadsDir }: StoreOptions): Store {
  const torrents = new Map<string, SimulatedTorrent>();
  const categories = new Map<string, string>();
  const tags = new Set<string>();
  const defaultSavePath = downloadsDir ?? "/downloads";
  const now = () => Math.floor(clock() / 1000);
  return {
    profile,
    torrents,
    categories,
    categoryLimits: new Map(),
    tags,
    preferences: {},
    states: createStateView(profile, stateLagMs, clock),
    disk: createDisk(downloadsDir),
    defaultSavePath,
    deletions: [],
    now,
    add(seed) {
      const queuePosition = torrents.size + 1;
      const torrent = makeSimulatedTorrent(seed, { savePath: defaultSavePath, now: now(), queuePosition });
      torrents.set(torrent.hash, torrent);
      if (torrent.category !== "" && !categories.has(torrent.category)) categories.set(torrent.category, "");
      for (const tag of torrent.tags) tags.add(tag);
      return torrent;
    },
    named(hashes) {
      if (hashes === "all") return [...torrents.values()];
      const found = hashes.split("|").map((hash) => torrents.get(hash.toLowerCase()));
      return found.filter((torrent) => torrent !== undefined);
    },
  };
}
