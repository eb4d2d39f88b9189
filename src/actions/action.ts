import type * as v from "valibot";
import type { Server, ServerSource } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Release } from "../qbittorrent/versions.ts";
import type { Write } from "../qbittorrent/writes.ts";

/**
 * What a torrent shall be at the end, as far as rules have said. Kept apart from what is observed: "start" is a wish, and
 * the state it leads to (downloading, stalled, queued) is the server's to say.
 */
export interface Wish {
  readonly running?: "stopped" | "started" | "forced" | "unforced";
  readonly category?: string;
  readonly tags?: readonly string[];
  readonly uploadLimit?: number;
  readonly downloadLimit?: number;
  readonly recheck?: true;
  readonly reannounce?: true;
  readonly delete?: { readonly files: boolean };
}

/** A torrent in the middle of a run: as earlier actions left it, and what they have wished for. */
export interface Situation {
  readonly torrent: Torrent;
  readonly wish: Wish;
  readonly server: Server;
}

/** How an action changes the situation: the wish it adds, and what later rules then see. */
export interface Effect {
  readonly wish: Wish;
  readonly view: Partial<Torrent>;
}

/** The side of a torrent that an action is about. Wishes about one aspect supersede each other. */
export const aspects = [
  "category",
  "tags",
  "upload_limit",
  "download_limit",
  "running",
  "recheck",
  "reannounce",
  "delete",
] as const;

export type Aspect = (typeof aspects)[number];

/** What to ask of the server so that the torrent becomes what was wished; nothing when it is so already. */
export type WritesOf = (before: Torrent, wish: Wish) => readonly Write[];

export interface Behaviour {
  /** Undefined: the torrent is already as the action asks. */
  readonly effect: (situation: Situation) => Effect | undefined;
  /**
   * Whether it removes or moves something here, which no later rule can undo. The name of a source: it hangs on that, and
   * that was not fetched yet.
   */
  readonly destructive: (situation: Situation) => boolean | ServerSource;
}

/** An action with its parameters: plain data to show, and what it does. */
export interface Action extends Behaviour {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly aspect: Aspect;
  /** Left out: every server can do it. On an older one the action fails, and says what for. */
  readonly needs?: { readonly release: Release; readonly what: string } | undefined;
}

export interface ActionDefinition {
  readonly params: v.GenericSchema;
  /** Issues of `params` when they do not fit. */
  bind(type: string, params: unknown): Bound;
}

export type Bound =
  | { readonly ok: true; readonly action: Action }
  | { readonly ok: false; readonly issues: readonly v.BaseIssue<unknown>[] };
