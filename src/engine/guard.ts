import type { Action, Effect, Situation } from "../actions/action.ts";
import type { Source } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Rule } from "../rules/rule.ts";
import { FALSE, TRUE, either, isOpen, missingSource } from "../rules/truth.ts";
import { type Tried, reasonToWithhold } from "./doubt.ts";
import { lacking } from "./lacking.ts";
import type { PlanContext, ReadyRule } from "./prepare.ts";
import type { Sent } from "./sent.ts";

/** Why an action is not carried out. */
export interface Refusal {
  readonly outcome: "withheld" | "failed" | "skipped";
  readonly reason: string;
}

interface Attempt {
  readonly action: Action;
  /** Undefined: there is nothing to do. */
  readonly effect: Effect | undefined;
}

interface Done extends Attempt {
  readonly effect: Effect;
}

interface Surroundings {
  readonly course: { readonly start: Torrent; readonly situation: Situation; readonly tried: readonly Tried[] };
  readonly ready: ReadyRule;
  readonly context: PlanContext;
}

/**
 * What stands against an action on a torrent: a server that cannot do it, and, if it destroys, doubt, protection and data
 * that others use. The name of a source: that has to be asked for first.
 */
export function guard(
  { action, effect }: Attempt,
  { course, ready, context }: Surroundings,
): Refusal | Source | undefined {
  const lacked = lacking(action, context.server);
  if (lacked !== undefined) {
    return { outcome: "failed", reason: `${lacked.what} needs qBittorrent ${lacked.release} or newer` };
  }
  if (effect === undefined) return undefined;
  const sent = context.sent && sentBefore({ action, effect }, course.start, ready.rule, context.sent);
  if (sent !== undefined) return sent;
  const destroys = destroysIn(course.situation, action);
  if (destroys === false) return undefined;
  const kept = protection(course, context);
  const reason =
    reasonToWithhold({ action, effect }, course.tried, ready, context) ?? sharing(effect, course.start, context);
  // Protection is the better reason, but nothing is fetched for it where there is another one.
  const objection: Refusal | Source | undefined =
    typeof kept === "object" || reason === undefined ? kept : { outcome: "withheld", reason };
  // Whether it destroys has to be known only where something stands against that.
  return objection === undefined || destroys === true ? objection : destroys;
}

const destroysIn = (situation: Situation, { destructive }: Action): boolean | Source =>
  destructive?.(situation) ?? false;

function sentBefore({ action, effect }: Done, start: Torrent, rule: Rule, sent: Sent): Refusal | undefined {
  if (sent.has(start.hash, rule, action))
    return { outcome: "skipped", reason: "it was sent before the job was cut off" };
  if (effect.wish.delete === undefined || !sent.deletedBefore(start)) return undefined;
  const reason = "this job deleted a torrent of that hash before it was cut off, and this one was added since";
  return { outcome: "withheld", reason };
}

/** As the pass found it and as earlier rules left it: either protects. */
function protection(
  { start, situation }: Surroundings["course"],
  { protect }: PlanContext,
): Refusal | Source | undefined {
  const found = [start, situation.torrent].flatMap((torrent) =>
    protect.map(({ holds, where }) => ({ outcome: holds(torrent), where })),
  );
  const protects = found.find(({ outcome }) => outcome === TRUE);
  if (protects !== undefined) return { outcome: "withheld", reason: `the torrent is protected (${protects.where})` };
  const outcome = found.map((entry) => entry.outcome).reduce(either, FALSE);
  if (isOpen(outcome)) return missingSource(outcome);
  const open = found.find((entry) => entry.outcome !== FALSE);
  if (open === undefined) return undefined;
  return { outcome: "withheld", reason: `whether the torrent is protected cannot be told (${open.where})` };
}

function sharing({ wish }: Effect, { hash }: Torrent, { shared }: PlanContext): string | undefined {
  const wanted = wish.delete;
  if (wanted === undefined || !wanted.files || wanted.evenIfShared === true) return undefined;
  return shared?.get(hash);
}
