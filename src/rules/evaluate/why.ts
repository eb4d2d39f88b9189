import type { Torrent } from "../../qbittorrent/torrent.ts";
import type { TrackerStatus } from "../../qbittorrent/tracker.ts";
import { type Field, type ScalarKey, type Supply, type Value, isEach, sinceOf, supplyFor } from "../fields/field.ts";
import { isNearCategory, isNearTag } from "../near-miss.ts";
import type { Leaf } from "../rule.ts";
import { NOT_CONTACTED } from "../values.ts";
import { type Circumstances, itemsOf, valueIn } from "./compile.ts";

/** A torrent as a rule found it, and as the pass did. */
export interface Seen {
  readonly torrent: Torrent;
  readonly start: Torrent;
}

/** Why a test of a torrent came out as unknown, for people. */
export function whyUnknown({ field, value, operator }: Leaf, seen: Seen, { server, now }: Circumstances): string {
  const supply = supplyFor(field, server.has);
  if (supply === undefined) return notSupported(field);
  if (isEach(supply)) {
    const items = itemsOf(seen.torrent, supply.from);
    if (items === null || items === undefined) return supply.from === "files" ? NO_METADATA : "the torrent is gone";
    if (items.length === 0) return "the list is empty";
    const undecided = items.find((item) => whyItem(value, valueIn(item, supply.each)) !== undefined);
    return (undecided && whyItem(value, valueIn(undecided, supply.each))) ?? "it is not known of every one";
  }
  const found = currentValue(supply, seen.torrent, now);
  if (found !== undefined) return whyNot(field, value, found) ?? `${operator} cannot tell`;
  if (supply.from === "preferences") return `this qBittorrent has no setting ${supply.key}, or one of another kind`;
  const keys = supply.from === "info" ? [supply.key] : (field.reads ?? []);
  return keys.map((key) => whyMissing(key, seen)).find((why) => why !== undefined) ?? "qBittorrent does not say";
}

/** The same of one item of a list. */
export const whyItemUnknown = ({ field, value }: Leaf, found: Value | undefined, { server }: Circumstances): string =>
  supplyFor(field, server.has) === undefined
    ? notSupported(field)
    : (whyItem(value, found) ?? "qBittorrent does not say");

function notSupported(field: Field): string {
  const since = sinceOf(field);
  return since === undefined ? "this qBittorrent does not have it" : `it needs qBittorrent ${since} or newer`;
}

function currentValue(supply: Supply, torrent: Torrent, now: number): Value | undefined {
  if (supply.from === "derived") return supply.read(torrent, now);
  return supply.from === "info" || (supply.from === "trackers" && "key" in supply) ? torrent[supply.key] : undefined;
}

const NO_METADATA = "the metadata is not there yet";

/** What a condition says is often nearly what the torrent has. */
function whyNot({ type }: Field, written: unknown, found: Value): string | undefined {
  const names: readonly unknown[] = Array.isArray(written) ? written : [written];
  const near = (has: string, isNear: (has: string, named: string) => boolean) => {
    const named = names.find((name) => typeof name === "string" && isNear(has, name));
    return named === undefined ? undefined : `"${has}" is near to "${String(named)}", but not the same`;
  };
  if (type === "category" && typeof found === "string") return near(found, isNearCategory) ?? near(found, isPart);
  if (!Array.isArray(found)) return undefined;
  return found.map((tag: string) => near(tag, isNearTag)).find((why) => why !== undefined);
}

const isPart = (has: string, named: string): boolean => has.toLowerCase().includes(named.toLowerCase());

function whyItem(written: unknown, found: Value | undefined): string | undefined {
  if (found === undefined)
    return "it is not known of every one: a tracker may not have been contacted, or is just being asked";
  if (typeof found !== "object" || !("mayBe" in found)) return undefined;
  return whyStatus(written, found);
}

function whyStatus(written: unknown, { code, mayBe }: TrackerStatus): string | undefined {
  if (code === NOT_CONTACTED) return "a tracker was not contacted yet";
  return mayBe.length > 1 && written !== undefined
    ? "this qBittorrent has one status for not_working, tracker_error and unreachable"
    : undefined;
}

function whyMissing(key: ScalarKey, { torrent, start }: Seen): string | undefined {
  if (torrent[key] !== undefined) return undefined;
  if (start[key] !== undefined) return "an earlier action of this run changes it";
  const isUnread = torrent.has_metadata === false && NEED_METADATA.includes(key);
  if (isUnread) return NO_METADATA;
  if (PROGRESS.includes(key) && torrent.state?.startsWith("checking") === true) return "the data is being checked";
  if (TIMES.includes(key)) return "it has not happened yet";
  return GLOBAL.includes(key) ? "the torrent uses the global limit" : undefined;
}

const NEED_METADATA: readonly ScalarKey[] = [
  "size",
  "total_size",
  "amount_left",
  "progress",
  "content_path",
  "private",
];
const PROGRESS: readonly ScalarKey[] = ["progress", "amount_left"];
const TIMES: readonly ScalarKey[] = ["completion_on", "seen_complete", "last_activity", "added_on"];
const GLOBAL: readonly ScalarKey[] = ["ratio_limit", "seeding_time_limit"];
