import { isRecord } from "../lib/json.ts";
import * as read from "./readers.ts";
import type { Row } from "./table.ts";

/** A row of `torrents/trackers`, without the pseudo-trackers for DHT, PeX and LSD. */
export interface Tracker {
  readonly url: string;
  /** In lower case. */
  readonly host: string | undefined;
  readonly tier: number | undefined;
  readonly status: TrackerStatus | undefined;
  /** Whether it is being asked just now. */
  readonly updating: boolean | undefined;
  readonly msg: string | undefined;
  readonly num_peers: number | undefined;
  readonly num_seeds: number | undefined;
  readonly num_leeches: number | undefined;
  readonly num_downloaded: number | undefined;
  /** Seconds since 1970; since 5.2. */
  readonly next_announce: number | undefined;
  readonly min_announce: number | undefined;
}

export interface TrackerStatus {
  /** 1 not contacted, 2 working, 3 updating, 4 not working, 5 tracker error, 6 unreachable (5 and 6 since 5.2). */
  readonly code: number;
  /** What it is in truth, as far as the server can tell: one of these. */
  readonly mayBe: readonly number[];
}

/** The answer of `torrents/trackers`. */
export interface TrackerList {
  readonly trackers: readonly Tracker[];
  /**
   * Whether the torrent is private, which servers before 4.5.1 tell only here. False of a torrent without metadata means
   * nothing. Undefined before 4.1.5.
   */
  readonly private: boolean | undefined;
}

const NOT_CONTACTED = 1;
const UPDATING = 3;
const NOT_WORKING = 4;
/** Up to 5.1 a tracker that is asked again has no other status meanwhile, not even one that works. */
const unheard: readonly number[] = [NOT_CONTACTED, UPDATING];
const failures = [NOT_WORKING, 5, 6];

/** The row for DHT has a message, a translated one, if and only if the torrent is private. */
export function toTrackerList(rows: unknown): TrackerList | undefined {
  const trackers = toTrackers(rows);
  if (trackers === undefined || !Array.isArray(rows)) return undefined;
  const dht: unknown = rows.find((row) => isRecord(row) && row["url"] === "** [DHT] **");
  const msg = isRecord(dht) ? read.text(dht["msg"]) : undefined;
  return { trackers, private: msg === undefined ? undefined : msg !== "" };
}

export function toTrackers(rows: unknown): readonly Tracker[] | undefined {
  if (!Array.isArray(rows)) return undefined;
  return rows
    .filter((row) => isRecord(row) && typeof row["url"] === "string" && !row["url"].startsWith("** ["))
    .map(toTracker);
}

/** What a tracker says is not known before it was contacted, nor while it is asked again, whatever is shown meanwhile. */
function toTracker(row: Row): Tracker {
  const asksAgain = row["updating"] === true;
  const status = toStatus(row);
  const heard = status !== undefined && !unheard.includes(status.code) && !asksAgain;
  const url = String(row["url"]);
  return {
    url,
    host: URL.parse(url)?.hostname.toLowerCase(),
    tier: read.count(row["tier"]),
    status: asksAgain ? undefined : status,
    updating: read.flag(row["updating"]) ?? (status && status.code === UPDATING),
    msg: heard ? read.text(row["msg"]) : undefined,
    num_peers: heard ? read.count(row["num_peers"]) : undefined,
    num_seeds: heard ? read.count(row["num_seeds"]) : undefined,
    num_leeches: heard ? read.count(row["num_leeches"]) : undefined,
    num_downloaded: heard ? read.count(row["num_downloaded"]) : undefined,
    next_announce: read.timestamp(row["next_announce"]),
    min_announce: read.timestamp(row["min_announce"]),
  };
}

/** Up to 5.1, where rows do not tell whether they are updating, 4 stands for every failure. Before 4.1.5 it is translated text. */
const toStatus = (row: Row): TrackerStatus | undefined =>
  row["status"] === NOT_WORKING && !("updating" in row)
    ? anyFailure
    : statuses.find(({ code }) => code === row["status"]);

// One of each for all trackers of a library.
const anyFailure: TrackerStatus = { code: NOT_WORKING, mayBe: failures };
const statuses: readonly TrackerStatus[] = [NOT_CONTACTED, 2, UPDATING, ...failures].map((code) => ({
  code,
  mayBe: [code],
}));
