import type { ListSource } from "../fields/field.ts";
import type { Decide, Subject } from "../operators/operator.ts";
import { FALSE, TRUE, UNKNOWN } from "../truth.ts";

/** Of the items of a list. */
const SHOWN = 10;

/**
 * As many items as are shown: of a long list, those first that settle a question about any of them, or (`every`) about all
 * of them, and then those that leave it open.
 */
export function tellingFirst(items: readonly Subject[], decide: Decide<Subject>, every: boolean): readonly Subject[] {
  if (items.length <= SHOWN) return items;
  const outcomes = items.map((item) => ({ item, outcome: decide(item) }));
  return [every ? FALSE : TRUE, UNKNOWN, every ? TRUE : FALSE]
    .flatMap((wanted) => outcomes.filter(({ outcome }) => outcome === wanted))
    .slice(0, SHOWN)
    .map(({ item }) => item);
}

/** A tracker by its host: the rest of its address may be a secret. */
export function nameOf(list: ListSource, item: Subject): string {
  const name = NAMES[list].map((key) => item[key]).find((value) => typeof value === "string");
  return (name ?? "one of them").slice(0, 200);
}

const NAMES: Readonly<Record<ListSource, readonly string[]>> = {
  trackers: ["host", "url"],
  files: ["name"],
  peers: ["id"],
  webseeds: ["url"],
};
