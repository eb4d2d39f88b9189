import type { Action, Effect, Situation } from "../actions/action.ts";
import type { Source } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { FALSE, TRUE, isOpen, missingSource } from "../rules/truth.ts";
import { type Tried, reasonToWithhold } from "./doubt.ts";
import type { PlanContext, ReadyRule } from "./prepare.ts";

/** Why an action is not carried out. */
export interface Refusal {
  readonly outcome: "withheld" | "failed";
  readonly reason: string;
}

interface Attempt {
  readonly action: Action;
  /** Undefined: there is nothing to do. */
  readonly effect: Effect | undefined;
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
  const { needs } = action;
  if (needs !== undefined && !context.server.has(needs.release)) {
    return { outcome: "failed", reason: `${needs.what} needs qBittorrent ${needs.release} or newer` };
  }
  if (effect === undefined) return undefined;
  const destroys = action.destructive(course.situation);
  if (destroys === false) return undefined;
  if (destroys !== true) return destroys;
  const reason = reasonToWithhold(course.tried, ready, context) ?? sharing(effect, course.start, context);
  if (reason !== undefined) return { outcome: "withheld", reason };
  return protection(course, context);
}

/** As the pass found it and as earlier rules left it: either protects. */
function protection(
  { start, situation }: Surroundings["course"],
  { protect }: PlanContext,
): Refusal | Source | undefined {
  if (protect === undefined) return undefined;
  const found = [protect.holds(start), protect.holds(situation.torrent)];
  if (found.includes(TRUE)) return { outcome: "withheld", reason: "the torrent is protected" };
  const missing = found.filter(isOpen).map(missingSource)[0];
  if (missing !== undefined) return missing;
  if (found.every((outcome) => outcome === FALSE)) return undefined;
  return { outcome: "withheld", reason: "whether the torrent is protected cannot be told" };
}

function sharing({ wish }: Effect, { hash }: Torrent, { shared }: PlanContext): string | undefined {
  const wanted = wish.delete;
  if (wanted === undefined || !wanted.files || wanted.evenIfShared === true) return undefined;
  return shared?.get(hash);
}
