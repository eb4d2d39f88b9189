import type { Server } from "../qbittorrent/facts.ts";
import { type Predicate, compile } from "../rules/evaluate/compile.ts";
import type { ScalarKey } from "../rules/fields/field.ts";
import { type Condition, type Rule, leavesOf } from "../rules/rule.ts";

/** A rule made ready for one run: its condition compiled for the moment and the server. */
export interface ReadyRule {
  readonly rule: Rule;
  readonly holds: Predicate;
  /** What of a torrent it depends on, by the names of `torrents/info`. */
  readonly reads: ReadonlySet<ScalarKey>;
}

/** All that decides what becomes of a torrent, besides the torrent. */
export interface PlanContext {
  /** Rules for this job, in file order. */
  readonly rules: readonly ReadyRule[];
  /** Seconds since 1970. */
  readonly now: number;
  readonly server: Server;
  /** Torrents that are neither deleted nor moved. */
  readonly protect?: Pick<ReadyRule, "holds" | "reads"> | undefined;
  /** Set: nothing destructive is planned, for this reason. */
  readonly withhold?: string | undefined;
  /** Torrents whose data others use, by hash, and which. */
  readonly shared?: ReadonlyMap<string, string> | undefined;
}

export interface Preparation {
  /** Rules for this job, in file order. */
  readonly rules: readonly Rule[];
  readonly protect?: Condition | undefined;
  readonly now: number;
  readonly server: Server;
  readonly withhold?: string | undefined;
  readonly shared?: ReadonlyMap<string, string> | undefined;
}

/** Compiling is cheap: it is done again whenever more is known of the server. */
export function prepare({ rules, protect, ...rest }: Preparation): PlanContext {
  const ready = (condition: Condition) => ({ holds: compile(condition, rest), reads: readsOf(condition) });
  return {
    ...rest,
    rules: rules.map((rule) => ({ rule, ...ready(rule.condition) })),
    protect: protect && ready(protect),
  };
}

function readsOf(condition: Condition): ReadonlySet<ScalarKey> {
  const keys = leavesOf(condition).flatMap(({ field }) => [
    ...(field.reads ?? []),
    ...field.supplies.flatMap((supply) => (supply.from === "info" ? [supply.key] : [])),
  ]);
  return new Set(keys);
}
