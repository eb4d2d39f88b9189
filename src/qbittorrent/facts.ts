import type { Release } from "./versions.ts";

/** What has a request of its own for one torrent: `torrents/trackers`, `files`, `properties`, `webseeds`, `sync/torrentPeers`. */
export type TorrentSource = "trackers" | "files" | "properties" | "webseeds" | "peers";

/** What is asked of the server once: `transfer/info`, `app/preferences`, `torrents/categories`. */
export type ServerSource = "transfer" | "preferences" | "categories";

export type Source = ServerSource | TorrentSource;

/** A category of `torrents/categories`, with what it inherits from those it is in; limits since 5.2. */
export interface Category {
  readonly name: string;
  /** Since 5.2: what happens when a limit is reached, as `Torrent.share_limit_action`; undefined before. */
  readonly shareLimitAction?: string | undefined;
  /** Since 5.3: whether one limit has to be reached or all of them, as `Torrent.share_limits_mode`; undefined before. */
  readonly shareLimitsMode?: string | undefined;
  /** Whether it sets a ratio or a seeding time that can be reached, since 5.2. */
  readonly hasShareLimits: boolean;
  /** Of one of them it says that there is none, whatever the server has. */
  readonly liftsShareLimits?: true;
}

/** The server as a whole, as far as it was asked. Undefined: not fetched yet. */
export interface Server {
  /** As it calls its version: `v5.1.0`. */
  readonly name: string;
  /** Whether the server is of this release or newer. */
  readonly has: (release: Release) => boolean;
  readonly transfer?: Readonly<Record<string, unknown>> | undefined;
  readonly preferences?: Readonly<Record<string, unknown>> | undefined;
  readonly categories?: ReadonlyMap<string, Category> | undefined;
}
