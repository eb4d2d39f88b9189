import { type Feature, type ServerVersion, supports } from "./versions.ts";

/** A ratio, or a time in seconds; Infinity for unlimited, `global` for what the category or the server has. */
export type ShareLimit = number | "global";

/** What happens when a share limit is reached, in the words of the API; `Default` for what the category or the server has. */
export type ShareLimitAction = "Default" | "Stop" | "Remove" | "RemoveWithContent" | "EnableSuperSeeding";

export type QueueMove = "increase" | "decrease" | "top" | "bottom";

/** Something to be asked of qBittorrent for a list of torrents. Limits are bytes a second, Infinity for unlimited. */
export type Write =
  | { readonly kind: "create_category"; readonly category: string }
  | { readonly kind: "set_category"; readonly category: string }
  | { readonly kind: "remove_tags"; readonly tags: readonly string[] }
  | { readonly kind: "add_tags"; readonly tags: readonly string[] }
  | { readonly kind: "set_upload_limit"; readonly limit: number }
  | { readonly kind: "set_download_limit"; readonly limit: number }
  | {
      readonly kind: "set_share_limits";
      readonly ratio: ShareLimit;
      readonly seedingTime: ShareLimit;
      /** Since 4.6, what happens since 5.2, and how many have to be reached since 5.3: older servers are not told. */
      readonly inactiveSeedingTime: ShareLimit;
      readonly action: string;
      readonly mode: string;
    }
  | { readonly kind: "set_location"; readonly path: string }
  | { readonly kind: "set_auto_management"; readonly enabled: boolean }
  | { readonly kind: "set_super_seeding"; readonly enabled: boolean }
  /** There is nothing else: only for torrents whose present setting is known, and never twice. */
  | { readonly kind: "toggle_sequential_download" }
  | { readonly kind: "move_in_queue"; readonly move: QueueMove }
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
  // All of them, always: what is left out would be reset, or is missed by a server that requires it.
  set_share_limits: ({ ratio, seedingTime, inactiveSeedingTime, action, mode }, has) => ({
    endpoint: "setShareLimits",
    fields: {
      ratioLimit: shareLimit(ratio),
      seedingTimeLimit: shareLimit(inMinutes(seedingTime)),
      ...(has("inactiveSeedingTimeLimit") && {
        inactiveSeedingTimeLimit: shareLimit(inMinutes(inactiveSeedingTime)),
      }),
      ...(has("shareLimitAction") && { shareLimitAction: action }),
      ...(has("shareLimitsMode") && { shareLimitsMode: mode }),
    },
  }),
  set_location: ({ path }) => ({ endpoint: "setLocation", fields: { location: path } }),
  set_auto_management: ({ enabled }) => ({ endpoint: "setAutoManagement", fields: { enable: String(enabled) } }),
  set_super_seeding: ({ enabled }) => ({ endpoint: "setSuperSeeding", fields: { value: String(enabled) } }),
  toggle_sequential_download: () => ({ endpoint: "toggleSequentialDownload", fields: {} }),
  move_in_queue: ({ move }) => ({ endpoint: `${move}Prio`, fields: {} }),
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

const shareLimit = (limit: ShareLimit): string => {
  if (limit === "global") return "-2";
  return limit === Infinity ? "-1" : String(limit);
};

const inMinutes = (limit: ShareLimit): ShareLimit => (limit === "global" ? limit : Math.round(limit / 60));
