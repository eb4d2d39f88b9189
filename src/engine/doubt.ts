import type { Situation } from "../actions/action.ts";
import type { PlanContext, ReadyRule } from "./prepare.ts";

/**
 * What rules that could not be decided leave in doubt about a torrent. A later action that destroys is withheld where such
 * a rule might have kept it away (`stop_on_match`), or might have changed what the destructive rule reads.
 */
export interface Doubts {
  /** Why nothing may be destroyed at all, whatever rule asks for it. */
  readonly always: string | undefined;
  /** What of the torrent may be otherwise, by the names of `torrents/info`, and why. */
  readonly about: ReadonlyMap<string, string>;
}

export const noDoubts = (withhold: string | undefined): Doubts => ({ always: withhold, about: new Map() });

/** After a rule that could not be decided for the torrent as it found it. */
export function doubtUndecided(doubts: Doubts, ready: ReadyRule, found: Situation): Doubts {
  return addDoubts(doubts, ready, found, `rule "${ready.rule.name}" could not be decided`);
}

/** After a rule that was decided: if it read what is in doubt it may have been decided wrongly, whether it matched or not. */
export function doubtDecided(doubts: Doubts, ready: ReadyRule, found: Situation): Doubts {
  if (doubts.about.size === 0) return doubts;
  const cause = doubtAbout(doubts, ready.reads);
  return cause === undefined
    ? doubts
    : addDoubts(doubts, ready, found, `${cause}; rule "${ready.rule.name}" hangs on it`);
}

/** Why the rule must not destroy this torrent; undefined: it may. */
export function reasonToWithhold(doubts: Doubts, ready: ReadyRule, { protect }: PlanContext): string | undefined {
  return doubts.always ?? doubtAbout(doubts, ready.reads) ?? (protect && doubtAbout(doubts, protect.reads));
}

/** Older doubts keep their reasons: they are nearer to the cause. */
function addDoubts({ always, about }: Doubts, { rule }: ReadyRule, found: Situation, reason: string): Doubts {
  const changed = rule.actions.flatMap((action) => Object.keys(action.effect(found)?.view ?? {}));
  return {
    always: always ?? (rule.stopOnMatch ? reason : undefined),
    about: new Map([...changed.map((key) => [key, reason] as const), ...about]),
  };
}

function doubtAbout({ about }: Doubts, reads: ReadonlySet<string>): string | undefined {
  if (about.size === 0) return undefined;
  const inDoubt = [...about.keys()].find((key) => reads.has(key));
  return inDoubt === undefined ? undefined : about.get(inDoubt);
}
