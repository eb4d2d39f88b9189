import type { Torrent } from "../qbittorrent/torrent.ts";
import { listSources } from "../rules/fields/catalogue.ts";
import type { ListSource, Value } from "../rules/fields/field.ts";
import type { Path } from "../rules/source.ts";
import type { GivenTorrent } from "./case.ts";
import { type GivenField, type Reading, readFields } from "./fields.ts";
import type { TorrentShape } from "./shape.ts";

/**
 * The torrent of a test, as the client would have read it from a server of that release: what such a server has elsewhere
 * is put there. Nothing is left to fetch: what the test does not give is not known.
 */
export function readTorrent(shape: TorrentShape, path: Path, index: number, reading: Reading): GivenTorrent {
  const info = readFields({ namespace: "info" }, shape.info ?? {}, [...path, "info"], reading);
  const ofList = Object.fromEntries(info.filter(({ supply }) => supply.from !== "properties").map(inInfo));
  const properties = readProperties(shape, info, path, reading);
  const torrent = {
    ...ofList,
    hash: ofList["hash"] ?? madeUpHash(index),
    properties,
    ...Object.fromEntries(listSources.map((list) => [list, readList(list, shape[list], [...path, list], reading)])),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema boundary: every value was read by its field's type, and a name that is not given is not known
  const read = torrent as unknown as Torrent;
  const name = ofList["name"];
  return { title: typeof name === "string" ? name : `torrent ${index + 1}`, torrent: read };
}

/** Old servers have some fields of `info` here. */
function readProperties(
  { properties = {} }: TorrentShape,
  info: readonly GivenField[],
  path: Path,
  reading: Reading,
): Readonly<Record<string, Value | undefined>> | null {
  const { source, problems } = reading.findings;
  const elsewhere = info.filter(({ supply }) => supply.from === "properties");
  const own = readFields({ namespace: "properties" }, properties, [...path, "properties"], reading);
  for (const { key } of own) {
    const other = elsewhere.find((field) => inProperties(field)[0] === key);
    if (other === undefined) continue;
    const where = source.where([...path, "properties", key], "key");
    const hint = `${other.field.name} is the same on ${reading.moment.server.name}: keep one of them`;
    problems.push({ code: "given-twice", message: `properties.${key} is given twice`, where, hint });
  }
  return elsewhere.length + own.length === 0 ? null : Object.fromEntries([...elsewhere, ...own].map(inProperties));
}

type Entry = readonly [key: string, value: Value | undefined];

const inInfo = ({ key, value }: GivenField): Entry => [key, value];

const inProperties = ({ key, supply, value }: GivenField): Entry => ["key" in supply ? supply.key : key, value];

/** Torrents are told apart by their hashes, also where a test does not care. */
const madeUpHash = (index: number): string => (index + 1).toString(16).padStart(40, "0");

type Item = Readonly<Record<string, Value | undefined>>;

function readList(
  list: ListSource,
  rows: readonly Readonly<Record<string, unknown>>[] | null | undefined,
  path: Path,
  reading: Reading,
): readonly Item[] | null {
  if (rows === undefined || rows === null) return null;
  return rows.map((row, index) => {
    const at = [...path, index];
    const given = readFields({ namespace: list }, row, at, reading);
    const item = Object.fromEntries(given.map(({ key, value }) => [key, value]));
    return list === "trackers" ? asTracker(item, at, reading) : item;
  });
}

const NOT_CONTACTED = 1;

/** What a tracker says is known only once it was asked, and its host stands in its address. */
function asTracker(item: Item, path: Path, { findings: { source, problems } }: Reading): Item {
  const { url, host, status } = item;
  const isSilent = typeof status === "object" && "code" in status && status.code === NOT_CONTACTED;
  const said = isSilent ? SAID.filter((key) => item[key] !== undefined) : [];
  for (const key of said) {
    problems.push({
      code: "not-contacted",
      message: `a tracker that was not contacted has no ${key} yet`,
      where: source.where([...path, key], "key"),
      hint: "leave it out, or give the tracker another status",
    });
  }
  return { ...item, host: host ?? (typeof url === "string" ? URL.parse(url)?.hostname.toLowerCase() : undefined) };
}

const SAID = ["msg", "num_peers", "num_seeds", "num_leeches", "num_downloaded"] as const;
