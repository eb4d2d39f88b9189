import type { Server } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Supply } from "../rules/fields/field.ts";

/** Of one value, as it is; undefined: not known. */
export type SingleSupply = Exclude<Supply, { readonly each: string } | { readonly from: "derived" }>;

export const isSingle = (supply: Supply): supply is SingleSupply => !("each" in supply) && supply.from !== "derived";

export function valueAt(supply: SingleSupply, torrent: Torrent, server: Server): unknown {
  if (supply.from === "properties") return torrent.properties?.[supply.key];
  if (supply.from === "transfer" || supply.from === "preferences") return server[supply.from]?.[supply.key];
  return torrent[supply.key];
}
