import { type ActionType, actionTypes } from "../actions/catalogue.ts";
import { nearest } from "../lib/nearest.ts";

/** An action of this type that may be written as it stands, in the way that does the least. */
export function exampleOf(type: ActionType): string {
  const params = paramsOf[type];
  return params === undefined ? `{type: ${type}}` : `{type: ${type}, params: {${params}}}`;
}

/** The same of what was written in words: `add_tag hd`, `delete_torent`. */
export function exampleMeant(written: string): string | undefined {
  const [word = ""] = /^[\w-]+/.exec(written.trim()) ?? [];
  const type = actionTypes.find((known) => known === nearest(word, actionTypes));
  return type && exampleOf(type);
}

const SWITCH = "enabled: true";

const paramsOf: { readonly [Type in ActionType]?: string } = {
  set_category: "category: films",
  add_tag: "tag: films",
  remove_tag: "tag: films",
  set_tags: "tags: [films]",
  set_upload_limit: "limit: 500 KiB/s",
  set_download_limit: "limit: 500 KiB/s",
  set_share_limits: "ratio: 2.0",
  set_location: "path: /data/films",
  set_auto_management: SWITCH,
  set_super_seeding: SWITCH,
  set_sequential_download: SWITCH,
  delete_torrent: "delete_files: false",
};
