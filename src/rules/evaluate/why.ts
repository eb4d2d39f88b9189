import type { Server } from "../../qbittorrent/facts.ts";
import { type Field, type ListSource, type Supply, isEach, sinceOf, supplyFor } from "../fields/field.ts";
import type { Subject } from "../operators/operator.ts";
import type { Leaf } from "../rule.ts";
import { UNKNOWN } from "../truth.ts";
import { type Circumstances, itemsOf, valueIn } from "./compile.ts";
import { type Single, readOne } from "./value.ts";
import { whyItem } from "./why-item.ts";
import { DOES_NOT_SAY, GONE, NO_METADATA, type Seen, whyMissing } from "./why-missing.ts";
import { whyNot } from "./why-not.ts";

export type { Seen } from "./why-missing.ts";

/** Why a test of a torrent came out as unknown, for people: what they read behind the name of the field. */
export function whyUnknown(leaf: Leaf, seen: Seen, circumstances: Circumstances): string {
  const supply = supplyFor(leaf.field, circumstances.server.has);
  if (supply === undefined) return notSupported(leaf.field, circumstances.server);
  return isEach(supply) ? whyFlat(leaf, supply, seen, circumstances) : whyOne(leaf, supply, seen, circumstances);
}

/** The same of a test of one item of a list, which is named. */
export function whyItemUnknown({ field }: Leaf, item: Subject, { server }: Circumstances): string {
  const supply = supplyFor(field, server.has);
  if (supply === undefined || !isEach(supply)) return notSupported(field, server);
  return whyItem(supply.from, item, valueIn(item, supply.each));
}

/** Why there is no saying about the items of a list at all. */
export function whyItemsUnknown(list: ListSource, { torrent }: Seen): string {
  if (itemsOf(torrent, list) !== null) return `it has no ${NAMES[list]}, and "all_of" asks for at least one`;
  return list === "files" && torrent.has_metadata !== true ? NO_METADATA : GONE;
}

const NAMES: Readonly<Record<ListSource, string>> = {
  trackers: "trackers",
  files: "files",
  peers: "peers",
  webseeds: "web seeds",
};

function notSupported(field: Field, { name }: Server): string {
  const since = sinceOf(field);
  return since === undefined ? DOES_NOT_SAY : `it needs qBittorrent ${since} or newer, and this is ${name}`;
}

/** Of the first item that leaves it open. */
function whyFlat(
  leaf: Leaf,
  { from, each }: Extract<Supply, { readonly each: string }>,
  seen: Seen,
  circumstances: Circumstances,
): string {
  const items = itemsOf(seen.torrent, from);
  const decide = leaf.check.on(each, circumstances.now);
  const undecided = items?.find((item) => decide(item) === UNKNOWN);
  return undecided === undefined ? whyItemsUnknown(from, seen) : whyItemUnknown(leaf, undecided, circumstances);
}

function whyOne(leaf: Leaf, supply: Single, seen: Seen, circumstances: Circumstances): string {
  const found = readOne(supply, seen.torrent, circumstances);
  return found === undefined ? whyMissing(leaf.field, supply, seen) : whyNot(leaf, found);
}
