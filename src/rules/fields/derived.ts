import { type Torrent, isChecking, isStopped } from "../../qbittorrent/torrent.ts";
import type { Field, FieldType, ScalarKey, Value } from "./field.ts";
import { privacyBefore5 } from "./info.ts";

/** Worked out from `torrents/info`, where its own fields mislead. */
export const derivedFields: readonly Field[] = [
  derived("time_since_added", "seconds", "Time since the torrent was added", timeSince("added_on")),
  derived(
    "time_since_completed",
    "seconds",
    "Time since the download was finished; unlike seeding_time it never stands still",
    timeSince("completion_on"),
  ),
  derived("time_since_activity", "seconds", "Time since data was last up- or downloaded", timeSince("last_activity")),
  derived(
    "is_complete",
    "boolean",
    "Whether all wanted files are there: completion_on alone survives a failed check, amount_left is 0 without metadata",
    { reads: ["has_metadata", "state", "progress", "amount_left"], read: isComplete },
  ),
  {
    name: "info.is_private",
    type: "boolean",
    about: "Whether the torrent is private, on every server: another name of info.private",
    supplies: [{ since: "5.0", from: "info", key: "private" }, ...privacyBefore5],
  },
  derived("is_stopped", "boolean", "Whether it is stopped; unknown while it is checked or moved", {
    reads: ["state"],
    read: isStopped,
  }),
  derived("is_seeding", "boolean", "Whether it runs and has all it wants, whether or not anyone downloads", {
    reads: ["state"],
    read: (torrent) => (isStopped(torrent) === undefined ? undefined : SEEDING.includes(torrent.state ?? "")),
  }),
  derived("is_checking", "boolean", "Whether its data is being checked, or waits for it", {
    reads: ["state"],
    read: ({ state }) => (state === undefined ? undefined : isChecking(state)),
  }),
  derived("tracker_host", "text", "The host of the tracker in use, in lower case; where none works, of the first one", {
    reads: ["tracker", "magnet_uri"],
    read: trackerHost,
  }),
];

/** How a value is worked out, and from which keys alone. */
interface Derivation {
  readonly reads: readonly ScalarKey[];
  readonly read: (torrent: Torrent, now: number) => Value | undefined;
}

function derived(key: string, type: FieldType, about: string, { reads, read }: Derivation): Field {
  return { name: `info.${key}`, type, about, reads, supplies: [{ from: "derived", read }] };
}

function timeSince(key: "added_on" | "completion_on" | "last_activity"): Derivation {
  const read: Derivation["read"] = (torrent, now) => {
    const at = torrent[key];
    return at === undefined ? undefined : Math.max(0, now - at);
  };
  return { reads: [key], read };
}

const SEEDING: readonly string[] = ["uploading", "stalledUP", "queuedUP", "forcedUP"];

function isComplete({ has_metadata: hasMetadata, state, progress, amount_left: left }: Torrent): boolean | undefined {
  if (hasMetadata === false) return false;
  // Missing files may come back with their disk.
  if (state === undefined || state.startsWith("checking") || IN_DOUBT.includes(state)) return undefined;
  if (progress === undefined || left === undefined) return undefined;
  return progress >= 1 && left <= 0;
}

const IN_DOUBT: readonly string[] = ["moving", "missingFiles"];

/** Before 5.1 the field is empty unless a tracker works; the magnet link names them all. */
function trackerHost({ tracker, magnet_uri: magnet = "" }: Torrent): string | undefined {
  const announce = tracker === undefined || tracker === "" ? firstTracker(magnet) : tracker;
  return announce === undefined ? undefined : URL.parse(announce)?.hostname.toLowerCase();
}

function firstTracker(magnet: string): string | undefined {
  const query = magnet.indexOf("?");
  return new URLSearchParams(query === -1 ? "" : magnet.slice(query + 1)).get("tr") ?? undefined;
}
