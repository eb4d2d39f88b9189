import type { Server } from "../../qbittorrent/facts.ts";
import type { Torrent } from "../../qbittorrent/torrent.ts";
import { type ListSource, type Supply, type Value, isEach, sourceOf, supplyFor } from "../fields/field.ts";
import type { Check, Decide, Subject } from "../operators/operator.ts";
import type { Condition, Leaf } from "../rule.ts";
import { type Outcome, UNKNOWN, costOf, decided, open } from "../truth.ts";
import { anyItem, combine, everyItem, overItems } from "./evaluate.ts";

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

/** The same about one item of a list. */
export function compileItem(condition: Condition, circumstances: Circumstances): Decide<Subject> {
  if (condition.kind === "test") return compileItemLeaf(condition, circumstances);
  if ("where" in condition) return () => UNKNOWN;
  return combine[condition.kind](condition.of.map((part) => compileItem(part, circumstances)));
}

/** The items of a list as rows of columns; undefined: not fetched; null: the server does not have it. */
export const itemsOf = (torrent: Torrent, list: ListSource): readonly Subject[] | null | undefined =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client has read every column of every row
  torrent[list] as readonly Subject[] | null | undefined;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client has read every column of every row
export const valueIn = (item: Subject, key: string): Value | undefined => item[key] as Value | undefined;

function compileLeaf(leaf: Leaf, circumstances: Circumstances): Predicate {
  const { field, check } = leaf;
  const supply = supplyFor(field, circumstances.server.has);
  // Neither known nor not known: the server does not have such a thing.
  if (supply === undefined) return () => UNKNOWN;
  if (!isEach(supply)) return decideOne(supply, check, circumstances);
  const { about } = check;
  if (about?.what === "empty") return overList(supply.from, ({ length }) => decided((length === 0) === about.wanted));
  const decide = check.on(supply.each, circumstances.now);
  const over = leaf.negative ? everyItem : anyItem;
  return overList(supply.from, (items) => over(items, decide), unknownList(check));
}

/** Whether a list is known is a question with an answer where it is not. */
const unknownList = ({ about }: Check): Outcome => (about?.what === "known" ? decided(!about.wanted) : UNKNOWN);

function overList(list: ListSource, decide: (items: readonly Subject[]) => Outcome, unknown = UNKNOWN): Predicate {
  const notFetched = open(list);
  return (torrent) => {
    const items = itemsOf(torrent, list);
    if (items === undefined) return notFetched;
    return items === null ? unknown : decide(items);
  };
}

function compileItemLeaf({ field, check }: Leaf, { now, server }: Circumstances): Decide<Subject> {
  const supply = supplyFor(field, server.has);
  return supply === undefined || !isEach(supply) ? () => UNKNOWN : check.on(supply.each, now);
}

type Single = Exclude<Supply, { readonly each: string }>;

const NOTHING: Subject = {};

function decideOne(supply: Single, check: Check, { now, server }: Circumstances): Predicate {
  if (supply.from === "derived") {
    const decide = check.on("value", now);
    return (torrent) => decide({ value: supply.read(torrent, now) });
  }
  const { from, key } = supply;
  const decide = check.on(key, now);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a torrent is a record of values
  if (from === "info") return decide as Decide<unknown>;
  if (from === "trackers")
    return (torrent) => (torrent.trackers === undefined ? open("trackers") : decide(asSubject(torrent)));
  if (from === "properties")
    return ({ properties }) =>
      properties === undefined ? open("properties") : decide(asSubject(properties ?? NOTHING));
  const facts = server[from];
  if (facts === undefined) return () => open(from);
  // Whatever name a rule gives a setting: what this server does not have, or does not tell, is neither known nor not known.
  const outcome = from === "preferences" && !Object.hasOwn(facts, key) ? UNKNOWN : decide(facts);
  return () => outcome;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object is a record of values
export const asSubject = (facts: object): Subject => facts as Subject;

/** By the dearest request it may take. */
function cost(condition: Condition, circumstances: Circumstances): number {
  if (condition.kind === "test") {
    const supply = supplyFor(condition.field, circumstances.server.has);
    return supply === undefined ? 0 : costOf(sourceOf(supply)) + work(condition);
  }
  if ("where" in condition) return costOf(condition.list);
  return Math.max(0, ...condition.of.map((part) => cost(part, circumstances)));
}

/** Less than any request: what is equal to one value in many settles most, numbers are quick, texts take longest. */
const work = ({ operator, field }: Leaf): number => (field.type === "tags" ? 0.2 : (WORK[operator] ?? 0.1));

const WORK: Readonly<Record<string, number>> = {
  "==": 0,
  in: 0,
  under: 0.3,
  starts_with: 0.3,
  ends_with: 0.3,
  contains: 0.4,
  not_contains: 0.4,
  matches: 0.5,
  not_matches: 0.5,
};
