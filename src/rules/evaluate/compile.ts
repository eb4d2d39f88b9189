import type { Server } from "../../qbittorrent/facts.ts";
import type { Torrent } from "../../qbittorrent/torrent.ts";
import { type ListSource, type Supply, type Value, isEach, sourceOf, supplyFor } from "../fields/field.ts";
import type { Check } from "../operators/operator.ts";
import type { Condition, Leaf } from "../rule.ts";
import { type Outcome, UNKNOWN, costOf, decided, open } from "../truth.ts";
import { type Decide, anyItem, combine, everyItem, overItems } from "./evaluate.ts";

/** What a condition is decided against, besides the torrent. */
export interface Circumstances {
  /** Seconds since 1970, one instant for a whole run. */
  readonly now: number;
  /** As far as it was asked; what was not is open. */
  readonly server: Server;
}

export type Predicate = Decide<Torrent>;

/** The condition as a closure over a torrent. Inside a group, what costs no request is tried first. */
export function compile(condition: Condition, circumstances: Circumstances): Predicate {
  if (condition.kind === "test") return compileLeaf(condition, circumstances);
  if ("where" in condition) {
    const { kind, list, where } = condition;
    const decide = compileItem(where, circumstances);
    return overList(list, (items) => overItems[kind](items, decide));
  }
  const parts = cheapestFirst(condition.of, circumstances).map((part) => compile(part, circumstances));
  return combine[condition.kind](parts);
}

/** The order in which the parts of a group are tried. */
export const cheapestFirst = (conditions: readonly Condition[], circumstances: Circumstances): readonly Condition[] =>
  conditions.toSorted((a, b) => cost(a, circumstances) - cost(b, circumstances));

/** One row of a list, by the names of its columns. */
export type Item = Readonly<Record<string, Value | undefined>>;

/** The same about one item of a list. */
export function compileItem(condition: Condition, circumstances: Circumstances): Decide<Item> {
  if (condition.kind === "test") return compileItemLeaf(condition, circumstances);
  if ("where" in condition) return () => UNKNOWN;
  return combine[condition.kind](condition.of.map((part) => compileItem(part, circumstances)));
}

/** The items of a list as rows of columns; undefined: not fetched; null: the server does not have it. */
export const itemsOf = (torrent: Torrent, list: ListSource): readonly Item[] | null | undefined =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client has read every column of every row
  torrent[list] as readonly Item[] | null | undefined;

function compileLeaf(leaf: Leaf, circumstances: Circumstances): Predicate {
  const { field, check } = leaf;
  const supply = supplyFor(field, circumstances.server.has);
  // Neither known nor not known: the server does not have such a thing.
  if (supply === undefined) return () => UNKNOWN;
  if (!isEach(supply)) return decideOne(supply, valueCheck(check, circumstances.now), circumstances);
  if (check.kind === "empty") return overList(supply.from, ({ length }) => decided((length === 0) === check.wanted));
  const decide = compileItemLeaf(leaf, circumstances);
  const over = leaf.negative ? everyItem : anyItem;
  return overList(supply.from, (items) => over(items, decide), unknownList(check));
}

/** Whether a list is known is a question with an answer where it is not. */
const unknownList = (check: Check): Outcome => (check.kind === "known" ? decided(!check.wanted) : UNKNOWN);

function overList(list: ListSource, decide: (items: readonly Item[]) => Outcome, unknown = UNKNOWN): Predicate {
  const notFetched = open(list);
  return (torrent) => {
    const items = itemsOf(torrent, list);
    if (items === undefined) return notFetched;
    return items === null ? unknown : decide(items);
  };
}

function compileItemLeaf({ field, check }: Leaf, { now, server }: Circumstances): Decide<Item> {
  const supply = supplyFor(field, server.has);
  if (supply === undefined || !isEach(supply)) return () => UNKNOWN;
  const decide = valueCheck(check, now);
  const { each } = supply;
  return (item) => decide(item[each]);
}

/** Of a value that may be missing. */
function valueCheck(check: Check, now: number): (value: Value | undefined) => Outcome {
  if (check.kind === "known") return (value) => decided((value !== undefined) === check.wanted);
  if (check.kind === "empty") {
    return (value) => {
      const isFilled = typeof value === "string" || Array.isArray(value);
      return isFilled ? decided((value.length === 0) === check.wanted) : UNKNOWN;
    };
  }
  const test = check.test(now);
  return (value) => (value === undefined ? UNKNOWN : test(value));
}

type Single = Exclude<Supply, { readonly each: string }>;

type DecideValue = (value: Value | undefined) => Outcome;

function decideOne(supply: Single, decide: DecideValue, { now, server }: Circumstances): Predicate {
  switch (supply.from) {
    case "info": {
      const { key } = supply;
      return (torrent) => decide(torrent[key]);
    }
    case "derived":
      return (torrent) => decide(supply.read(torrent, now));
    case "trackers": {
      const { key } = supply;
      return ({ trackers, [key]: value }) => (trackers === undefined ? open("trackers") : decide(value));
    }
    case "properties": {
      const { key } = supply;
      return ({ properties }) => (properties === undefined ? open("properties") : decide(properties?.[key]));
    }
    case "transfer":
    case "preferences": {
      const facts = server[supply.from];
      const outcome = facts === undefined ? open(supply.from) : decide(toValue(facts[supply.key]));
      return () => outcome;
    }
  }
}

/** Of what was read without a type of our own: settings, mostly. */
function toValue(value: unknown): Value | undefined {
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : undefined;
}

/** By the dearest request it may take. */
function cost(condition: Condition, circumstances: Circumstances): number {
  if (condition.kind === "test") {
    const supply = supplyFor(condition.field, circumstances.server.has);
    return supply === undefined ? 0 : costOf(sourceOf(supply));
  }
  if ("where" in condition) return costOf(condition.list);
  return Math.max(0, ...condition.of.map((part) => cost(part, circumstances)));
}
