import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Write } from "../qbittorrent/writes.ts";
import { type ActionDefinition, type Aspect, aspects, type Wish, type WritesOf } from "./action.ts";
import { categoryWrites, setCategory } from "./category.ts";
import { reannounce, reannounceWrites, recheck, recheckWrites } from "./checks.ts";
import { deleteTorrent, deleteWrites } from "./delete.ts";
import { downloadLimitWrites, setDownloadLimit, setUploadLimit, uploadLimitWrites } from "./limits.ts";
import { forceStart, runningWrites, start, stop } from "./running.ts";
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
  delete_torrent: deleteTorrent,
};

export const isActionType = (name: string): name is ActionType => Object.hasOwn(actions, name);

/** Per aspect, the requests that turn a torrent into what was wished. A torrent that goes gets only the delete. */
export function writesOf(before: Torrent, wish: Wish): ReadonlyMap<Aspect, readonly Write[]> {
  const wanted: readonly Aspect[] = wish.delete === undefined ? otherAspects : ["delete"];
  const found = wanted.map((aspect) => [aspect, writes[aspect](before, wish)] as const);
  return new Map(found.filter(([, list]) => list.length > 0));
}

const writes: Readonly<Record<Aspect, WritesOf>> = {
  category: categoryWrites,
  tags: tagWrites,
  upload_limit: uploadLimitWrites,
  download_limit: downloadLimitWrites,
  running: runningWrites,
  recheck: recheckWrites,
  reannounce: reannounceWrites,
  delete: deleteWrites,
};

const otherAspects = aspects.filter((aspect) => aspect !== "delete");
