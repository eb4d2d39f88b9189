import type { Situation } from "../actions/action.ts";
import { type Outcome, UNKNOWN } from "../rules/truth.ts";
import type { PlanContext, ReadyRule } from "./prepare.ts";

/** A rule that was tried on a torrent as it was then. */
export interface Tried {
  readonly ready: ReadyRule;
  readonly found: Situation;
  readonly outcome: Outcome;
}

/**
 * Why a rule must not destroy a torrent for want of certainty; undefined: it may. Rules that could not be decided leave
 * doubt behind. It withholds where such a rule might have kept the destructive one away (`stop_on_match`), or might have
 * changed what that one, or protection, reads. `tried`: the rules before it, from the first undecided one on.
 */
export function reasonToWithhold(
  tried: readonly Tried[],
  ready: ReadyRule,
  { protect, withhold }: PlanContext,
): string | undefined {
  if (withhold !== undefined) return withhold;
  const { always, about } = tried.reduce(doubtAfter, { always: undefined, about: new Map() });
  return always ?? doubtAbout(about, ready.reads) ?? (protect && doubtAbout(about, protect.reads));
}

interface Doubts {
  /** Why nothing may be destroyed at all, whatever rule asks for it. */
  readonly always: string | undefined;
  /** What of the torrent may be otherwise, by the names of `torrents/info`, and why. */
  readonly about: ReadonlyMap<string, string>;
}

/** A rule that was decided by what is in doubt may have been decided wrongly, whether it matched or not. */
function doubtAfter(doubts: Doubts, tried: Tried): Doubts {
  const { name } = tried.ready.rule;
  if (tried.outcome === UNKNOWN) return addDoubts(doubts, tried, `rule "${name}" could not be decided`);
  const cause = doubtAbout(doubts.about, tried.ready.reads);
  return cause === undefined ? doubts : addDoubts(doubts, tried, `${cause}; rule "${name}" hangs on it`);
}

/** Older doubts keep their reasons: they are nearer to the cause. */
function addDoubts({ always, about }: Doubts, { ready: { rule }, found }: Tried, reason: string): Doubts {
  const changed = rule.actions.flatMap((action) => Object.keys(action.effect(found)?.view ?? {}));
  return {
    always: always ?? (rule.stopOnMatch ? reason : undefined),
    about: new Map([...changed.map((key) => [key, reason] as const), ...about]),
  };
}

function doubtAbout(about: Doubts["about"], reads: ReadonlySet<string>): string | undefined {
  const inDoubt = [...about.keys()].find((key) => reads.has(key));
  return inDoubt === undefined ? undefined : about.get(inDoubt);
}
