import type { Source } from "../qbittorrent/facts.ts";

/**
 * The outcome of a condition: false, true, unknown (qBittorrent cannot say), or open (a fact was not fetched yet). Plain
 * numbers, since a pass over a large library makes millions of them. An open outcome is the set of missing sources as bits,
 * so that it tells what to fetch.
 */
export type Outcome = number;

export const FALSE = 0;
export const TRUE = 1;
export const UNKNOWN = 2;

/** Where facts come from besides the list, cheapest first: one request for all torrents, then one for each. */
export const sources = [
  "transfer",
  "preferences",
  "categories",
  "trackers",
  "files",
  "properties",
  "webseeds",
  "peers",
] as const satisfies readonly Source[];

const FIRST_BIT = 4;

export const open = (source: Source): Outcome => FIRST_BIT << sources.indexOf(source);

export const isOpen = (outcome: Outcome): boolean => outcome >= FIRST_BIT;

/** The cheapest source that an open outcome waits for: the others may turn out not to be needed. */
export const missingSource = (outcome: Outcome): Source | undefined =>
  sources.find((source) => (outcome & open(source)) !== 0);

/** 0 for what the list brings; higher for what costs more requests. */
export const costOf = (source: Source | "info"): number => (source === "info" ? 0 : sources.indexOf(source) + 1);

export const decided = (verdict: boolean): Outcome => (verdict ? TRUE : FALSE);

/**
 * Kleene's "and" of two outcomes that are not false. Open wins over unknown: what is fetched may still make it false.
 */
export function both(a: Outcome, b: Outcome): Outcome {
  if (isOpen(a) || isOpen(b)) return (isOpen(a) ? a : 0) | (isOpen(b) ? b : 0);
  return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : TRUE;
}

/** Kleene's "or" of two outcomes that are not true. */
export function either(a: Outcome, b: Outcome): Outcome {
  if (isOpen(a) || isOpen(b)) return (isOpen(a) ? a : 0) | (isOpen(b) ? b : 0);
  return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : FALSE;
}

export const not = (outcome: Outcome): Outcome => {
  if (outcome === TRUE) return FALSE;
  return outcome === FALSE ? TRUE : outcome;
};
