import type { Action, Aspect, Change, Effect, Situation, Wish } from "../actions/action.ts";
import { type AspectWrite, writesOf } from "../actions/catalogue.ts";
import type { Source } from "../qbittorrent/facts.ts";
import type { Properties } from "../qbittorrent/properties.ts";
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
    const outcome = ready.holds(course.situation.torrent);
    observe?.(ready.rule, keep(course).torrent, outcome);
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

/**
 * How far the rules have come with one torrent. Its lists are few and short, and made anew for what is added: a list that
 * grows in place takes room for many more, and there is one for every torrent.
 */
interface Course {
  readonly start: Torrent;
  situation: Situation;
  /** The torrent of the situation is a copy that nobody has kept, so that the next effect can be written into it. */
  isOwn: boolean;
  /** From the first undecided rule on, as long as any may destroy. */
  tried: readonly Tried[];
  matched: readonly Rule[];
  undecided: readonly Doubt[];
  steps: readonly Step[];
}

interface Step {
  readonly rule: Rule;
  readonly action: Action;
  readonly effect?: Effect;
  /** What the effect changes; none: what the action asks for. */
  readonly changes?: readonly Change[];
  readonly stopped?: Refusal & Pick<PlannedAction, "found">;
}

const none: readonly never[] = [];

const begin = (torrent: Torrent, { server }: PlanContext): Course => ({
  start: torrent,
  situation: { torrent, wish: {}, server },
  isOwn: false,
  tried: none,
  matched: none,
  undecided: none,
  steps: none,
});

function follow(course: Course, ready: ReadyRule, outcome: Outcome, context: PlanContext): "on" | "last" | Source {
  const missing = isOpen(outcome) ? missingSource(outcome) : undefined;
  if (missing !== undefined) return missing;
  const isUndecided = outcome === UNKNOWN;
  if (isUndecided) course.undecided = [...course.undecided, { rule: ready.rule, torrent: keep(course).torrent }];
  const found = ready.mayDestroy && (isUndecided || course.tried.length > 0) ? keep(course) : undefined;
  const steps = course.steps.length;
  const next = outcome === TRUE ? take(course, ready, context) : "on";
  if (found !== undefined) {
    course.tried = [...course.tried, { ready, found, outcome, withheld: withheldSince(steps, course) }];
  }
  return next;
}

/** The situation as it is now, for good. */
function keep(course: Course): Situation {
  course.isOwn = false;
  return course.situation;
}

function withheldSince(first: number, { steps }: Course): string | undefined {
  const step = steps.slice(first).find(({ stopped }) => stopped?.outcome === "withheld");
  return step?.stopped?.reason;
}

function take(course: Course, ready: ReadyRule, context: PlanContext): "on" | "last" | Source {
  const { rule } = ready;
  course.matched = [...course.matched, rule];
  for (const action of rule.actions) {
    const step = attempt({ rule, action }, { course, ready, context });
    if (typeof step === "string") return step;
    course.steps = [...course.steps, step];
    if (step.effect !== undefined) advance(course, step.effect);
  }
  return rule.stopOnMatch || course.situation.wish.delete !== undefined ? "last" : "on";
}

interface Surroundings {
  readonly course: Course;
  readonly ready: ReadyRule;
  readonly context: PlanContext;
}

function attempt({ rule, action }: Pick<Step, "rule" | "action">, around: Surroundings): Step | Source {
  const { course } = around;
  const effect = action.effect(course.situation);
  const verdict = unclear(action, course.start) ?? guard({ action, effect }, around);
  if (typeof verdict === "string") return verdict;
  if (verdict !== undefined) return { rule, action, stopped: { ...verdict, found: keep(course).torrent } };
  if (effect === undefined) return { rule, action };
  return { rule, action, effect, changes: action.changes?.(course.situation) ?? none };
}

/** What an action asks for may be on its way already. */
function unclear(action: Action, start: Torrent): Refusal | undefined {
  const reason = action.unclear?.(start);
  return reason === undefined ? undefined : { outcome: "withheld", reason };
}

/** A torrent is a large thing: it is copied for the first effect, and again only where somebody has kept the copy. */
function advance(course: Course, { view, wish: added }: Effect): void {
  const { torrent: found, wish, server } = course.situation;
  const torrent = course.isOwn ? Object.assign(found, view) : { ...found, ...view };
  if (found.properties) Object.assign(torrent, { properties: propertiesAfter(found.properties, view) });
  course.situation = { torrent, wish: { ...wish, ...added }, server };
  course.isOwn = true;
}

/** The properties say some of it again, by the same names. */
function propertiesAfter(properties: Properties, view: Effect["view"]): Properties {
  const changed = Object.entries(view).filter(([key]) => Object.hasOwn(properties, key));
  return { ...properties, ...Object.fromEntries(changed) };
}

function finish(course: Course): TorrentPlan {
  const { start, situation: end, matched, undecided, steps } = course;
  const actions = steps.map((step) => settle(step, course));
  return { torrent: start, matched, undecided, actions, writes: writesOf(start, end.wish), end };
}

function settle(step: Step, course: Course): PlannedAction {
  const { rule, action, effect, changes = none, stopped } = step;
  if (stopped !== undefined) return { rule, action, ...stopped };
  const outcome = effect === undefined ? "skipped" : outcomeOf({ action, effect, changes }, course);
  return { rule, action, outcome };
}

/**
 * Compares the torrent's end with its start: an action counts as executed only if its effect, or a part of it, lasts and was
 * not there before. An effect that is alone does, and was not.
 */
function outcomeOf({ action, effect, changes }: Effective, course: Course): ActionOutcome {
  if (isAlone(action, course)) return "executed";
  const { start, situation: end } = course;
  if (end.wish.delete !== undefined) return action.aspect === "delete" ? "executed" : "superseded";
  if (action.relative === true) return "executed";
  const lasting = (changes.length === 0 ? [isDone(action)] : changes).filter((isSo) => isSo(end));
  if (lasting.length === 0) return "superseded";
  const before = { torrent: start, wish: otherWishes(end.wish, effect), server: end.server };
  return lasting.every((isSo) => isSo(before)) ? "skipped" : "executed";
}

type Effective = Pick<Required<Step>, "action" | "effect" | "changes">;

/** Nothing else has an effect on the torrent, or nothing that this one could have to do with. */
function isAlone({ aspect }: Action, { situation, steps }: Course): boolean {
  let all = 0;
  let same = 0;
  for (const { action, effect } of steps) {
    if (effect === undefined) continue;
    all++;
    if (action.aspect === aspect) same++;
  }
  return all === 1 || (same === 1 && selfContained.has(aspect) && situation.wish.delete === undefined);
}

/** What an action about one of these does hangs on nothing else of the torrent, and changes nothing that another goes by. */
const selfContained: ReadonlySet<Aspect> = new Set(["tags", "upload_limit", "download_limit", "category"]);

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
