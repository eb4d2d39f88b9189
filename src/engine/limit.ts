import { AppError } from "../errors.ts";
import type { Quota } from "../lib/units.ts";
import type { TorrentPlan } from "./plan.ts";

/** Where it is kept how much was deleted, over all jobs and restarts. */
export interface Journal {
  /** Resolves when it is written down: before the request is sent. */
  recordDeletions(torrents: number): Promise<void>;
  /** `at` in milliseconds since 1970. */
  deletionsSince(at: number): Promise<number>;
}

/** How far back deletions count. */
export const WINDOW_MS = 600_000;

/** Unless a limit is named: the larger of the two. */
const DEFAULT = { count: 10, part: 0.05 };

/** Whether so many deletions are too many or not hangs on the size of the library. */
export const needsLibrary = (quotas: readonly Quota[], deletions: number): boolean =>
  quotas.length === 0 ? deletions > DEFAULT.count : quotas.some((quota) => "part" in quota);

/** Torrents that may be deleted within the window; the strictest of the limits named holds. */
export function limitOf(quotas: readonly Quota[], library: number): number {
  const limits = quotas.map((quota) => ("count" in quota ? quota.count : wholePart(quota.part, library)));
  return limits.length === 0 ? Math.max(DEFAULT.count, Math.floor(DEFAULT.part * library)) : Math.min(...limits);
}

/** 29 % of 100 is 29, also for a computer. */
const wholePart = (part: number, library: number): number => Math.floor(part * library + 1e-6);

/** A plan that deletes more than may be. */
export interface Excess {
  /** Torrents that would go. */
  readonly plans: readonly TorrentPlan[];
  readonly limit: number;
  /** Somebody has named it. */
  readonly isNamed: boolean;
  /** Deleted within the window already. */
  readonly used: number;
}

/** Torrents that would go. */
export const deletions = (plans: readonly TorrentPlan[]): readonly TorrentPlan[] =>
  plans.filter(({ end }) => end.wish.delete !== undefined);

/** Named in the error one by one. */
const LISTED = 50;

export function tooManyDeletions({ plans, limit, isNamed, used }: Excess, dryRun: boolean): AppError {
  const enough = plans.length + used;
  const allow = isNamed
    ? `raise safety.max_deletions to ${enough} or more where it is set (the rules file, config.yml or the server's environment)`
    : `write "safety: {max_deletions: ${enough}}" into the rules file`;
  const done = dryRun
    ? "Nothing would be deleted or moved, and all else would be done"
    : "Nothing was deleted or moved, and all else was done";
  const before = used === 0 ? "" : `; ${used} went already`;
  const rest = plans.length > LISTED ? [{ message: `and ${plans.length - LISTED} more` }] : [];
  return new AppError(
    "too_many_deletions",
    `${done}: the rules would delete ${torrents(plans.length)}, and only ${limit} may be deleted within 10 minutes${before}`,
    {
      hint: `look at the rules first (--dry-run --trace); if the torrents shall go, ${allow} and run the job again`,
      problems: [...plans.slice(0, LISTED).map(wouldDelete), ...rest],
    },
  );
}

const torrents = (count: number): string => (count === 1 ? "1 torrent" : `${count} torrents`);

function wouldDelete({ torrent, actions }: TorrentPlan): { message: string } {
  const rule = actions.findLast(({ action, outcome }) => action.aspect === "delete" && outcome === "executed")?.rule;
  return { message: `${torrent.name} (${torrent.hash}), by rule "${rule?.name ?? ""}"` };
}
