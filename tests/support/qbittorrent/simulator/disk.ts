import { mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

import { contentName, type SimulatedTorrent } from "./torrent.ts";

/** The downloads folder, when a test gave one: a file of the right size counts as downloaded. */
export interface Disk {
  /** Progress of each file as found on disk; undefined without a downloads folder. */
  readonly look: (torrent: SimulatedTorrent) => readonly number[] | undefined;
  readonly removeContent: (torrent: SimulatedTorrent) => void;
  /** Before its save path is changed to that. */
  readonly moveContent: (torrent: SimulatedTorrent, path: string) => void;
  /** False where there can be none. */
  readonly makeFolder: (path: string) => boolean;
}

export function createDisk(folder: string | undefined): Disk {
  if (folder === undefined) {
    return { look: () => undefined, removeContent: () => {}, moveContent: () => {}, makeFolder: () => true };
  }
  // A torrent's own paths must never lead out of the folder that the test gave.
  const isOurs = (path: string) => path === resolve(folder) || path.startsWith(`${resolve(folder)}/`);
  return {
    look: (torrent) => torrent.files.map((file) => (sizeOf(join(torrent.savePath, file.name)) === file.size ? 1 : 0)),
    removeContent(torrent) {
      const path = contentOf(torrent, torrent.savePath);
      if (isOurs(path)) rmSync(path, { recursive: true, force: true });
    },
    moveContent(torrent, place) {
      const [from, to] = [contentOf(torrent, torrent.savePath), contentOf(torrent, place)];
      if (!isOurs(from) || !isOurs(to) || sizeOf(from) === undefined) return;
      mkdirSync(place, { recursive: true });
      renameSync(from, to);
    },
    makeFolder(path) {
      if (!isOurs(resolve(path))) return true;
      try {
        mkdirSync(path, { recursive: true });
        return true;
      } catch {
        return false;
      }
    },
  };
}

function contentOf(torrent: SimulatedTorrent, place: string): string {
  return resolve(place, contentName(torrent));
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
