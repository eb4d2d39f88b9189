import { isRecord } from "../lib/json.ts";
import * as read from "./readers.ts";

/** A row of `torrents/trackers`, without the pseudo-trackers for DHT, PeX and LSD. */
export interface Tracker {
  readonly url: string;
  readonly host: string | undefined;
  readonly tier: number | undefined;
  /** 1 not contacted, 2 working, 3 updating, 4 not working, 5 tracker error, 6 unreachable (5 and 6 since 5.2). */
  readonly status: number | undefined;
  readonly msg: string | undefined;
  readonly num_peers: number | undefined;
  readonly num_seeds: number | undefined;
  readonly num_leeches: number | undefined;
  readonly num_downloaded: number | undefined;
}

const NOT_CONTACTED = 1;

export function toTrackers(rows: unknown): readonly Tracker[] | undefined {
  if (!Array.isArray(rows)) return undefined;
  return rows
    .filter((row) => isRecord(row) && typeof row["url"] === "string" && !row["url"].startsWith("** ["))
    .map(toTracker);
}

/** What a tracker said is not known before it was contacted. */
function toTracker(row: Record<string, unknown>): Tracker {
  const contacted = row["status"] !== NOT_CONTACTED;
  const url = String(row["url"]);
  return {
    url,
    host: URL.parse(url)?.hostname,
    tier: read.count(row["tier"]),
    status: read.count(row["status"]),
    msg: contacted ? read.text(row["msg"]) : undefined,
    num_peers: contacted ? read.count(row["num_peers"]) : undefined,
    num_seeds: contacted ? read.count(row["num_seeds"]) : undefined,
    num_leeches: contacted ? read.count(row["num_leeches"]) : undefined,
    num_downloaded: contacted ? read.count(row["num_downloaded"]) : undefined,
  };
}
