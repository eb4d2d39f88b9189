import type { Server, Source, TorrentSource } from "../../qbittorrent/facts.ts";
import type { Properties } from "../../qbittorrent/properties.ts";
import type { Torrent } from "../../qbittorrent/torrent.ts";
import type { TrackerStatus } from "../../qbittorrent/tracker.ts";
import type { Release } from "../../qbittorrent/versions.ts";

/** How a field's values are written and compared. Speeds are bytes a second, durations seconds; of limits, no limit is Infinity. */
export type FieldType =
  | "number"
  | "ratio_limit"
  | "count_limit"
  | "fraction"
  | "bytes"
  | "seconds"
  | "time_limit"
  | "rate"
  | "limit"
  | "timestamp"
  | "text"
  | "path"
  | "category"
  | "state"
  | "boolean"
  | "tags"
  | "hash"
  | "hash_v1"
  | "hash_v2"
  | "tracker_status"
  | "any";

export type Value = number | string | boolean | readonly string[] | TrackerStatus;

/** The fields of a torrent that hold one value: what `torrents/info` brings. */
export type ScalarKey = { [K in keyof Torrent]-?: Torrent[K] extends Value | undefined ? K : never }[keyof Torrent];

export type ListSource = Exclude<TorrentSource, "properties">;

/** Where a server has a field's value; on old servers often elsewhere, at the price of a request. */
export type Supply = { readonly since?: Release } & (
  | { readonly from: "info"; readonly key: ScalarKey }
  | { readonly from: "properties"; readonly key: keyof Properties }
  /** In `info` once the trackers were asked for: they tell it by the way. */
  | { readonly from: "trackers"; readonly key: ScalarKey }
  | { readonly from: "transfer"; readonly key: string }
  | { readonly from: "preferences"; readonly key: string }
  /** Worked out from what the list brings. */
  | { readonly from: "derived"; readonly read: (torrent: Torrent, now: number) => Value | undefined }
  /** Of each item of a list. */
  | { readonly from: ListSource; readonly each: string }
);

export interface Field {
  /** `info.ratio` */
  readonly name: string;
  readonly type: FieldType;
  /** For people: what it is, its unit, what is unknown about it when. */
  readonly about: string;
  /** Newest first; the first that suits the server is used, and none means that the server does not have the field. */
  readonly supplies: readonly Supply[];
  /** Of a derived field: the fields of `info` it is worked out from. */
  readonly reads?: readonly ScalarKey[];
}

/** Undefined: a server of this release does not have the field. */
export const supplyFor = ({ supplies }: Field, has: Server["has"]): Supply | undefined =>
  supplies.find(({ since }) => since === undefined || has(since));

/** What must be asked for, besides the list. */
export const sourceOf = (supply: Supply): Source | "info" => (supply.from === "derived" ? "info" : supply.from);

export const isEach = (supply: Supply): supply is Extract<Supply, { readonly each: string }> => "each" in supply;

/** The list that the field is about; undefined: it has one value. */
export function listOf({ supplies }: Field): ListSource | undefined {
  const each = supplies.find(isEach);
  return each?.from;
}

/** The release that brought the field; undefined: every supported server has it. */
export const sinceOf = ({ supplies }: Field): Release | undefined => supplies.at(-1)?.since;
