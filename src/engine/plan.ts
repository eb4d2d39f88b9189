import type { Action, Aspect, Change, Effect, Situation, Wish } from "../actions/action.ts";
import { type AspectWrite, writesOf } from "../actions/catalogue.ts";
import type { Source } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Rule } from "../rules/rule.ts";
import { FALSE, type Outcome, TRUE, UNKNOWN, isOpen, missingSource } from "../rules/truth.ts";
import type { Tried } from "./doubt.ts";
import { type Refusal, guard } from "./guard.ts";
import type { PlanContext, ReadyRule } from "./prepare.ts";

/**
 * What becomes of one action on one torrent. `executed`: it is sent (or would be). `skipped`: the torrent is already so.
 * `superseded`: a later action undoes it, so it is never sent. `withheld`: it destroys, and something stands against it.
 * `failed`: this server cannot do it.
 */
export type ActionOutcome = "executed" | "skipped" | "superseded" | "withheld" | "failed";

export interface PlannedAction {
  readonly rule: Rule;
  readonly action: Action;
  readonly outcome: ActionOutcome;
  /** Why withheld or failed, or why skipped where that is not because the torrent is so already. */
  readonly reason?: string;
  /** The torrent as the action found it that was withheld. */
  readonly found?: Torrent;
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
  readonly writes: readonly AspectWrite[];
  /** What it shall be at the end. */
  readonly end: Situation;
}

/** Told of every rule that was tried on the torrent, with the torrent as the rule found it. */
export type Observe = (rule: Rule, found: Torrent, outcome: Outcome) => void;

/**
 * Pure. Undefined: no rule has anything to say about the torrent. The name of a source: the outcome hangs on what was not
 * fetched yet.
 */
export function planTorrent(
  torrent: Torrent,
  context: PlanContext,
  observe?: Observe,
): TorrentPlan | Source | undefined {
  const { rules } = context;
  const first = observe === undefined ? firstConcerned(torrent, rules) : 0;
  if (first === rules.length) return undefined;
  const course = begin(torrent, context);
  for (let index = first; index < rules.length; index++) {
    const ready = rules[index];
    if (ready === undefined) break;
    const found = course.situation.torrent;
    const outcome = ready.holds(found);
    observe?.(ready.rule, found, outcome);
    if (outcome === FALSE && course.tried.length === 0) continue;
    const next = follow(course, ready, outcome, context);
    if (next === "last") break;
    if (next !== "on") return next;
  }
  return course.matched.length === 0 && course.undecided.length === 0 ? undefined : finish(course);
}

/** Where the rules begin that have anything to say: most have not, about most torrents, and this is all that costs. */
function firstConcerned(torrent: Torrent, rules: readonly ReadyRule[]): number {
  let index = 0;
  for (const { holds } of rules) {
    if (holds(torrent) !== FALSE) return index;
    index++;
  }
  return index;
}

/** How far the rules have come with one torrent. */
interface Course {
  readonly start: Torrent;
  situation: Situation;
  /** From the first undecided rule on, as long as any may destroy. */
  readonly tried: Tried[];
  readonly matched: Rule[];
  readonly undecided: Doubt[];
  readonly steps: Step[];
}

interface Step {
  readonly rule: Rule;
  readonly action: Action;
  readonly found: Situation;
  readonly effect: Effect | undefined;
  readonly stopped?: Refusal | undefined;
}

const begin = (torrent: Torrent, { server }: PlanContext): Course => ({
  start: torrent,
  situation: { torrent, wish: {}, server },
  tried: [],
  matched: [],
  undecided: [],
  steps: [],
});

function follow(course: Course, ready: ReadyRule, outcome: Outcome, context: PlanContext): "on" | "last" | Source {
  const missing = isOpen(outcome) ? missingSource(outcome) : undefined;
  if (missing !== undefined) return missing;
  const found = course.situation;
  if (outcome === UNKNOWN) course.undecided.push({ rule: ready.rule, torrent: found.torrent });
  const steps = course.steps.length;
  const next = outcome === TRUE ? take(course, ready, context) : "on";
  if (ready.mayDestroy && (outcome === UNKNOWN || course.tried.length > 0)) {
    course.tried.push({ ready, found, outcome, withheld: withheldSince(steps, course) });
  }
  return next;
}

