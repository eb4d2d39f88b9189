import type { Torrent } from "../qbittorrent/torrent.ts";

/** Where the data of a torrent lies, comparable with that of others; undefined: not known. */
export function pathsOf(torrent: Torrent): readonly string[] | undefined {
  if (hasNoData(torrent)) return [];
  const { content_path: content, save_path: folder, files } = torrent;
  if (content !== undefined && !isLoose(torrent)) return [comparable(content)];
  const place = content ?? folder;
  if (files === undefined || files === null || place === undefined) return undefined;
  const tops = files.map(({ name }) => name?.split("/")[0]);
  const known = tops.filter((top) => top !== undefined);
  return known.length < tops.length ? undefined : [...new Set(known.map((top) => within(place, top)))];
}

/** Before there is metadata there is nothing on the disk. */
export const hasNoData = ({ has_metadata: hasMetadata }: Torrent): boolean => hasMetadata === false;

/** Its files lie among those of others, without a folder of their own: only the list of them tells which are its own. */
const isLoose = ({ content_path: content, save_path: folder, download_path: incomplete }: Torrent): boolean =>
  content !== undefined &&
  [folder, incomplete].some((path) => path !== undefined && comparable(path) === comparable(content));

/** The data lies there or somewhere below; undefined: it may lie anywhere. */
export function placeOf({ content_path: content, save_path: folder }: Torrent): string | undefined {
  const place = content ?? folder;
  return place === undefined ? undefined : comparable(place);
}

/** Whether what lies there or below may be the same. */
export const mayTouch = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

export const within = (folder: string, name: string): string => comparable(`${comparable(folder)}/${name}`);

export const nameIn = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

export function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) folders.push(path.slice(0, end));
  return folders;
}

/**
 * Windows writes paths either way round. It, and many other file systems and shares, tell names in another letter case not
 * apart: what may be the same counts as the same.
 */
const comparable = (path: string): string =>
  (/^(?:[A-Za-z]:|\\\\)/.test(path) ? path.replaceAll("\\", "/") : path).replace(/\/+$/, "").toLowerCase();
