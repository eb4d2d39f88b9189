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

const since = {
  /** 5.0: stop/start replace pause/resume. */
  stopAndStart: [2, 11, 0],
  /** 5.1: `torrents/info?includeTrackers=true`. */
  includeTrackers: [2, 11, 4],
  /** 5.2: `torrents/info?includeFiles=true`. */
  includeFiles: [2, 15, 0],
} as const satisfies Record<string, ApiVersion>;

export type Feature = keyof typeof since;

export const supports = (version: ServerVersion, feature: Feature): boolean =>
  compareVersions(version.api, since[feature]) >= 0;

/** Undefined: not a version, so not qBittorrent that answered (a login portal, a proxy). */
export function parseApiVersion(text: string): ApiVersion | undefined {
  const [, major, minor, patch = "0"] = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(text.trim()) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

export function compareVersions(a: ApiVersion, b: ApiVersion): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
