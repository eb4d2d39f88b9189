import type { Action } from "../actions/action.ts";
import type { Server } from "../qbittorrent/facts.ts";

/** What an action needs that the server is too old for, so that it fails there; undefined: the server can do it. */
export const lacking = ({ needs }: Action, { has }: Server): Action["needs"] =>
  needs === undefined || has(needs.release) ? undefined : needs;
