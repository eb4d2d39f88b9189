import type { Action, Effect, Situation } from "../../src/actions/action.ts";
import { type ActionType, actions, writesOf } from "../../src/actions/catalogue.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import type { Write } from "../../src/qbittorrent/writes.ts";
import { aServer } from "../support/builders.ts";

/** The action, whose parameters must be right. */
export function actionOf(type: ActionType, params: Readonly<Record<string, unknown>> = {}): Action {
  const bound = actions[type].bind(type, params);
  if (!bound.ok) throw new Error(bound.issues.map(({ message }) => message).join("\n"));
  return bound.action;
}

export const isAccepted = (type: ActionType, params: unknown): boolean => actions[type].bind(type, params).ok;

/** What is wrong with the parameters; "" where they are right. */
export function complaint(type: ActionType, params: unknown): string {
  const bound = actions[type].bind(type, params);
  return bound.ok ? "" : bound.issues.map(({ message }) => message).join("\n");
}

/** A torrent that no action has touched. */
export const untouched = (torrent: Torrent, server = aServer()): Situation => ({ torrent, wish: {}, server });

/** What the action does to an untouched torrent; undefined where the torrent is already as it asks. */
export const effectOn = (torrent: Torrent, action: Action): Effect | undefined => action.effect(untouched(torrent));

/** What becomes of a torrent, one action after the other. */
export function course(torrent: Torrent, steps: readonly Action[], server = aServer()): Situation {
  let situation = untouched(torrent, server);
  for (const action of steps) {
    const effect = action.effect(situation);
    if (effect === undefined) continue;
    situation = {
      server,
      torrent: { ...situation.torrent, ...effect.view },
      wish: { ...situation.wish, ...effect.wish },
    };
  }
  return situation;
}

/** All that has to be asked of the server so that the torrent ends as these actions leave it. */
export const writesAfter = (torrent: Torrent, ...steps: readonly Action[]): Write[] =>
  writesOf(torrent, course(torrent, steps).wish).map(({ write }) => write);

/** A row without share limits of its own, as `torrents/info` says it: minutes, -2 for the global limit, -1 for none. */
export const unset: Readonly<Record<string, unknown>> = {
  ratio_limit: -2,
  seeding_time_limit: -2,
  inactive_seeding_time_limit: -2,
  max_ratio: -1,
  max_seeding_time: -1,
  max_inactive_seeding_time: -1,
  share_limit_action: "Default",
  share_limits_mode: "Default",
};
