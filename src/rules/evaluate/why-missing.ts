import { type Torrent, isChecking, needCheck, needMetadata } from "../../qbittorrent/torrent.ts";
import type { Field } from "../fields/field.ts";
import { asSubject } from "./compile.ts";
import type { Single } from "./value.ts";

/** A torrent as a rule found it, and as the pass did. */
export interface Seen {
  readonly torrent: Torrent;
  readonly start: Torrent;
}

export const NO_METADATA = "the metadata is not there yet";
export const GONE = "the torrent was gone when qBittorrent was asked";
export const DOES_NOT_SAY = "qBittorrent does not say";
const CHECKING = "the data is being checked";

/** Why there is no value. */
export function whyMissing(field: Field, supply: Single, seen: Seen): string {
  const { torrent, start } = seen;
  if (supply.from === "transfer") return DOES_NOT_SAY;
  if (supply.from === "preferences") return `qBittorrent has no setting "${supply.key}" that rules may read`;
  if (supply.from === "derived") return whyNotDerived(field, seen);
  if (supply.from === "trackers" && torrent.trackers === null) return GONE;
  if (supply.from !== "properties") return whyNone(supply.key, seen, hasValue(start, supply.key));
  return torrent.properties === null ? GONE : whyNone(supply.key, seen, hasValue(start.properties ?? {}, supply.key));
}

/** Of one key that has no value now; `had`: it had one when the pass began. */
function whyNone(key: string, { torrent }: Seen, had: boolean): string {
  if (had) return "an earlier action of this run changes it";
  if (torrent.has_metadata === false && NEED_METADATA.includes(key)) return NO_METADATA;
  if (NEED_CHECK.includes(key) && isChecking(torrent.state)) return CHECKING;
  return reasons[key] ?? DOES_NOT_SAY;
}

/** The first of the values it hangs on that is missing, or what the state hides. */
function whyNotDerived({ reads = [], name }: Field, seen: Seen): string {
  const { torrent, start } = seen;
  const missing = reads.find((key) => !hasValue(torrent, key));
  if (missing === undefined) return reasons[name] ?? whyState(torrent);
  const reason = whyNone(missing, seen, hasValue(start, missing));
  return reason === DOES_NOT_SAY ? (reasons[name] ?? reason) : reason;
}

function whyState(torrent: Torrent): string {
  if (isChecking(torrent.state)) return CHECKING;
  return states[torrent.state ?? ""] ?? DOES_NOT_SAY;
}

const hasValue = (facts: object, key: string): boolean => asSubject(facts)[key] !== undefined;

/** States that hide what a torrent does otherwise. */
const states: Readonly<Record<string, string>> = {
  moving: "the data is being moved",
  missingFiles: "its files are missing",
  error: "qBittorrent has it in an error",
};

/** The properties have one of them by another name. A magnet link may name one hash of two. */
const NEED_METADATA: readonly string[] = [...needMetadata, "is_private", "infohash_v1", "infohash_v2"];
const NEED_CHECK: readonly string[] = needCheck;

const neverFinished = "the download was never finished";
const neverSeen = "it was never seen complete";
const notTold = "no tracker has told";
const ownLimit = (inForce: string) => `it has no limit of its own, and ${inForce} has the one in force`;

/** What it means that a value is not there, by its key or by the name of a derived field. */
const reasons: Readonly<Record<string, string>> = {
  availability: "qBittorrent knows it only while it downloads",
  completion_date: neverFinished,
  completion_on: neverFinished,
  creation_date: "the torrent file does not say",
  inactive_seeding_time_limit: ownLimit("info.max_inactive_seeding_time"),
  infohash_v1: "it has no v1 hash",
  infohash_v2: "it has no v2 hash",
  last_activity: "nothing was transferred yet",
  last_seen: neverSeen,
  num_complete: notTold,
  num_incomplete: notTold,
  peers_total: notTold,
  ratio_limit: ownLimit("info.max_ratio"),
  reannounce: "no announce is planned",
  seeding_time_limit: ownLimit("info.max_seeding_time"),
  seeds_total: notTold,
  seen_complete: neverSeen,
  "info.tracker_host": "no tracker of it is known",
};
