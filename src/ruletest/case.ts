import type { Server } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { GivenField } from "./fields.ts";

/** A checked test: torrents, the circumstances of a job, and what shall come of it. */
export interface Case {
  readonly name: string;
  /** `file:line:column` */
  readonly place: string;
  readonly context: string | null;
  /** Seconds since 1970. */
  readonly now: number;
  readonly server: Server;
  /** The whole library. */
  readonly torrents: readonly GivenTorrent[];
  readonly expectations: readonly Expectation[];
}

export interface GivenTorrent {
  /** Its name, if the test gives one. */
  readonly title: string;
  readonly torrent: Torrent;
}

/** What is expected of one torrent; what is not named is not compared. */
export interface Expectation {
  readonly hash: string;
  /** `file:line:column` */
  readonly place: string;
  /** Names of rules, in the order of the file. */
  readonly matches?: readonly string[];
  readonly undecided?: readonly string[];
  /** Types of actions. */
  readonly withheld?: readonly string[];
  readonly failed?: readonly string[];
  readonly does?: readonly ExpectedAction[];
  readonly end?: ExpectedEnd;
}

export interface ExpectedAction {
  readonly type: string;
  /** As written; undefined: with whatever parameters. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** `true`: it goes, and its data stays. */
export type Deleted = boolean | "with_files";

export interface ExpectedEnd {
  readonly deleted?: Deleted | undefined;
  readonly stopped?: boolean | undefined;
  readonly fields: readonly GivenField[];
}
