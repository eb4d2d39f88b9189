import * as v from "valibot";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";

/** `""` takes the torrent out of its category. */
const category = v.pipe(
  v.string(),
  v.check(
    (name) => !/^\/|\/$|\/\/|\\/.test(name),
    "a category has no backslash, and no slash at either end or twice in a row",
  ),
);

export const setCategory = defineAction({
  aspect: "category",
  destructive: ({ torrent }) => moves(torrent),
  params: v.strictObject({ category }),
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
