import type { Field } from "../fields/field.ts";
import type { Leaf } from "../rule.ts";
import { isOfState } from "./cell.ts";
import type { Outcomes } from "./demand.ts";
import { type Dimension, type Subject, dimensionsOf } from "./dimension.ts";
import { valuesOf } from "./named.ts";
import { EVERYWHERE, NOWHERE, type Region } from "./region.ts";

/** Where a test of one value comes out so: one of `leaves`, or a part of one. */
export function createBoxes(leaves: readonly Leaf[]): (leaf: Leaf, wanted: Outcomes) => Region {
  const dimensions = new Map(
    [...Map.groupBy(leaves, ({ field }) => subjectOf(field).name)].map(([name, about]) => [name, cut(about)]),
  );
  return (leaf, wanted) => {
    const { name } = subjectOf(leaf.field);
    const sides = (dimensions.get(name) ?? [])
      .map((cells, index) => [`${name} ${index}`, cellsLeft(cells, leaf, wanted)] as const)
      .filter(([, { every }]) => !every);
    if (sides.some(([, { left }]) => left === 0n)) return NOWHERE;
    return sides.length === 0 ? EVERYWHERE : [new Map(sides.map(([key, { left }]) => [key, left]))];
  };
}

/** Cells asked by all the tests of one subject: beyond that a file would take too long to load, and nothing is told apart. */
const MOST_ANSWERS = 1_000_000;

function cut(leaves: readonly Leaf[]): readonly Dimension[] {
  const [first] = leaves;
  const dimensions = first === undefined ? [] : dimensionsOf(subjectOf(first.field), leaves);
  return dimensions.flat().length * leaves.flatMap(valuesOf).length > MOST_ANSWERS ? [] : dimensions;
}

function cellsLeft(cells: Dimension, leaf: Leaf, wanted: Outcomes): { readonly left: bigint; readonly every: boolean } {
  const left = cells.map((cell) => (cell(leaf) & wanted) !== 0);
  return { left: toBits(left), every: !left.includes(false) };
}

const toBits = (left: readonly boolean[]): bigint => BigInt(`0b${left.map((is) => (is ? "1" : "0")).join("")}`);

/** What a field is about: fields worked out from the state are about the state, and some have two names. */
function subjectOf(field: Field): Subject {
  if (isOfState(field)) return { name: "info.state", type: "state" };
  const [supply] = field.supplies;
  return { name: supply?.from === "info" ? `info.${supply.key}` : field.name, type: field.type };
}
