import type { Action, Effect, Wish } from "../../src/actions/action.ts";
import { type ActionType, actions, writesOf } from "../../src/actions/catalogue.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import type { Write } from "../../src/qbittorrent/writes.ts";

/** The action, whose parameters must be right. */
export function actionOf(type: ActionType, params: Readonly<Record<string, unknown>> = {}): Action {
  const bound = actions[type].bind(type, params);
  if (!bound.ok) throw new Error(bound.issues.map(({ message }) => message).join("\n"));
  return bound.action;
}

export const isAccepted = (type: ActionType, params: unknown): boolean => actions[type].bind(type, params).ok;

/** What the action does to an untouched torrent; undefined where the torrent is already as it asks. */
export const effectOn = (torrent: Torrent, action: Action): Effect | undefined => action.effect({ torrent, wish: {} });

/** What becomes of a torrent, one action after the other. */
export function course(torrent: Torrent, steps: readonly Action[]): { readonly torrent: Torrent; readonly wish: Wish } {
  let situation = { torrent, wish: {} };
  for (const action of steps) {
    const effect = action.effect(situation);
    if (effect === undefined) continue;
    situation = { torrent: { ...situation.torrent, ...effect.view }, wish: { ...situation.wish, ...effect.wish } };
  }
  return situation;
}

/** All that has to be asked of the server so that the torrent ends as these actions leave it. */
export const writesAfter = (torrent: Torrent, ...steps: readonly Action[]): Write[] =>
  [...writesOf(torrent, course(torrent, steps).wish).values()].flat();
