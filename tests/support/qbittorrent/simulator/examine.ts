import type { Store } from "./store.ts";
import type { SimulatedTorrent } from "./torrent.ts";

/** Compares a torrent with what is on disk, when the simulator was given a disk. The date of completion survives a loss. */
export function examine(torrent: SimulatedTorrent, store: Store): void {
  torrent.unchecked = false;
  const found = store.disk.look(torrent);
  if (found === undefined) return;
  torrent.files.forEach((file, index) => {
    file.progress = found[index] ?? 0;
  });
  const bytes = torrent.files.reduce((sum, file) => sum + file.size * file.progress, 0);
  torrent.progress = torrent.size === 0 ? 0 : bytes / torrent.size;
  if (torrent.progress >= 1) torrent.completionOn ??= store.now();
}
