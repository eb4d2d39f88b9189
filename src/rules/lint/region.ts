/*
 * Regions of all that could be, as a union of boxes. A box says per dimension which of its cells are left (a bit for each);
 * of a dimension that it does not name all are. Regions are never too small: where they say that nothing is left, nothing is.
 */

export type Box = ReadonlyMap<string, bigint>;

export type Region = readonly Box[];

export const NOWHERE: Region = [];

export const EVERYWHERE: Region = [new Map()];

export const isEmpty = (region: Region): boolean => region.length === 0;

export function meet(a: Region, b: Region): Region {
  if (a === EVERYWHERE) return b;
  if (b === EVERYWHERE) return a;
  return bounded(a.flatMap((one) => b.flatMap((other) => overlap(one, other) ?? [])));
}

/** Whether they have nothing in common; of most regions the first two boxes tell. */
export const areApart = (a: Region, b: Region): boolean => a.every((one) => b.every((other) => isApart(one, other)));

export const join = (regions: readonly Region[]): Region => bounded(regions.flat());

/** Beyond that many boxes one around them all takes their place, so that no file takes long: some things are then not seen. */
const MOST_BOXES = 64;

const bounded = (region: Region): Region => (region.length <= MOST_BOXES ? region : [hull(region)]);

function isApart(a: Box, b: Box): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const [dimension, cells] of few) if ((cells & (many.get(dimension) ?? cells)) === 0n) return true;
  return false;
}

/** Undefined: they have nothing in common. */
function overlap(a: Box, b: Box): Box | undefined {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  const common = new Map(many);
  for (const [dimension, cells] of few) {
    const left = cells & (many.get(dimension) ?? cells);
    if (left === 0n) return undefined;
    common.set(dimension, left);
  }
  return common;
}

function hull(region: Region): Box {
  const [first = new Map<string, bigint>(), ...others] = region;
  const around = new Map<string, bigint>();
  for (const [dimension, cells] of first) {
    const all = others.map((box) => box.get(dimension));
    if (!all.includes(undefined))
      around.set(
        dimension,
        all.reduce((sum: bigint, next = 0n) => sum | next, cells),
      );
  }
  return around;
}
