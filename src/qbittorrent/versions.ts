/** What differs between servers, by the WebAPI version that brought it (`qbittorrent-webapi`: gate by release, not by guess). */
export interface ServerVersion {
  /** As the server says it: `v5.1.0`. */
  readonly app: string;
  readonly api: ApiVersion;
}

/** `2.8.19` as [2, 8, 19]; old servers leave out the last number. */
export type ApiVersion = readonly [number, number, number];

/** The newest version that this client is tested against: qBittorrent 5.3.0. */
export const newestTestedApi = "2.16.2";

/**
 * Releases that brought something, by the first WebAPI version they said. The numbers of development builds in between may
 * lie, so that nothing is decided by any other.
 */
const releases = {
  "4.1.2": [2, 0, 2],
  "4.1.3": [2, 1, 0],
  "4.1.4": [2, 1, 1],
  "4.1.5": [2, 2, 0],
  "4.2": [2, 3, 0],
  "4.3": [2, 6, 0],
  "4.3.1": [2, 6, 1],
  "4.3.4": [2, 8, 1],
  "4.3.5": [2, 8, 2],
  "4.4": [2, 8, 4],
  "4.5": [2, 8, 18],
  "4.5.1": [2, 8, 19],
  "4.6": [2, 9, 2],
  "4.6.1": [2, 9, 3],
  "5.0": [2, 11, 0],
  "5.1": [2, 11, 4],
  "5.2": [2, 15, 0],
  "5.3": [2, 16, 0],
} as const satisfies Record<string, ApiVersion>;

export type Release = keyof typeof releases;

/** Whether the server is of this release or a newer one. */
export const isAtLeast = ({ api }: Pick<ServerVersion, "api">, release: Release): boolean =>
  compareVersions(api, releases[release]) >= 0;

const features = {
  /** stop/start replace pause/resume. */
  stopAndStart: "5.0",
  /** A limit to the time without activity. From then on, requests that leave it out are refused; so with the next two. */
  inactiveSeedingTimeLimit: "4.6",
  /** What happens to a torrent that reaches a limit. */
  shareLimitAction: "5.2",
  /** Whether one limit has to be reached, or all of them. */
  shareLimitsMode: "5.3",
  /** `torrents/info?includeTrackers=true`. */
  includeTrackers: "5.1",
  /** `torrents/info?includeFiles=true`. */
  includeFiles: "5.2",
} as const satisfies Record<string, Release>;

export type Feature = keyof typeof features;

export const supports = (version: ServerVersion, feature: Feature): boolean => isAtLeast(version, features[feature]);

/** Undefined: not a version, so not qBittorrent that answered (a login portal, a proxy). */
export function parseApiVersion(text: string): ApiVersion | undefined {
  const [, major, minor, patch = "0"] = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(text.trim()) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Whether it may do things in ways that nobody has seen. */
export function isNewerThanTested({ api }: Pick<ServerVersion, "api">): boolean {
  const newest = parseApiVersion(newestTestedApi);
  return newest !== undefined && compareVersions(api, newest) > 0;
}

export function compareVersions(a: ApiVersion, b: ApiVersion): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
