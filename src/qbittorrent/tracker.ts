import { isRecord } from "../lib/json.ts";
import * as read from "./readers.ts";

/** A row of `torrents/trackers`, without the pseudo-trackers for DHT, PeX and LSD. */
export interface Tracker {
  readonly url: string;
  /** In lower case. */
  readonly host: string | undefined;
  readonly tier: number | undefined;
  readonly status: TrackerStatus | undefined;
  readonly msg: string | undefined;
  readonly num_peers: number | undefined;
  readonly num_seeds: number | undefined;
  readonly num_leeches: number | undefined;
  readonly num_downloaded: number | undefined;
}

export interface TrackerStatus {
  /** 1 not contacted, 2 working, 3 updating, 4 not working, 5 tracker error, 6 unreachable (5 and 6 since 5.2). */
  readonly code: number;
  /** What it is in truth, as far as the server can tell: one of these. */
  readonly mayBe: readonly number[];
}

const NOT_CONTACTED = 1;
const NOT_WORKING = 4;
const failures = [NOT_WORKING, 5, 6];

export function toTrackers(rows: unknown): readonly Tracker[] | undefined {
  if (!Array.isArray(rows)) return undefined;
  return rows
    .filter((row) => isRecord(row) && typeof row["url"] === "string" && !row["url"].startsWith("** ["))
    .map(toTracker);
}

/** What a tracker says is not known before it was contacted, nor while 5.2 and newer show its last answer but ask again. */
function toTracker(row: Record<string, unknown>): Tracker {
  const contacted = row["status"] !== NOT_CONTACTED && row["updating"] !== true;
  const url = String(row["url"]);
  return {
    url,
    host: URL.parse(url)?.hostname.toLowerCase(),
    tier: read.count(row["tier"]),
    status: row["updating"] === true ? undefined : toStatus(row),
    msg: contacted ? read.text(row["msg"]) : undefined,
    num_peers: contacted ? read.count(row["num_peers"]) : undefined,
    num_seeds: contacted ? read.count(row["num_seeds"]) : undefined,
    num_leeches: contacted ? read.count(row["num_leeches"]) : undefined,
    num_downloaded: contacted ? read.count(row["num_downloaded"]) : undefined,
  };
}

/** Up to 5.1, where rows do not tell whether they are updating, 4 stands for every failure. */
function toStatus(row: Record<string, unknown>): TrackerStatus | undefined {
  const code = read.count(row["status"]);
  if (code === undefined) return undefined;
  return { code, mayBe: code === NOT_WORKING && !("updating" in row) ? failures : [code] };
}
