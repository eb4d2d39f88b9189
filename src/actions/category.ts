import * as v from "valibot";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";
import { categoryParam } from "./names.ts";
import { categoryRemoves } from "./share-limit-removal.ts";

/** `""` takes the torrent out of its category. */
const params = v.strictObject({ category: categoryParam });

export const setCategory = defineAction({
  about: "Puts a torrent into a category, which is created if need be, or into none",
  aspect: "category",
  destructive:
    ({ category: wanted }) =>
    ({ torrent, server }) =>
      moves(torrent) || categoryRemoves(torrent, wanted, server),
  params,
  behaviour:
    ({ category: wanted }) =>
    ({ torrent, server }) =>
      torrent.category === wanted
        ? undefined
        : {
            wish: { category: wanted },
            view: {
              category: wanted,
              ...(moves(torrent) && elsewhere),
              ...(server.has("5.2") && otherLimits(torrent)),
            },
          },
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

/** Since 5.2 the limits of the category hold where the torrent has none of its own. */
const otherLimits = (torrent: Torrent): Partial<Torrent> => ({
  ...(torrent.ratio_limit === undefined && { max_ratio: undefined }),
  ...(torrent.seeding_time_limit === undefined && { max_seeding_time: undefined }),
  ...(torrent.inactive_seeding_time_limit === undefined && { max_inactive_seeding_time: undefined }),
});

export const categoryWrites: WritesOf = (torrent, { category: wanted }) =>
  wanted === undefined || wanted === torrent.category ? [] : [{ kind: "set_category", category: wanted }];
