import type { Action, Effect, Situation } from "../../actions/action.ts";
import { toTorrent } from "../../qbittorrent/torrent.ts";
import { OTHER } from "./cell.ts";

/**
 * Torrents as different as actions can tell: about one nothing is known, others are in every respect one thing and the
 * other. Some are as an action asks already; tags are those that the actions name, and one more.
 */
export function imaginedFor(actions: readonly Action[]): readonly Situation[] {
  const tags = actions
    .flatMap(({ params }) => [params["tag"], params["tags"]].flat())
    .concat(OTHER)
    .join(",");
  const named = (param: string) => [...new Set([undefined, ...actions.map(({ params }) => params[param])])];
  return rows.flatMap((row) =>
    named("category").flatMap((category) =>
      named("path").flatMap((path) => {
        const already = { ...(category !== undefined && { category }), ...(path !== undefined && { save_path: path }) };
        const torrent = toTorrent({ hash: "", name: "", ...row, ...("tags" in row && { tags }), ...already });
        return torrent === undefined ? [] : [{ torrent, wish: {}, server: { name: "", has: () => true } }];
      }),
    ),
  );
}

const states = ["uploading", "stoppedUP", "forcedUP", "checkingUP", "moving"];

const one = {
  tags: "",
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
  seq_dl: false,
  super_seeding: false,
};

const other = { ...one, auto_tmm: true, seq_dl: true, super_seeding: true };

/** A torrent that is checked or moved may be forced or not. */
const rows: readonly Readonly<Record<string, unknown>>[] = [
  {},
  ...states.map((state) => ({ ...one, state, force_start: state === "forcedUP" })),
  ...states.map((state) => ({ ...other, state, force_start: !["uploading", "stoppedUP"].includes(state) })),
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
    actions.flatMap((action) =>
      imaginedFor([action]).flatMap((start) => Object.keys(action.effect(start)?.view ?? {})),
    ),
  );
