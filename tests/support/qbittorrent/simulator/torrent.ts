import { createHash } from "node:crypto";

/** "" for none. */
export interface InfoHashes {
  readonly v1: string;
  readonly v2: string;
}

/** A torrent as the simulator holds it; tests may read it, and write to it to make something happen behind the API. */
export interface SimulatedTorrent {
  /** By which it is known. */
  readonly hash: string;
  infoHashes: InfoHashes;
  name: string;
  /** Without it there are no files and no size, and no telling whether it is private. */
  hasMetadata: boolean;
  size: number;
  files: SimulatedFile[];
  webseeds: string[];
  /** The peers that sync/torrentPeers lists. */
  connected: SimulatedPeer[];
  trackers: SimulatedTracker[];
  private: boolean;
  comment: string;
  category: string;
  readonly tags: Set<string>;
  savePath: string;
  /** Unix seconds. */
  addedOn: number;
  /** Unix seconds; undefined for never. */
  completionOn: number | undefined;
  lastActivity: number | undefined;
  /** 0 to 1. */
  progress: number;
  stopped: boolean;
  forced: boolean;
  /** Overrules the state that follows from the other fields, until a call changes it: "error", "moving", … */
  pinnedState: string | undefined;
  /** Bytes per second; undefined for never set. */
  uploadLimit: number | undefined;
  downloadLimit: number | undefined;
  uploadSpeed: number;
  downloadSpeed: number;
  uploaded: number;
  downloaded: number;
  ratio: number;
  ratioLimit: number;
  seedingTimeLimit: number;
  inactiveSeedingTimeLimit: number;
  shareLimitAction: string;
  shareLimitsMode: string;
  /** Seconds. */
  seedingTime: number;
  timeActive: number;
  /** Unix seconds. */
  countedUntil: number;
  seeds: number;
  peers: number;
  swarmSeeds: number;
  swarmPeers: number;
  autoManaged: boolean;
  superSeeding: boolean;
  sequential: boolean;
  queuePosition: number;
  pieceSize: number;
  /** Added stopped, and not yet compared with what is on disk. */
  unchecked: boolean;
  rechecks: number;
  reannounces: number;
  /** How often it was asked to move in the queue. */
  queueMoves: number;
}

interface SimulatedFile {
  /** Below the save path, with `/`. */
  name: string;
  size: number;
  progress: number;
  /** 0 for a file that is not wanted; undefined for the ordinary one of the version. */
  priority?: number;
}

export interface SimulatedPeer {
  readonly ip: string;
  readonly port: number;
  /** As of the handshake. */
  readonly client: string;
  readonly progress: number;
}

export interface SimulatedTracker {
  url: string;
  tier: number;
  status: number;
  msg: string;
  seeds: number;
  peers: number;
  leeches: number;
  downloaded: number;
}

export type TorrentSeed = Partial<Omit<SimulatedTorrent, "tags" | "trackers">> & {
  readonly tags?: Iterable<string>;
  /** A bare URL is a tracker that was not contacted yet. */
  readonly trackers?: readonly (string | SimulatedTracker)[];
};

export interface SeedDefaults {
  readonly savePath: string;
  /** Unix seconds. */
  readonly now: number;
  readonly queuePosition: number;
}

/** A stopped, empty torrent of one 16 KiB file, with whatever the seed says otherwise. */
export function makeSimulatedTorrent(seed: TorrentSeed, defaults: SeedDefaults): SimulatedTorrent {
  const name = seed.name ?? `torrent ${defaults.queuePosition}`;
  const { hasMetadata = true } = seed;
  const size = seed.size ?? seed.files?.reduce((sum, file) => sum + file.size, 0) ?? (hasMetadata ? 16_384 : 0);
  const progress = seed.progress ?? 0;
  const hash = seed.hash ?? createHash("sha1").update(`${name} ${defaults.queuePosition}`).digest("hex");
  return {
    ...NEUTRAL,
    hash,
    infoHashes: { v1: hash, v2: "" },
    files: hasMetadata ? [{ name, size, progress }] : [],
    webseeds: [],
    connected: [],
    savePath: defaults.savePath,
    addedOn: defaults.now,
    countedUntil: defaults.now,
    completionOn: progress >= 1 ? defaults.now : undefined,
    queuePosition: defaults.queuePosition,
    downloaded: Math.round(size * progress),
    ...seed,
    name,
    hasMetadata,
    size,
    progress,
    tags: new Set(seed.tags),
    trackers: (seed.trackers ?? []).map((tracker, tier) =>
      typeof tracker === "string" ? uncontacted(tracker, tier) : { ...tracker },
    ),
  };
}

export function uncontacted(url: string, tier: number): SimulatedTracker {
  return { url, tier, status: 1, msg: "", seeds: -1, peers: -1, leeches: -1, downloaded: -1 };
}

export function isComplete(torrent: SimulatedTorrent): boolean {
  return torrent.progress >= 1;
}

/** The folder that holds all its files, or the only file. */
export function contentName(torrent: SimulatedTorrent): string {
  return torrent.files[0]?.name.split("/")[0] ?? torrent.name;
}

/** A folder of its own, which holds all its files. */
export function hasFolder(torrent: SimulatedTorrent): boolean {
  return torrent.files.some((file) => file.name.includes("/")) && !isLoose(torrent);
}

/** Its files lie among those of others. */
export function isLoose(torrent: SimulatedTorrent): boolean {
  return new Set(torrent.files.map((file) => file.name.split("/")[0])).size > 1;
}

const NEUTRAL = {
  private: false,
  comment: "",
  category: "",
  lastActivity: undefined,
  stopped: true,
  forced: false,
  pinnedState: undefined,
  uploadLimit: undefined,
  downloadLimit: undefined,
  uploadSpeed: 0,
  downloadSpeed: 0,
  uploaded: 0,
  ratio: 0,
  ratioLimit: -2,
  seedingTimeLimit: -2,
  inactiveSeedingTimeLimit: -2,
  shareLimitAction: "Default",
  shareLimitsMode: "Default",
  seedingTime: 0,
  timeActive: 0,
  seeds: 0,
  peers: 0,
  swarmSeeds: 0,
  swarmPeers: 0,
  autoManaged: false,
  superSeeding: false,
  sequential: false,
  pieceSize: 16_384,
  unchecked: false,
  rechecks: 0,
  reannounces: 0,
  queueMoves: 0,
};
