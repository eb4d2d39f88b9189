import { toTorrent } from "../../qbittorrent/torrent.ts";
import type { Field, Value } from "../fields/field.ts";
import type { Leaf } from "../rule.ts";
import { FALSE, type Outcome, TRUE, UNKNOWN } from "../truth.ts";
import { ANY, type Outcomes, only } from "./demand.ts";

/**
 * Some of the values that a field can have, known by how a test comes out for them: with one of these outcomes. The tests
 * are asked about a value and never read, so that what they mean is said in one place.
 */
export type Cell = (leaf: Leaf) => Outcomes;

/** One value; undefined: it is not known. */
export const exactly =
  (value: Value | undefined): Cell =>
  (leaf) =>
    only(decide(leaf, value));

/** A cell that only such tests are asked about, and whether there is a value; of others it says nothing. */
export const limited =
  (cell: Cell, operators: readonly string[]): Cell =>
  (leaf) =>
    isKnown(leaf) || operators.includes(leaf.operator) ? cell(leaf) : ANY;

/** The server does not have the field: every test is unknown, `known` too. */
const unsupported: Cell = () => only(UNKNOWN);

/** All that a field with such values can be. */
export const covering = (values: readonly Cell[]): readonly Cell[] => [unsupported, exactly(undefined), ...values];

/** Texts of which one stands for all, in tests with some operators. Where it passes all do; where not, some may nearly. */
export const like = (text: string, operators: readonly string[]): Cell =>
  limited((leaf) => {
    const outcome = decide(leaf, text);
    return leaf.check.about !== undefined || outcome === passed(leaf) ? only(outcome) : ANY & ~only(passed(leaf));
  }, operators);

/** Sets with this tag, and maybe others. What passes by it passes; what it is near to can still pass by another. */
export const withTag =
  (tag: string): Cell =>
  (leaf) => {
    const outcome = decide(leaf, [tag]);
    if (leaf.check.about !== undefined || outcome === passed(leaf)) return only(outcome);
    return outcome === UNKNOWN ? ANY & ~only(missed(leaf)) : ANY;
  };

/** Sets without it, and where there is no set at all. */
export const otherwise =
  (tag: string): Cell =>
  (leaf) =>
    namesTag.includes(leaf.operator) && decide(leaf, [tag]) === passed(leaf) ? ANY & ~only(passed(leaf)) : ANY;

/** Sets of some tags, whichever. */
export const withTags: Cell = (leaf) => (leaf.check.about === undefined ? ANY : only(decide(leaf, [OTHER])));

/** A text that nobody writes: it belongs to no alphabet. */
export const OTHER = "\u{10ffff}";

const namesTag: readonly string[] = ["==", "!=", "contains", "not_contains"];

const isKnown = ({ check }: Leaf): boolean => check.about?.what === "known";

/** Negative tests come out the other way round. */
const passed = ({ negative }: Leaf): Outcome => (negative ? FALSE : TRUE);
const missed = ({ negative }: Leaf): Outcome => (negative ? TRUE : FALSE);

/** Ages are compared with it; nothing else depends on when the imagined job starts. */
export const NOW = 2_000_000_000;

const decide = ({ field, check }: Leaf, value: Value | undefined): Outcome =>
  check.on("value", NOW)({ value: valueOf(field, value) });

/** Of a field that is worked out from the state, `value` is the state. */
function valueOf(field: Field, value: Value | undefined): Value | undefined {
  const supply = isOfState(field) ? field.supplies[0] : undefined;
  if (supply?.from !== "derived") return value;
  const torrent = toTorrent({ hash: "", name: "", state: value });
  return torrent && supply.read(torrent, NOW);
}

export const isOfState = ({ reads }: Field): boolean => reads?.length === 1 && reads[0] === "state";
