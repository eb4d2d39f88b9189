import type * as v from "valibot";
import type { Server, ServerSource } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Release } from "../qbittorrent/versions.ts";
import type { QueueMove, ShareLimit, ShareLimitAction, Write } from "../qbittorrent/writes.ts";

/**
 * What a torrent shall be at the end, as far as rules have said. Kept apart from what is observed: "start" is a wish, and
 * the state it leads to (downloading, stalled, queued) is the server's to say.
 */
export interface Wish {
  readonly running?: "stopped" | "started" | "forced";
  /** The force is to end: also where the torrent is stopped and started again meanwhile, which alone leaves it as it was. */
  readonly unforced?: boolean;
  readonly category?: string;
  /** All that it shall have; where it is not known which it has, those that it shall have besides. */
  readonly tags?: readonly string[];
  /** Where that is not known, those that it shall not have. */
  readonly withoutTags?: readonly string[];
  readonly uploadLimit?: number;
  readonly downloadLimit?: number;
  readonly shareLimits?: WantedShareLimits;
  readonly location?: WantedLocation;
  readonly superSeeding?: boolean;
  readonly sequentialDownload?: boolean;
  /** In the order of the rules: each moves the torrent from where the one before left it. */
  readonly queueMoves?: readonly QueueMove[];
  readonly recheck?: true;
  readonly reannounce?: true;
  readonly delete?: { readonly files: boolean; readonly evenIfShared?: boolean };
}

/** What is not named stays as it is. Times are seconds. */
export interface WantedShareLimits {
  readonly ratio?: ShareLimit;
  readonly seedingTime?: ShareLimit;
  readonly inactiveSeedingTime?: ShareLimit;
  readonly whenReached?: ShareLimitAction;
}

/** Where the data is to be: where qBittorrent puts it, at a path, or where it is. */
export interface WantedLocation {
  readonly managed: boolean;
  readonly path?: string;
  /**
   * The end of automatic management was asked for by itself: it lasts where the data moves and comes back, while a place ends
   * it only with a move.
   */
  readonly unmanaged?: true;
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

/**
 * The side of a torrent that an action is about. Wishes about one aspect supersede each other, and requests are sent in this
 * order, so that each finds what the rules took for granted:
 * - the place of the data first, and the end of automatic management: what stays unmanaged must not follow its category;
 * - limits of the torrent's own before a category that may have others;
 * - automatic management after the category: the data moves once, to where it belongs in the end;
 * - the place in the queue before the start, which goes by it;
 * - a recheck of what was stopped or started, and then the trackers;
 * - deletes last.
 */
export const aspects = [
  "location",
  "share_limits",
  "category",
  "auto_management",
  "tags",
  "upload_limit",
  "download_limit",
  "sequential_download",
  "super_seeding",
  "queue",
  "running",
  "recheck",
  "reannounce",
  "delete",
] as const;

export type Aspect = (typeof aspects)[number];

/** What to ask of the server so that the torrent becomes what was wished; nothing when it is so already. */
export type WritesOf = (before: Torrent, wish: Wish) => readonly Write[];

/** One of the things that an action changes: whether it is so. */
export type Change = (situation: Situation) => boolean;

export interface Behaviour {
  /** Undefined: the torrent is already as the action asks. */
  readonly effect: (situation: Situation) => Effect | undefined;
  /**
   * Why it cannot be told whether the torrent is as the action asks, by how the pass found it: then it is left alone, and the
   * action is withheld. Undefined: it can be told.
   */
  readonly unclear?: ((start: Torrent) => string | undefined) | undefined;
  /** Of an action that changes several things, those that its effect changes here: of some, only a part may last. */
  readonly changes?: ((situation: Situation) => readonly Change[]) | undefined;
  /**
   * Whether it removes or moves something here, which no later rule can undo. The name of a source: it hangs on that, and
   * that was not fetched yet. Left out: it never does.
   */
  readonly destructive?: ((situation: Situation) => boolean | ServerSource) | undefined;
}

/** An action with its parameters: plain data to show, and what it does. */
export interface Action extends Behaviour {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly aspect: Aspect;
  /** Adds to what was wished before instead of replacing it, so that nothing supersedes it but the torrent's end. */
  readonly relative?: true | undefined;
  /** Left out: every server can do it. On an older one the action fails, and says what for. */
  readonly needs?: { readonly release: Release; readonly what: string } | undefined;
}

/**
 * An action type, also as documentation: `about` says in one line what it does, and `params` is the valibot schema of its
 * parameters, a strict object whose entries carry a `v.description` each. Made into a JSON Schema by its input side
 * (`typeMode: "input"`, checks left out), it describes what may be written.
 */
export interface ActionDefinition {
  readonly about: string;
  readonly params: v.GenericSchema;
  /** Issues of `params` when they do not fit. */
  bind(type: string, params: unknown): Bound;
}

export type Bound =
  | { readonly ok: true; readonly action: Action }
  | { readonly ok: false; readonly issues: readonly v.BaseIssue<unknown>[] };
