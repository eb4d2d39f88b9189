import * as v from "valibot";
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
  params: v.strictObject({ category }),
  behaviour:
    ({ category: wanted }) =>
    ({ torrent }) =>
      torrent.category === wanted ? undefined : { wish: { category: wanted }, view: { category: wanted } },
});

export const categoryWrites: WritesOf = (torrent, { category: wanted }) =>
  wanted === undefined || wanted === torrent.category ? [] : [{ kind: "set_category", category: wanted }];
