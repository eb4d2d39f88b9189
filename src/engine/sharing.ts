import type { Torrent } from "../qbittorrent/torrent.ts";
import { foldersAbove, hasNoData, mayTouch, nameIn, pathsOf, placeOf, within } from "./places.ts";
import type { TorrentPlan } from "./plan.ts";

/** Torrents that a plan deletes with their data, unless the rule says that sharing it does not matter. */
export const deletedWithFiles = (plans: readonly TorrentPlan[]): readonly Torrent[] =>
  plans
    .filter(({ end: { wish } }) => wish.delete?.files === true && wish.delete.evenIfShared !== true)
    .map(({ torrent }) => torrent);

/** A torrent whose data goes elsewhere. */
export interface Moving {
  readonly torrent: Torrent;
  /** The folder; undefined: the server decides. */
  readonly to: string | undefined;
}

/** Torrents that a plan moves: deletions come last, and what has come to lie in the same place would go with them. */
export const movedBy = (plans: readonly TorrentPlan[]): readonly Moving[] =>
  plans
    .filter(({ end }) => end.wish.delete === undefined)
    .filter(({ torrent, end }) => torrent.save_path !== undefined && end.torrent.save_path === undefined)
    .map(({ torrent, end }) => ({ torrent, to: end.wish.location?.path }));

/** Torrents of the library whose file lists are needed to tell, where the list of torrents does not say where their data lies. */
export function filesNeeded(
  torrents: readonly Torrent[],
  library: readonly Torrent[],
  moving: readonly Moving[] = [],
): readonly Torrent[] {
  const places = torrents.filter((torrent) => !hasNoData(torrent)).map(placeOf);
  const onTheMove = new Set(moving.map(({ torrent }) => torrent.hash));
  const matters = (torrent: Torrent) =>
    onTheMove.has(torrent.hash) || isMoving(torrent) || places.some((place) => mayTouch(place, placeOf(torrent)));
  return places.length === 0 ? [] : library.filter((torrent) => isOpen(torrent) && matters(torrent));
}

/** Servers tell only at the end where to. */
const isMoving = ({ state }: Torrent): boolean => state === "moving";

const isOpen = (torrent: Torrent): boolean => torrent.files === undefined && pathsOf(torrent) === undefined;

/**
 * Pure. Which of the torrents share data with another one of the library, by hash, and why they count as sharing. Data is
 * shared where one path is, or lies below, another; what cannot be known counts as shared.
 */
export function findShared(
  torrents: readonly Torrent[],
  library: readonly Torrent[],
  moving: readonly Moving[] = [],
): ReadonlyMap<string, string> {
  if (torrents.length === 0) return new Map();
  const onTheWay = library.filter(isMoving).map((torrent) => ({ torrent, to: undefined }));
  const coming: readonly Moving[] = [...moving, ...onTheWay];
  const around = {
    there: indexPlaced(library.map((torrent) => ({ torrent, paths: pathsOf(torrent), place: placeOf(torrent) }))),
    arriving: indexPlaced(coming.map(arrival)),
    astray: indexNames(coming.filter(({ to }) => to === undefined).map(({ torrent }) => torrent)),
  };
  const found = torrents.map((torrent) => [torrent.hash, sharedBy(torrent, around)] as const);
  return new Map(found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

interface Surroundings {
  readonly there: Index;
  readonly arriving: Index;
  /** Moved to wherever the server decides, by the names of their files and folders. */
  readonly astray: ReadonlyMap<string, readonly Torrent[]>;
}

function sharedBy(torrent: Torrent, { there, arriving, astray }: Surroundings): string | undefined {
  if (hasNoData(torrent)) return undefined;
  const paths = pathsOf(torrent);
  if (paths === undefined || isMoving(torrent))
    return "where its data lies is not known, so that another torrent may use it too";
  const isOther = ({ hash }: Torrent) => hash !== torrent.hash;
  const user = usersOf(paths, there).find(isOther);
  if (user !== undefined) return `"${user.name}" (${user.hash}) uses the same data; even_if_shared would allow it`;
  const sameName = paths.flatMap((path) => path.split("/")).flatMap((name) => astray.get(name) ?? []);
  const comer = [...usersOf(paths, arriving), ...sameName].find(isOther);
  if (comer !== undefined)
    return `"${comer.name}" (${comer.hash}) ${isMoving(comer) ? "is being moved" : "is moved in this run"}, and may come to lie there`;
  const isNear = (other: Placed) => isOther(other.torrent) && mayTouch(placeOf(torrent), other.place);
  const unknown = (there.unknown.find(isNear) ?? arriving.unknown.find(isNear))?.torrent;
  return unknown && `where the data of "${unknown.name}" (${unknown.hash}) lies is not known; it may be the same`;
}

interface Placed {
  readonly torrent: Torrent;
  readonly paths: readonly string[] | undefined;
  /** Where it lies if the paths are not known. */
  readonly place: string | undefined;
}

function arrival({ torrent, to }: Moving): Placed {
  const paths = pathsOf(torrent);
  if (to === undefined) return { torrent, paths: paths && [], place: undefined };
  return { torrent, paths: paths?.map((path) => within(to, nameIn(path))), place: within(to, "") };
}

interface Index {
  /** Torrents by the paths of their data. */
  readonly at: ReadonlyMap<string, readonly Torrent[]>;
  /** Torrents with data somewhere below a folder. */
  readonly below: ReadonlyMap<string, readonly Torrent[]>;
  readonly unknown: readonly Placed[];
}

function indexPlaced(all: readonly Placed[]): Index {
  const at = new Map<string, Torrent[]>();
  const below = new Map<string, Torrent[]>();
  for (const { torrent, paths = [] } of all) {
    for (const path of paths) {
      addTo(at, path, torrent);
      for (const folder of foldersAbove(path)) addTo(below, folder, torrent);
    }
  }
  return { at, below, unknown: all.filter(({ paths }) => paths === undefined) };
}

function indexNames(torrents: readonly Torrent[]): Surroundings["astray"] {
  const byName = new Map<string, Torrent[]>();
  for (const torrent of torrents) for (const path of pathsOf(torrent) ?? []) addTo(byName, nameIn(path), torrent);
  return byName;
}

function addTo(map: Map<string, Torrent[]>, path: string, torrent: Torrent): void {
  const list = map.get(path);
  if (list === undefined) map.set(path, [torrent]);
  else if (list.at(-1) !== torrent) list.push(torrent);
}

/** Torrents with data at one of the paths, above it or below it. */
const usersOf = (paths: readonly string[], { at, below }: Index): readonly Torrent[] =>
  paths.flatMap((path) => [
    ...[path, ...foldersAbove(path)].flatMap((place) => at.get(place) ?? []),
    ...(below.get(path) ?? []),
  ]);
