/** What differs between the versions. The rest of the simulator asks the profile, and never compares version numbers. */
export interface VersionProfile {
  readonly version: SimulatedVersion;
  readonly api: string;
  readonly cookieName: (port: number) => string;
  readonly goodLogin: Status;
  readonly badLogin: Status;
  /** Bearer keys of app/rotateAPIKey. */
  readonly apiKeys: boolean;
  /** Whether mutations refuse GET with 405; otherwise they do what they are told. */
  readonly postOnly: boolean;
  /** Whether a stranger asking for an unknown scope learns that it is unknown. */
  readonly unknownScopeIsPublic: boolean;
  readonly errorText: "none" | "phrase" | "detail";
  readonly stopVerb: "pause" | "stop";
  readonly startVerb: "resume" | "start";
  readonly stoppedWord: "paused" | "stopped";
  /** Whether force_start shows up only together with the state. */
  readonly forceLags: boolean;
  /** What a completion that never was looks like (in UTC; old versions subtract the server's offset). */
  readonly never: number;
  /** up_limit of a torrent whose limit was never touched; one that was set and taken off shows 0 everywhere. */
  readonly freshLimit: -1 | 0;
  readonly trailingSlash: boolean;
  readonly stickyTier: "" | -1;
  readonly trackerFallsBackToFirst: boolean;
  readonly includeTrackers: boolean;
  readonly includeFiles: boolean;
  readonly exactHashes: boolean;
  readonly filtersByTag: boolean;
  readonly checksSort: boolean;
  readonly setTags: 200 | 204 | undefined;
  /** How `tags` of torrents/add are read. */
  readonly tagsOnAdd: "ignored" | "untrimmed" | "trimmed";
  readonly addAnswer: "word" | "word, duplicates too" | "json";
  readonly createsParentCategories: boolean;
  readonly shareLimitParameters: readonly string[];
  /** Higher ones are cut down to these. */
  readonly highestRatio: number;
  readonly highestMinutes: number;
  readonly categoriesHaveLimits: boolean;
  /** Whether super-seeding is left alone when it is shown as it is asked for, even though it was changed since. */
  readonly comparesSuperSeeding: boolean;
  readonly normalPriority: 1 | 4;
  /** num_peers of a tracker that was not contacted yet. */
  readonly uncontactedPeers: -1 | 0;
  /** Whether a torrent added stopped is checked against the disk at once, or only when it is started. */
  readonly checksWhenAddedStopped: boolean;
  readonly magnetSize: boolean;
  /** Whether a forced start shows while the metadata is looked for. */
  readonly forcesMetadata: boolean;
  /** Whether the second hash of a torrent with two counts, or is not seen. */
  readonly knowsV2: boolean;
}

export const SIMULATED_VERSIONS = ["4.2.5", "4.5.2", "5.1.0", "5.3.0"] as const;
export type SimulatedVersion = (typeof SIMULATED_VERSIONS)[number];
type Status = 200 | 204 | 401;

export function profileOf(version: SimulatedVersion): VersionProfile {
  return PROFILES[version];
}

/** Version numbers in order of release: is `version` the one called `first`, or newer? */
export function isSince(version: string, first: string): boolean {
  return Bun.semver.order(version, first) >= 0;
}

const LIMITS = ["hashes", "ratioLimit", "seedingTimeLimit"];

const V4_2_5: VersionProfile = {
  version: "4.2.5",
  api: "2.5.1",
  cookieName: () => "SID",
  goodLogin: 200,
  badLogin: 200,
  apiKeys: false,
  postOnly: false,
  unknownScopeIsPublic: true,
  errorText: "none",
  stopVerb: "pause",
  startVerb: "resume",
  stoppedWord: "paused",
  forceLags: true,
  never: 0,
  freshLimit: -1,
  trailingSlash: true,
  stickyTier: "",
  trackerFallsBackToFirst: false,
  includeTrackers: false,
  includeFiles: false,
  exactHashes: true,
  filtersByTag: false,
  checksSort: false,
  setTags: undefined,
  tagsOnAdd: "ignored",
  addAnswer: "word, duplicates too",
  createsParentCategories: false,
  shareLimitParameters: LIMITS,
  highestRatio: 9_999,
  highestMinutes: 525_600,
  categoriesHaveLimits: false,
  comparesSuperSeeding: false,
  normalPriority: 4,
  uncontactedPeers: 0,
  checksWhenAddedStopped: true,
  magnetSize: false,
  forcesMetadata: false,
  knowsV2: false,
};

const V4_5_2: VersionProfile = {
  ...V4_2_5,
  version: "4.5.2",
  api: "2.8.19",
  postOnly: true,
  unknownScopeIsPublic: false,
  errorText: "phrase",
  forceLags: false,
  freshLimit: 0,
  trailingSlash: false,
  stickyTier: -1,
  exactHashes: false,
  filtersByTag: true,
  checksSort: true,
  tagsOnAdd: "untrimmed",
  addAnswer: "word",
  comparesSuperSeeding: true,
  normalPriority: 1,
  uncontactedPeers: -1,
  checksWhenAddedStopped: false,
  forcesMetadata: true,
  knowsV2: true,
};

const V5_1_0: VersionProfile = {
  ...V4_5_2,
  version: "5.1.0",
  api: "2.11.4",
  stopVerb: "stop",
  startVerb: "start",
  stoppedWord: "stopped",
  never: -1,
  trackerFallsBackToFirst: true,
  includeTrackers: true,
  setTags: 200,
  tagsOnAdd: "trimmed",
  shareLimitParameters: [...LIMITS, "inactiveSeedingTimeLimit"],
  magnetSize: true,
};

const V5_3_0: VersionProfile = {
  ...V5_1_0,
  version: "5.3.0",
  api: "2.16.2",
  cookieName: (port) => `QBT_SID_${port}`,
  goodLogin: 204,
  badLogin: 401,
  apiKeys: true,
  errorText: "detail",
  includeFiles: true,
  setTags: 204,
  addAnswer: "json",
  createsParentCategories: true,
  shareLimitParameters: [...LIMITS, "inactiveSeedingTimeLimit", "shareLimitAction", "shareLimitsMode"],
  highestRatio: Infinity,
  highestMinutes: Infinity,
  categoriesHaveLimits: true,
};

const PROFILES: Readonly<Record<SimulatedVersion, VersionProfile>> = {
  "4.2.5": V4_2_5,
  "4.5.2": V4_5_2,
  "5.1.0": V5_1_0,
  "5.3.0": V5_3_0,
};
