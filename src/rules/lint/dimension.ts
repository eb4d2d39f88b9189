import type { FieldType } from "../fields/field.ts";
import type { Leaf } from "../rule.ts";
import { type Cell, covering, exactly } from "./cell.ts";
import { amounts, ages, moments, parts, settings } from "./number-cuts.ts";
import { vocabularies } from "./texts.ts";
import { affixed, below, equal, membership } from "./text-cuts.ts";

/** All that a field can be, cut into cells that tests tell apart. */
export type Dimension = readonly Cell[];

/** Cuts what a field can be by the tests that are all about it. */
export type Cut = (leaves: readonly Leaf[]) => readonly Dimension[];

/**
 * What tests of a field tell apart, in one or several ways that know nothing of each other: texts by what they are, by how
 * they begin, by how they end.
 */
export function dimensionsOf({ name, type }: Subject, leaves: readonly Leaf[]): readonly Dimension[] {
  const vocabulary = vocabularies[name];
  return (vocabulary === undefined ? cuts[type] : [oneOf(...vocabulary)]).flatMap((cut) => cut(leaves));
}

/** What tests are about: a field, or another that it is worked out from. */
export interface Subject {
  readonly name: string;
  readonly type: FieldType;
}

const oneOf =
  (...values: readonly Parameters<typeof exactly>[0][]): Cut =>
  () => [covering(values.map(exactly))];

/** Only DHT, PeX and LSD are ever disabled, and those are left out. Up to 5.1 a failure may be any of three. */
const trackerStatuses = [1, 2, 3, 4, 5, 6]
  .map((code) => ({ code, mayBe: [code] }))
  .concat({ code: 4, mayBe: [4, 5, 6] });

const texts: readonly Cut[] = [equal, affixed("starts_with"), affixed("ends_with")];

const cuts: Readonly<Record<FieldType, readonly Cut[]>> = {
  number: [amounts],
  ratio_limit: [amounts],
  count_limit: [amounts],
  fraction: [parts],
  bytes: [amounts],
  seconds: [amounts],
  time_limit: [amounts],
  rate: [amounts],
  limit: [amounts],
  timestamp: [moments, ages],
  text: texts,
  path: [...texts, below],
  category: [...texts, below],
  state: [equal],
  boolean: [oneOf(true, false)],
  tags: [membership],
  hash: [equal],
  hash_v1: [equal],
  hash_v2: [equal],
  tracker_status: [oneOf(...trackerStatuses)],
  any: [equal, settings],
};
