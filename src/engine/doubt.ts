import type { Action, Aspect, Effect, Situation } from "../actions/action.ts";
import { type Outcome, UNKNOWN } from "../rules/truth.ts";
import { lacking } from "./lacking.ts";
import type { PlanContext, ReadyRule } from "./prepare.ts";

/** A rule that was tried on a torrent as it was then. */
export interface Tried {
  readonly ready: ReadyRule;
  readonly found: Situation;
  readonly outcome: Outcome;
  /** Why one of its actions was withheld, so that what it would have changed stayed as it was. */
  readonly withheld?: string | undefined;
}

/**
 * Why a rule must not destroy a torrent for want of certainty; undefined: it may. Rules that could not be decided leave
 * doubt behind. It withholds where such a rule might have kept the destructive one away (`stop_on_match`, or a deletion that
 * leaves more), or might have changed what that one, or protection, hangs on. `tried`: the rules before it, from the first
 * undecided one on.
 */
export function reasonToWithhold(
  { action, effect }: Attempt,
  tried: readonly Tried[],
  { reads }: ReadyRule,
  { protect, withhold }: PlanContext,
): string | undefined {
  if (withhold !== undefined) return withhold;
  if (tried.length === 0) return undefined;
  const { always, gone, about } = tried.reduce(doubtAfter, noDoubts);
  const hangsOn = [reads, alsoHangOn[action.aspect] ?? [], ...protect.map((entry) => entry.reads)];
  return (
    always ??
    goneBefore(gone, effect) ??
    hangsOn.map((keys) => doubtAbout(about, keys)).find((why) => why !== undefined)
  );
}

interface Attempt {
  readonly action: Action;
  readonly effect: Effect;
}

const shareLimits = ["ratio_limit", "seeding_time_limit", "inactive_seeding_time_limit", "share_limit_action"];

/** What decides, besides the conditions, whether an action destroys. */
const alsoHangOn: Readonly<Partial<Record<Aspect, readonly string[]>>> = {
  category: ["auto_tmm", ...shareLimits],
  auto_management: ["auto_tmm"],
  share_limits: ["category", ...shareLimits],
};

/** Whether a torrent goes by one rule or by another makes no difference, as long as no more of it goes than by the first. */
function goneBefore(gone: Doubts["gone"], { wish }: Effect): string | undefined {
  const goesNoFurther = wish.delete !== undefined && (gone?.files === true || !wish.delete.files);
  return goesNoFurther ? undefined : gone?.reason;
}

interface Doubts {
  /** Why nothing may be destroyed at all, whatever rule asks for it. */
  readonly always?: string | undefined;
  /** The torrent may be gone already, and why: with its data, or without. */
  readonly gone?: { readonly files: boolean; readonly reason: string } | undefined;
  /** What of the torrent may be otherwise, by the names of `torrents/info`, and why. */
  readonly about: ReadonlyMap<string, string>;
}

const noDoubts: Doubts = { about: new Map() };

/**
 * A rule that was decided by what is in doubt may have been decided wrongly, whether it matched or not. So may one whose
 * action was withheld: had the doubt been settled, it might have been carried out.
 */
function doubtAfter(doubts: Doubts, tried: Tried): Doubts {
  const { name } = tried.ready.rule;
  if (tried.outcome === UNKNOWN) return addDoubts(doubts, tried, `rule "${name}" could not be decided`);
  const cause = doubtAbout(doubts.about, tried.ready.reads) ?? tried.withheld;
  return cause === undefined ? doubts : addDoubts(doubts, tried, `${cause}; rule "${name}" hangs on it`);
}

/** Older doubts keep their reasons: they are nearer to the cause. */
function addDoubts({ always, gone, about }: Doubts, { ready: { rule }, found }: Tried, reason: string): Doubts {
  const effects = rule.actions
    .filter((action) => lacking(action, found.server) === undefined)
    .map((action) => action.effect(found))
    .filter((effect) => effect !== undefined);
  const changed = effects.flatMap(({ view }) => Object.keys(view));
  const deletion = effects.map(({ wish }) => wish.delete).find((wanted) => wanted !== undefined);
  return {
    always: always ?? (rule.stopOnMatch ? reason : undefined),
    gone: deletion === undefined || isNoMore(gone, deletion) ? gone : { files: deletion.files, reason },
    about: new Map([...changed.map((key) => [key, reason] as const), ...about]),
  };
}

/** The older doubt leaves the same of the torrent, or more. */
const isNoMore = (gone: Doubts["gone"], { files }: { readonly files: boolean }): boolean =>
  gone !== undefined && (!gone.files || files);

function doubtAbout(about: Doubts["about"], keys: Iterable<string>): string | undefined {
  for (const key of keys) if (about.has(key)) return about.get(key);
  return undefined;
}
