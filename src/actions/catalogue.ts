import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Write } from "../qbittorrent/writes.ts";
import { type ActionDefinition, type Aspect, aspects, type Wish, type WritesOf } from "./action.ts";
import { categoryWrites, setCategory } from "./category.ts";
import { reannounce, reannounceWrites, recheck, recheckWrites } from "./checks.ts";
import { deleteTorrent, deleteWrites } from "./delete.ts";
import { downloadLimitWrites, setDownloadLimit, setUploadLimit, uploadLimitWrites } from "./limits.ts";
import { autoManagementWrites, locationWrites, setAutoManagement, setLocation } from "./location.ts";
import { decreasePriority, increasePriority, queueWrites, setBottomPriority, setTopPriority } from "./queue.ts";
import { forceStart, runningWrites, start, stop } from "./running.ts";
import { setShareLimits, shareLimitWrites } from "./share-limits.ts";
import { sequentialDownloadWrites, setSequentialDownload, setSuperSeeding, superSeedingWrites } from "./switches.ts";
import { addTag, removeTag, setTags, tagWrites } from "./tags.ts";

export const actionTypes = [
  "stop",
  "start",
  "force_start",
  "recheck",
  "reannounce",
  "set_category",
  "add_tag",
  "remove_tag",
  "set_tags",
  "set_upload_limit",
  "set_download_limit",
  "set_share_limits",
  "set_location",
  "set_auto_management",
  "set_super_seeding",
  "set_sequential_download",
  "increase_priority",
  "decrease_priority",
  "set_top_priority",
  "set_bottom_priority",
  "delete_torrent",
] as const;

export type ActionType = (typeof actionTypes)[number];

export const actions: Readonly<Record<ActionType, ActionDefinition>> = {
  stop,
  start,
  force_start: forceStart,
  recheck,
  reannounce,
  set_category: setCategory,
  add_tag: addTag,
  remove_tag: removeTag,
  set_tags: setTags,
  set_upload_limit: setUploadLimit,
  set_download_limit: setDownloadLimit,
  set_share_limits: setShareLimits,
  set_location: setLocation,
  set_auto_management: setAutoManagement,
  set_super_seeding: setSuperSeeding,
  set_sequential_download: setSequentialDownload,
  increase_priority: increasePriority,
  decrease_priority: decreasePriority,
  set_top_priority: setTopPriority,
  set_bottom_priority: setBottomPriority,
  delete_torrent: deleteTorrent,
};

export const isActionType = (name: string): name is ActionType => Object.hasOwn(actions, name);

/** A request for one torrent, and which side of it that changes. */
export interface AspectWrite {
  readonly aspect: Aspect;
  readonly write: Write;
}

/** The requests that turn a torrent into what was wished, aspect by aspect. A torrent that goes gets only the delete. */
export function writesOf(before: Torrent, wish: Wish): readonly AspectWrite[] {
  const found: AspectWrite[] = [];
  for (const aspect of aspectsOf(wish)) for (const write of writes[aspect](before, wish)) found.push({ aspect, write });
  return found;
}

const writes: Readonly<Record<Aspect, WritesOf>> = {
  location: locationWrites,
  share_limits: shareLimitWrites,
  category: categoryWrites,
  auto_management: autoManagementWrites,
  tags: tagWrites,
  upload_limit: uploadLimitWrites,
  download_limit: downloadLimitWrites,
  sequential_download: sequentialDownloadWrites,
  super_seeding: superSeedingWrites,
  queue: queueWrites,
  running: runningWrites,
  recheck: recheckWrites,
  reannounce: reannounceWrites,
  delete: deleteWrites,
};

/** In their order; few torrents are wished more than one thing. */
function aspectsOf(wish: Wish): readonly Aspect[] {
  if (wish.delete !== undefined) return ["delete"];
  const [first, ...others] = Object.keys(wish);
  if (first === undefined) return [];
  return others.length > 0 ? otherAspects : (wished.get(first) ?? otherAspects);
}

const aspectsByWish: Readonly<Record<Exclude<keyof Wish, "delete">, readonly Aspect[]>> = {
  location: ["location", "auto_management"],
  shareLimits: ["share_limits"],
  category: ["category"],
  tags: ["tags"],
  withoutTags: ["tags"],
  uploadLimit: ["upload_limit"],
  downloadLimit: ["download_limit"],
  sequentialDownload: ["sequential_download"],
  superSeeding: ["super_seeding"],
  queueMoves: ["queue"],
  running: ["running"],
  unforced: ["running"],
  recheck: ["recheck"],
  reannounce: ["reannounce"],
};

const wished: ReadonlyMap<string, readonly Aspect[]> = new Map(Object.entries(aspectsByWish));

const otherAspects = aspects.filter((aspect) => aspect !== "delete");
