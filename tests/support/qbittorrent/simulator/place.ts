import { posix } from "node:path";

import type { Store } from "./store.ts";
import type { SimulatedTorrent } from "./torrent.ts";

/** Where a torrent of that category lies under automatic management. */
export function categoryPath(category: string, store: Pick<Store, "categories" | "defaultSavePath">): string {
  if (category === "") return store.defaultSavePath;
  const own = store.categories.get(category) ?? "";
  if (own.startsWith("/")) return own;
  const name = category.slice(category.lastIndexOf("/") + 1);
  return posix.join(categoryPath(parentOf(category), store), own === "" ? name : own);
}

/** `a/b` of `a/b/c`, "" of `a`. */
export function parentOf(category: string): string {
  return category.slice(0, Math.max(0, category.lastIndexOf("/")));
}

/** With its data, if there is a disk. The real program takes a while; here it is there at once. */
export function move(torrent: SimulatedTorrent, path: string, store: Store): void {
  const target = posix.normalize(path).replace(/(?<=.)\/+$/, "");
  if (target === torrent.savePath) return;
  store.disk.moveContent(torrent, target);
  torrent.savePath = target;
}
