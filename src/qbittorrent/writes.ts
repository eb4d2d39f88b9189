import { type Feature, type ServerVersion, supports } from "./versions.ts";

/** Something to be asked of qBittorrent for a list of torrents. Limits are bytes a second, Infinity for unlimited. */
export type Write =
  | { readonly kind: "create_category"; readonly category: string }
  | { readonly kind: "set_category"; readonly category: string }
  | { readonly kind: "remove_tags"; readonly tags: readonly string[] }
  | { readonly kind: "add_tags"; readonly tags: readonly string[] }
  | { readonly kind: "set_upload_limit"; readonly limit: number }
  | { readonly kind: "set_download_limit"; readonly limit: number }
  | { readonly kind: "stop" }
  | { readonly kind: "start" }
  | { readonly kind: "force_start" }
  | { readonly kind: "recheck" }
  | { readonly kind: "reannounce" }
  | { readonly kind: "delete"; readonly deleteFiles: boolean };

export type WriteKind = Write["kind"];

/** A POST: the path below `/api/v2/torrents/` and its form fields, besides `hashes` where it is about torrents. */
export interface Form {
  readonly endpoint: string;
  readonly fields: Readonly<Record<string, string>>;
}

type FormOf<K extends WriteKind> = (write: Extract<Write, { kind: K }>, has: (feature: Feature) => boolean) => Form;

/** Not about torrents: it has no hashes. */
export const isGlobal = ({ kind }: Write): boolean => kind === "create_category";

const forms: { readonly [K in WriteKind]: FormOf<K> } = {
  create_category: ({ category }) => ({ endpoint: "createCategory", fields: { category, savePath: "" } }),
  set_category: ({ category }) => ({ endpoint: "setCategory", fields: { category } }),
  // Never without tags: that would remove all of them.
  remove_tags: ({ tags }) => ({ endpoint: "removeTags", fields: { tags: tags.join(",") } }),
  add_tags: ({ tags }) => ({ endpoint: "addTags", fields: { tags: tags.join(",") } }),
  set_upload_limit: ({ limit }) => ({ endpoint: "setUploadLimit", fields: { limit: rate(limit) } }),
  set_download_limit: ({ limit }) => ({ endpoint: "setDownloadLimit", fields: { limit: rate(limit) } }),
  stop: (_, has) => ({ endpoint: has("stopAndStart") ? "stop" : "pause", fields: {} }),
  start: (_, has) => ({ endpoint: has("stopAndStart") ? "start" : "resume", fields: {} }),
  force_start: () => ({ endpoint: "setForceStart", fields: { value: "true" } }),
  recheck: () => ({ endpoint: "recheck", fields: {} }),
  reannounce: () => ({ endpoint: "reannounce", fields: {} }),
  delete: ({ deleteFiles }) => ({ endpoint: "delete", fields: { deleteFiles: String(deleteFiles) } }),
};

export function toForm<K extends WriteKind>(write: Extract<Write, { kind: K }>, version: ServerVersion): Form {
  const form: FormOf<K> = forms[write.kind];
  return form(write, (feature) => supports(version, feature));
}

const rate = (limit: number): string => (limit === Infinity ? "0" : String(limit));
