import * as v from "valibot";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";
import { categoryName } from "./names.ts";

/** `""` takes the torrent out of its category. */
const params = v.strictObject({ category: categoryName });

export const setCategory = defineAction({
  aspect: "category",
  destructive: ({ torrent }) => moves(torrent),
  params,
  behaviour:
    ({ category: wanted }) =>
    ({ torrent }) =>
      torrent.category === wanted
        ? undefined
        : { wish: { category: wanted }, view: { category: wanted, ...(moves(torrent) && elsewhere) } },
});

/** Under automatic management the data follows the category. */
const moves = ({ auto_tmm: managed }: Torrent): boolean => managed !== false;

/** Where to is the server's to say, and so is whether it rather ends the management: its settings decide. */
const elsewhere = {
  save_path: undefined,
  download_path: undefined,
  content_path: undefined,
  root_path: undefined,
  auto_tmm: undefined,
};

export const categoryWrites: WritesOf = (torrent, { category: wanted }) =>
  wanted === undefined || wanted === torrent.category ? [] : [{ kind: "set_category", category: wanted }];
