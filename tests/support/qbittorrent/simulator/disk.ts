import { rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { contentName, type SimulatedTorrent } from "./torrent.ts";

/** The downloads folder, when a test gave one: a file of the right size counts as downloaded. */
export interface Disk {
  /** Progress of each file as found on disk; undefined without a downloads folder. */
  readonly look: (torrent: SimulatedTorrent) => readonly number[] | undefined;
  readonly removeContent: (torrent: SimulatedTorrent) => void;
}

export function createDisk(folder: string | undefined): Disk {
  if (folder === undefined) return { look: () => undefined, removeContent: () => {} };
  return {
    look: (torrent) => torrent.files.map((file) => (sizeOf(join(torrent.savePath, file.name)) === file.size ? 1 : 0)),
    removeContent(torrent) {
      const path = resolve(torrent.savePath, contentName(torrent));
      // A torrent's own paths must never lead out of the folder that the test gave.
      if (path.startsWith(`${resolve(folder)}/`)) rmSync(path, { recursive: true, force: true });
    },
  };
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