function withheldSince(first: number, { steps }: Course): string | undefined {
  const step = steps.slice(first).find(({ stopped }) => stopped?.outcome === "withheld");
  return step?.stopped?.reason;
}

function take(course: Course, ready: ReadyRule, context: PlanContext): "on" | "last" | Source {
  const { rule } = ready;
  course.matched.push(rule);
  for (const action of rule.actions) {
    const found = course.situation;
    const step = { rule, action, found, effect: action.effect(found) };
    const verdict = unclear(action, course.start) ?? guard(step, { course, ready, context });
    if (typeof verdict === "string") return verdict;
    course.steps.push(verdict === undefined ? step : { ...step, effect: undefined, stopped: verdict });
    if (verdict === undefined && step.effect !== undefined) course.situation = advance(found, step.effect);
  }
  return rule.stopOnMatch || course.situation.wish.delete !== undefined ? "last" : "on";
}

/** What an action asks for may be on its way already. */
function unclear(action: Action, start: Torrent): Refusal | undefined {
  const reason = action.unclear?.(start);
  return reason === undefined ? undefined : { outcome: "withheld", reason };
}

const advance = ({ torrent, wish, server }: Situation, effect: Effect): Situation => ({
  server,
  torrent: { ...torrent, ...effect.view, ...propertiesAfter(torrent, effect) },
  wish: { ...wish, ...effect.wish },
});

/** The properties say some of it again, by the same names. */
function propertiesAfter({ properties }: Torrent, { view }: Effect): Pick<Torrent, "properties"> {
  if (properties === undefined || properties === null) return {};
  const changed = Object.entries(view).filter(([key]) => Object.hasOwn(properties, key));
  return { properties: { ...properties, ...Object.fromEntries(changed) } };
}

function finish({ start, situation, matched, undecided, steps }: Course): TorrentPlan {
  const effective = steps.filter(({ effect }) => effect !== undefined);
  const isAlone = ({ aspect }: Action) =>
    effective.length === 1 ||
    (situation.wish.delete === undefined &&
      selfContained.has(aspect) &&
      effective.filter(({ action }) => action.aspect === aspect).length === 1);
  const actions = steps.map((step) => settle(step, start, situation, isAlone(step.action)));
  return { torrent: start, matched, undecided, actions, writes: writesOf(start, situation.wish), end: situation };
}

/** What an action about one of these does hangs on nothing else of the torrent, and changes nothing that another goes by. */
const selfContained: ReadonlySet<Aspect> = new Set(["tags", "upload_limit", "download_limit", "category"]);

/**
 * Compares the torrent's end with its start: an action counts as executed only if its effect, or a part of it, lasts and was
 * not there before. An effect that is alone does, and was not.
 */
function settle(step: Step, start: Torrent, end: Situation, isAlone: boolean): PlannedAction {
  const { rule, action, found, effect, stopped } = step;
  if (stopped !== undefined) return { rule, action, ...stopped, found: found.torrent };
  if (effect === undefined) return { rule, action, outcome: "skipped" };
  if (isAlone) return { rule, action, outcome: "executed" };
  if (end.wish.delete !== undefined)
    return { rule, action, outcome: action.aspect === "delete" ? "executed" : "superseded" };
  if (action.relative === true) return { rule, action, outcome: "executed" };
  const changes = action.changes?.(found) ?? [];
  const lasting = (changes.length === 0 ? [isDone(action)] : changes).filter((isSo) => isSo(end));
  if (lasting.length === 0) return { rule, action, outcome: "superseded" };
  const before = { torrent: start, wish: otherWishes(end.wish, effect), server: end.server };
  return { rule, action, outcome: lasting.every((isSo) => isSo(before)) ? "skipped" : "executed" };
}

/** Of an action that changes one thing. */
const isDone =
  ({ effect }: Action): Change =>
  (situation) =>
    effect(situation) === undefined;

/** What is wished of the torrent besides: that may undo what it was at its start. Mostly nothing is. */
function otherWishes(wish: Wish, { wish: own }: Effect): Wish {
  const isOwn = (key: string) => Object.hasOwn(own, key);
  if (Object.keys(wish).every(isOwn)) return {};
  return Object.fromEntries(Object.entries(wish).filter(([key]) => !isOwn(key)));
}
