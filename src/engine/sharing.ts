import type { Torrent } from "../qbittorrent/torrent.ts";
import type { TorrentPlan } from "./plan.ts";

/** Torrents that a plan deletes with their data, unless the rule says that sharing it does not matter. */
export const deletedWithFiles = (plans: readonly TorrentPlan[]): readonly Torrent[] =>
  plans
    .filter(({ end: { wish } }) => wish.delete?.files === true && wish.delete.evenIfShared !== true)
    .map(({ torrent }) => torrent);

/**
 * Pure. Which of the torrents share data with another one of the library, by hash, and why they count as sharing. Data is
 * shared where one path is, or lies below, another; what cannot be known counts as shared.
 */
export function findShared(torrents: readonly Torrent[], library: readonly Torrent[]): ReadonlyMap<string, string> {
  if (torrents.length === 0) return new Map();
  const index = indexPaths(library);
  const found = torrents.map((torrent) => [torrent.hash, sharedBy(torrent, index)] as const);
  return new Map(found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

/** Torrents of the library whose file lists are needed to tell, where the list of torrents does not say where their data lies. */
export function filesNeeded(torrents: readonly Torrent[], library: readonly Torrent[]): readonly Torrent[] {
  const places = torrents.filter((torrent) => !hasNoData(torrent)).map(placeOf);
  return library.filter((torrent) => isOpen(torrent) && places.some((place) => mayTouch(place, placeOf(torrent))));
}

const isOpen = (torrent: Torrent): boolean => pathsOf(torrent) === undefined && torrent.files === undefined;

interface Index {
  /** Torrents by the paths of their data. */
  readonly at: ReadonlyMap<string, readonly Torrent[]>;
  /** Torrents with data somewhere below a folder. */
  readonly below: ReadonlyMap<string, readonly Torrent[]>;
  readonly unknown: readonly Torrent[];
}

function indexPaths(library: readonly Torrent[]): Index {
  const at = new Map<string, Torrent[]>();
  const below = new Map<string, Torrent[]>();
  const unknown: Torrent[] = [];
  for (const torrent of library) {
    const paths = pathsOf(torrent);
    if (paths === undefined) unknown.push(torrent);
    for (const path of paths ?? []) {
      addTo(at, path, torrent);
      for (const folder of foldersAbove(path)) addTo(below, folder, torrent);
    }
  }
  return { at, below, unknown };
}

function addTo(map: Map<string, Torrent[]>, path: string, torrent: Torrent): void {
  const list = map.get(path);
  if (list === undefined) map.set(path, [torrent]);
  else if (list.at(-1) !== torrent) list.push(torrent);
}

function sharedBy(torrent: Torrent, { at, below, unknown }: Index): string | undefined {
  if (hasNoData(torrent)) return undefined;
  const paths = pathsOf(torrent);
  if (paths === undefined) return "where its data lies is not known, so that another torrent may use it too";
  const isOther = ({ hash }: Torrent) => hash !== torrent.hash;
  for (const path of paths) {
    const users = [path, ...foldersAbove(path)].flatMap((place) => at.get(place) ?? []);
    const other = [...users, ...(below.get(path) ?? [])].find(isOther);
    if (other !== undefined) return `"${other.name}" (${other.hash}) uses the same data; even_if_shared would allow it`;
  }
  const place = placeOf(torrent);
  const doubtful = unknown.filter(isOther).find((other) => mayTouch(place, placeOf(other)));
  return doubtful && `where the data of "${doubtful.name}" (${doubtful.hash}) lies is not known; it may be the same`;
}

/** Where the data of a torrent lies; undefined: not known. */
function pathsOf(torrent: Torrent): readonly string[] | undefined {
  if (hasNoData(torrent)) return [];
  const { content_path: content, save_path: folder, files } = torrent;
  if (content !== undefined && !isRootless(torrent)) return [comparable(content)];
  const place = content ?? folder;
  if (files === undefined || files === null || place === undefined) return undefined;
  const tops = files.map(({ name }) => name?.split("/")[0]);
  const paths = tops.map((top) => (top === undefined ? undefined : comparable(`${comparable(place)}/${top}`)));
  const known = paths.filter((path) => path !== undefined);
  return known.length < paths.length ? undefined : [...new Set(known)];
}

/** Before there is metadata there is nothing on the disk. */
const hasNoData = ({ has_metadata: hasMetadata }: Torrent): boolean => hasMetadata === false;

/** Without a folder of its own, among the data of others: only its list of files tells which is its own. */
const isRootless = ({ content_path: content, save_path: folder, download_path: incomplete }: Torrent): boolean =>
  content !== undefined && [folder, incomplete].some((path) => path !== undefined && isSame(path, content));

/** The data lies there or somewhere below. */
function placeOf({ content_path: content, save_path: folder }: Torrent): string | undefined {
  const place = content ?? folder;
  return place === undefined ? undefined : comparable(place);
}

const mayTouch = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

const isSame = (a: string, b: string): boolean => comparable(a) === comparable(b);

/**
 * Windows writes paths either way round. It, and many other file systems and shares, tell names in another letter case no
 * apart: what may be the same counts as the same.
 */
const comparable = (path: string): string =>
  (/^(?:[A-Za-z]:|\\\\)/.test(path) ? path.replaceAll("\\", "/") : path).replace(/\/+$/, "").toLowerCase();

function foldersAbove(path: string): readonly string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) folders.push(path.slice(0, end));
  return folders;
}
