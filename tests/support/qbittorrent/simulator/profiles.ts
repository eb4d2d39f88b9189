/** What differs between the versions. The rest of the simulator asks the profile, and never compares version numbers. */
export interface VersionProfile {
  readonly version: SimulatedVersion;
  /**
   * Observed: a real server of the version is held to the same conformance suite. Documented: there is none in the lab, and the
   * profile follows what is written about the release; where nothing is, it is as the next older one that was observed.
   */
  readonly basis: "observed" | "documented";
  readonly api: string;
  readonly cookieName: (port: number) => string;
  readonly goodLogin: Status;
  readonly badLogin: Status;
  /** Bearer keys of app/rotateAPIKey. */
  readonly apiKeys: boolean;
  /** What refuses GET with 405; the rest does what it is told. A few endpoints began with it, the login among them. */
  readonly postOnly: "nothing" | "a few" | "mutations";
  /** Whether web_ui_session_timeout can be set. */
  readonly sessionTimeout: boolean;
  readonly tags: boolean;
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

/** Each minor version that a client can tell from the others. */
export const SIMULATED_VERSIONS = [
  "4.1.9",
  "4.2.5",
  "4.3.9",
  "4.4.5",
  "4.5.2",
  "4.6.7",
  "5.0.5",
  "5.1.0",
  "5.2.3",
  "5.3.0",
] as const;
export type SimulatedVersion = (typeof SIMULATED_VERSIONS)[number];
type Status = 200 | 204 | 401;

export function profileOf(version: SimulatedVersion): VersionProfile {
  return PROFILES[version];
}

export function isSimulated(version: string): version is SimulatedVersion {
  return SIMULATED_VERSIONS.some((known) => known === version);
}

const LIMITS = ["hashes", "ratioLimit", "seedingTimeLimit"];
const IDLE_LIMIT = [...LIMITS, "inactiveSeedingTimeLimit"];
const LIMIT_ACTION = [...IDLE_LIMIT, "shareLimitAction"];

const V4_1_9: VersionProfile = {
  version: "4.1.9",
  basis: "documented",
  api: "2.2.1",
  cookieName: () => "SID",
  goodLogin: 200,
  badLogin: 200,
  apiKeys: false,
  postOnly: "nothing",
  sessionTimeout: false,
  tags: false,
  unknownScopeIsPublic: true,
  errorText: "none",
  stopVerb: "pause",
  startVerb: "resume",
  stoppedWord: "paused",
  forceLags: true,
  never: 4_294_967_295,
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

const V4_2_5: VersionProfile = {
  ...V4_1_9,
  version: "4.2.5",
  basis: "observed",
  api: "2.5.1",
  sessionTimeout: true,
  tags: true,
  never: 0,
};

const V4_3_9: VersionProfile = {
  ...V4_2_5,
  version: "4.3.9",
  basis: "documented",
  api: "2.8.2",
  errorText: "phrase",
  exactHashes: false,
  checksSort: true,
  tagsOnAdd: "untrimmed",
};

const V4_4_5: VersionProfile = {
  ...V4_3_9,
  version: "4.4.5",
  api: "2.8.5",
  postOnly: "a few",
  unknownScopeIsPublic: false,
  stickyTier: -1,
  filtersByTag: true,
  forcesMetadata: true,
  knowsV2: true,
};

const V4_5_2: VersionProfile = {
  ...V4_4_5,
  version: "4.5.2",
  basis: "observed",
  api: "2.8.19",
  postOnly: "mutations",
  forceLags: false,
  freshLimit: 0,
  trailingSlash: false,
  addAnswer: "word",
  comparesSuperSeeding: true,
  normalPriority: 1,
  uncontactedPeers: -1,
  checksWhenAddedStopped: false,
};

const V4_6_7: VersionProfile = {
  ...V4_5_2,
  version: "4.6.7",
  basis: "documented",
  api: "2.9.3",
  shareLimitParameters: IDLE_LIMIT,
};

const V5_0_5: VersionProfile = {
  ...V4_6_7,
  version: "5.0.5",
  api: "2.11.2",
  stopVerb: "stop",
  startVerb: "start",
  stoppedWord: "stopped",
  never: -1,
  tagsOnAdd: "trimmed",
};

const V5_1_0: VersionProfile = {
  ...V5_0_5,
  version: "5.1.0",
  basis: "observed",
  api: "2.11.4",
  trackerFallsBackToFirst: true,
  includeTrackers: true,
  setTags: 200,
  magnetSize: true,
};

const V5_2_3: VersionProfile = {
  ...V5_1_0,
  version: "5.2.3",
  basis: "documented",
  api: "2.15.1",
  cookieName: (port) => `QBT_SID_${port}`,
  goodLogin: 204,
  badLogin: 401,
  apiKeys: true,
  errorText: "detail",
  includeFiles: true,
  setTags: 204,
  addAnswer: "json",
  createsParentCategories: true,
  shareLimitParameters: LIMIT_ACTION,
  highestRatio: Infinity,
  highestMinutes: Infinity,
  categoriesHaveLimits: true,
};

const V5_3_0: VersionProfile = {
  ...V5_2_3,
  version: "5.3.0",
  basis: "observed",
  api: "2.16.2",
  shareLimitParameters: [...LIMIT_ACTION, "shareLimitsMode"],
};

const PROFILES: Readonly<Record<SimulatedVersion, VersionProfile>> = {
  "4.1.9": V4_1_9,
  "4.2.5": V4_2_5,
  "4.3.9": V4_3_9,
  "4.4.5": V4_4_5,
  "4.5.2": V4_5_2,
  "4.6.7": V4_6_7,
  "5.0.5": V5_0_5,
  "5.1.0": V5_1_0,
  "5.2.3": V5_2_3,
  "5.3.0": V5_3_0,
};
