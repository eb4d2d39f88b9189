import type { Path } from "./source.ts";

/** A value with its references filled in, every part of it with the place where it was written. */
export type Placed = { readonly from: Path } & (
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "list"; readonly items: readonly Placed[] }
  | { readonly kind: "mapping"; readonly entries: readonly (readonly [string, Placed])[] }
);

/** The value as plain data; the places of its parts, as JSON, with where they were written, go among the origins. */
export function toValue(placed: Placed, path: Path, origins: Map<string, Path>): unknown {
  origins.set(JSON.stringify(path), placed.from);
  if (placed.kind === "value") return placed.value;
  if (placed.kind === "list") return placed.items.map((item, index) => toValue(item, [...path, index], origins));
  return Object.fromEntries(placed.entries.map(([name, item]) => [name, toValue(item, [...path, name], origins)]));
}

/** Where a part was written: of the nearest part around the path that has one, and the rest of the way down from there. */
export function originOf(path: Path, origins: ReadonlyMap<string, Path>): Path {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(JSON.stringify(path.slice(0, length)));
    if (origin !== undefined) return [...origin, ...path.slice(length)];
  }
  return path;
}
