import type { Action } from "../actions/action.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Field } from "./fields.ts";
import type { Test } from "./operators.ts";
import type { Outcome, Source } from "./truth.ts";

/** A checked condition: plain data that can be evaluated, explained and printed. */
export type Condition = { readonly kind: "all" | "any" | "none"; readonly of: readonly Condition[] } | Leaf;

export interface Leaf {
  readonly kind: "test";
  readonly fieldName: string;
  readonly field: Field;
  readonly operator: string;
  readonly negative: boolean;
  /** As written. */
  readonly value: unknown;
  readonly test: Test;
  /** `file:line:column` of the field. */
  readonly where: string;
}

/** `now`: seconds since 1970, one instant for a whole run. */
export type Predicate = (torrent: Torrent, now: number) => Outcome;

export interface Rule {
  readonly name: string;
  readonly enabled: boolean;
  /** Undefined: runs for every job. */
  readonly contexts: readonly string[] | undefined;
  readonly stopOnMatch: boolean;
  readonly condition: Condition;
  readonly holds: Predicate;
  readonly actions: readonly Action[];
  /** `file:line:column` */
  readonly where: string;
}

/** A rule without a context runs for every job, one with contexts only for jobs of one of them. */
export const runsFor = ({ enabled, contexts }: Rule, context: string | null): boolean =>
  enabled && (contexts === undefined || (context !== null && contexts.includes(context)));

/** What the rules' conditions ask about, besides the torrent list itself. */
export function sourcesOf(condition: Condition): ReadonlySet<Source> {
  if (condition.kind !== "test") return new Set(condition.of.flatMap((child) => [...sourcesOf(child)]));
  return condition.field.kind === "each" ? new Set([condition.field.source]) : new Set();
}
