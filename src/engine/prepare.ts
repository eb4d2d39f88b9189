import type { Server } from "../qbittorrent/facts.ts";
import { type Predicate, compile } from "../rules/evaluate/compile.ts";
import { readsOf } from "../rules/reads.ts";
import { type Condition, type Rule, leavesOf } from "../rules/rule.ts";
import type { Sent } from "./sent.ts";

/** A rule made ready for one run: its condition compiled for the moment and the server. */
export interface ReadyRule {
  readonly rule: Rule;
  readonly holds: Predicate;
  /** What of a torrent it depends on, by the names of `torrents/info`. */
  readonly reads: ReadonlySet<string>;
  /** It or a rule after it has an action that may destroy: only then it matters what is in doubt. */
  readonly mayDestroy: boolean;
}

/** A condition that protects. */
export interface ReadyProtection extends Pick<ReadyRule, "holds" | "reads"> {
  /** `file:line:column` */
  readonly where: string;
}

/** All that decides what becomes of a torrent, besides the torrent. */
export interface PlanContext {
  /** Rules for this job, in file order. */
  readonly rules: readonly ReadyRule[];
  /** Seconds since 1970. */
  readonly now: number;
  readonly server: Server;
  /** A torrent that meets any of them is neither deleted nor moved. */
  readonly protect: readonly ReadyProtection[];
  /** Set: nothing destructive is planned, for this reason. */
  readonly withhold?: string | undefined;
  /** Torrents whose data others use, by hash, and which. */
  readonly shared?: ReadonlyMap<string, string> | undefined;
  /** What earlier attempts at the same pass have sent. */
  readonly sent?: Sent | undefined;
}

export interface Preparation {
  /** Rules for this job, in file order. */
  readonly rules: readonly Rule[];
  readonly protect?: Condition | undefined;
  readonly now: number;
  readonly server: Server;
  readonly withhold?: string | undefined;
  readonly shared?: ReadonlyMap<string, string> | undefined;
  readonly sent?: Sent | undefined;
}

/** Compiling is cheap: it is done again whenever more is known of the server. */
export function prepare({ rules, protect, ...rest }: Preparation): PlanContext {
  const ready = (condition: Condition) => ({ holds: compile(condition, rest), reads: readsOf(condition) });
  const lastDestroyer = rules.findLastIndex(({ actions }) =>
    actions.some(({ destructive }) => destructive !== undefined),
  );
  return {
    ...rest,
    rules: rules.map((rule, index) => ({ rule, ...ready(rule.condition), mayDestroy: index <= lastDestroyer })),
    protect: entriesOf(protect).map((entry) => ({ ...ready(entry), where: leavesOf(entry)[0]?.place ?? "" })),
  };
}

/** One by one, so that it can be said which of them protects. */
function entriesOf(protect: Condition | undefined): readonly Condition[] {
  if (protect === undefined) return [];
  return protect.kind === "any" ? protect.of : [protect];
}
