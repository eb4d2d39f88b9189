import type { Action, Effect, Situation } from "../../actions/action.ts";
import { toTorrent } from "../../qbittorrent/torrent.ts";
import { OTHER } from "./cell.ts";

/**
 * Torrents as different as actions can tell: about one nothing is known, the others are in every respect one thing and the
 * other. Their tags are those that the actions name.
 */
export function imaginedFor(actions: readonly Action[]): readonly Situation[] {
  const tags = actions.flatMap(({ params }) => [params["tag"], params["tags"]].flat()).join(",");
  return rows.flatMap((row) => {
    const torrent = toTorrent({ hash: "", name: "", ...row, ...("tags" in row && { tags }) });
    return torrent === undefined ? [] : [{ torrent, wish: {}, server: { name: "", has: () => true } }];
  });
}

const running = {
  tags: "",
  state: "uploading",
  category: OTHER,
  save_path: `/${OTHER}`,
  priority: 5,
  up_limit: 1,
  dl_limit: 1,
  ratio_limit: 9998,
  seeding_time_limit: 1,
  inactive_seeding_time_limit: 1,
  share_limit_action: OTHER,
  auto_tmm: false,
  force_start: false,
  seq_dl: false,
  super_seeding: false,
};

const stopped = { ...running, state: "stoppedUP", auto_tmm: true, seq_dl: true, super_seeding: true };

const rows: readonly Readonly<Record<string, unknown>>[] = [
  {},
  running,
  stopped,
  { ...running, state: "forcedUP", force_start: true },
];

/** The situation after an action, and what it did; `effect` is undefined where it found nothing to do. */
export interface Step {
  readonly before: Situation;
  readonly effect: Effect | undefined;
  readonly after: Situation;
}

/** What actions do one after another. */
export function follow(actions: readonly Action[], start: Situation): readonly Step[] {
  let before = start;
  return actions.map((action) => {
    const effect = action.effect(before);
    const after =
      effect === undefined
        ? before
        : { ...before, torrent: { ...before.torrent, ...effect.view }, wish: { ...before.wish, ...effect.wish } };
    const step = { before, effect, after };
    before = after;
    return step;
  });
}

/** What later rules may find otherwise, by the names of `torrents/info`. */
export const changedBy = (actions: readonly Action[]): ReadonlySet<string> =>
  new Set(
    imaginedFor(actions).flatMap((start) => actions.flatMap((action) => Object.keys(action.effect(start)?.view ?? {}))),
  );
