import type { Action, Aspect, Effect, Situation } from "../actions/action.ts";
import { writesOf } from "../actions/catalogue.ts";
import type { Server } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Write } from "../qbittorrent/writes.ts";
import type { Rule } from "../rules/rule.ts";
import { type Source, TRUE, UNKNOWN, missingSource } from "../rules/truth.ts";
import { doubtDecided, doubtUndecided, type Doubts, reasonToWithhold } from "./doubt.ts";

/**
 * What becomes of one action on one torrent. `executed`: it is sent (or would be). `skipped`: the torrent is already so.
 * `superseded`: a later action undoes it, so it is never sent. `withheld`: it destroys, and something is in doubt.
 */
export type ActionOutcome = "executed" | "skipped" | "superseded" | "withheld";

export interface PlannedAction {
  readonly rule: Rule;
  readonly action: Action;
  readonly outcome: ActionOutcome;
  /** Why withheld. */
  readonly reason?: string;
}

/** A rule that could neither match nor not match. */
export interface Doubt {
  readonly rule: Rule;
  /** As the rule found it: what earlier rules did may be why something is not known. */
  readonly torrent: Torrent;
}

/** All that the rules say about one torrent: data, the same for a dry run, a real one and the report. */
export interface TorrentPlan {
  readonly torrent: Torrent;
  readonly matched: readonly Rule[];
  readonly undecided: readonly Doubt[];
  readonly actions: readonly PlannedAction[];
  readonly writes: ReadonlyMap<Aspect, readonly Write[]>;
}

export interface PlanContext {
  /** Rules for this job, in file order. */
  readonly rules: readonly Rule[];
  /** Seconds since 1970. */
  readonly now: number;
  readonly server: Server;
  /** Set: nothing destructive is planned, for this reason. */
  readonly withhold?: string | undefined;
}

/** Pure. The name of the missing source where the outcome still hangs on facts that were not fetched. */
export function planTorrent(torrent: Torrent, { rules, now, server, withhold }: PlanContext): TorrentPlan | Source {
  const doubts = { always: withhold, about: new Map<string, string>() };
  const course: Course = { situation: { torrent, wish: {}, server }, doubts, matched: [], undecided: [], steps: [] };
  for (const rule of rules) {
    const found = course.situation;
    const outcome = rule.holds(found.torrent, now);
    const missing = missingSource(outcome);
    if (missing !== undefined) return missing;
    if (outcome === UNKNOWN) course.undecided.push({ rule, torrent: found.torrent });
    if (outcome === TRUE && take(course, rule) === "last") break;
    course.doubts = (outcome === UNKNOWN ? doubtUndecided : doubtDecided)(course.doubts, rule, found);
  }
  const { situation, matched, undecided, steps } = course;
  const actions = steps.map((step) => settle(step, torrent, situation));
  return { torrent, matched, undecided, actions, writes: writesOf(torrent, situation.wish) };
}

/** How far the rules have come with one torrent. */
interface Course {
  situation: Situation;
  doubts: Doubts;
  readonly matched: Rule[];
  readonly undecided: Doubt[];
  readonly steps: Step[];
}

interface Step {
  readonly rule: Rule;
  readonly action: Action;
  readonly effect: Effect | undefined;
  readonly reason: string | undefined;
}

function take(course: Course, rule: Rule): "last" | "on" {
  course.matched.push(rule);
  for (const action of rule.actions) {
    const wanted = action.effect(course.situation);
    const destroys = wanted !== undefined && action.destructive(course.situation) === true;
    const reason = destroys ? reasonToWithhold(course.doubts, rule) : undefined;
    const effect = reason === undefined ? wanted : undefined;
    course.steps.push({ rule, action, effect, reason });
    if (effect !== undefined) course.situation = advance(course.situation, effect);
  }
  return rule.stopOnMatch || course.situation.wish.delete !== undefined ? "last" : "on";
}

const advance = ({ torrent, wish, server }: Situation, effect: Effect): Situation => ({
  server,
  torrent: { ...torrent, ...effect.view },
  wish: { ...wish, ...effect.wish },
});

/** Compares the torrent's end with its start: an action counts as executed only if its effect lasts and was not there before. */
function settle({ rule, action, effect, reason }: Step, start: Torrent, end: Situation): PlannedAction {
  if (reason !== undefined) return { rule, action, outcome: "withheld", reason };
  if (effect === undefined) return { rule, action, outcome: "skipped" };
  const undone = end.wish.delete === undefined ? action.effect(end) !== undefined : action.aspect !== "delete";
  if (undone) return { rule, action, outcome: "superseded" };
  const wasSo = action.effect({ torrent: start, wish: {}, server: end.server }) === undefined;
  return { rule, action, outcome: wasSo ? "skipped" : "executed" };
}
