import * as v from "valibot";
import type { WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";
import { onOff } from "./switch.ts";

export const setSuperSeeding = defineAction({
  about: "Switches super-seeding on or off, which hands out each piece only once",
  aspect: "super_seeding",
  params: v.strictObject({ enabled: onOff("enabled", "Whether the torrent is super-seeded") }),
  behaviour:
    ({ enabled }) =>
    ({ torrent }) =>
      torrent.super_seeding === enabled
        ? undefined
        : { wish: { superSeeding: enabled }, view: { super_seeding: enabled } },
});

/** The server can only be asked to change it: where it is not known what it is now, nothing is asked. */
export const setSequentialDownload = defineAction({
  about: "Downloads the pieces of a torrent in their order, or in the usual one, the rarest first",
  aspect: "sequential_download",
  params: v.strictObject({ enabled: onOff("enabled", "Whether the pieces come in their order") }),
  behaviour:
    ({ enabled }) =>
    ({ torrent }) =>
      torrent.seq_dl === undefined || torrent.seq_dl === enabled
        ? undefined
        : { wish: { sequentialDownload: enabled }, view: { seq_dl: enabled } },
});

export const superSeedingWrites: WritesOf = ({ super_seeding: is }, { superSeeding: enabled }) =>
  enabled === undefined || enabled === is ? [] : [{ kind: "set_super_seeding", enabled }];

export const sequentialDownloadWrites: WritesOf = ({ seq_dl: is }, { sequentialDownload: wanted }) =>
  wanted === undefined || is === undefined || wanted === is ? [] : [{ kind: "toggle_sequential_download" }];
