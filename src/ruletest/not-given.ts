import type { Server } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Explained } from "../rules/evaluate/explain.ts";
import { findField } from "../rules/fields/catalogue.ts";
import { isEach, supplyFor } from "../rules/fields/field.ts";
import { isSingle, valueAt } from "./value-at.ts";

/** The explanation with the true reason where something is unknown only because the test does not say it. */
export function withNotGiven(explained: Explained, torrent: Torrent, server: Server): Explained {
  const inside = (part: Explained) => withNotGiven(part, torrent, server);
  if (explained.kind !== "test") {
    if ("of" in explained) return { ...explained, of: explained.of.map(inside) };
    const { list, outcome, items } = explained;
    const isMissing = outcome === "unknown" && torrent[list] === null;
    const why = isMissing ? { why: `the test does not give ${list}` } : {};
    return { ...explained, ...why, items: items.map((item) => ({ ...item, where: inside(item.where) })) };
  }
  const { outcome, value = null } = explained;
  if (outcome !== "unknown" || value !== null) return explained;
  const missing = notGiven(explained.field, torrent, server);
  return missing.length === 0 ? explained : { ...explained, why: `the test does not give ${missing.join(", ")}` };
}

/** What of a field the torrent was not given; none where that is not why it is unknown. */
function notGiven(name: string, torrent: Torrent, server: Server): readonly string[] {
  const field = findField(name);
  const supply = field && supplyFor(field, server.has);
  if (field === undefined || supply === undefined) return [];
  if (isEach(supply)) return torrent[supply.from] === null ? [supply.from] : [];
  if (isSingle(supply)) return valueAt(supply, torrent, server) === undefined ? [name] : [];
  return (field.reads ?? []).filter((key) => torrent[key] === undefined).map((key) => `info.${key}`);
}
