import { AppError } from "../errors.ts";
import type { Clock } from "../lib/clock.ts";
import type { Quota } from "../lib/units.ts";
import type { TorrentPlan } from "./plan.ts";

/** Where it is kept how much was deleted, over all jobs and restarts. */
export interface Journal {
  /** Resolves when it is written down: before the request is sent. */
  recordDeletions(torrents: number): Promise<void>;
  /** `at` in milliseconds since 1970. */
  deletionsSince(at: number): Promise<number>;
}

const WINDOW_MS = 600_000;

/** Unless a limit is named: the larger of the two. */
const DEFAULT = { count: 10, part: 0.05 };

export interface Allowance {
  /** Torrents that may be deleted within 10 minutes. */
  readonly limit: number;
  /** Of these, already deleted. */
  readonly used: number;
}

/** Whether the size of the library has to be known to tell how many torrents may be deleted. */
export const needsLibrary = (quotas: readonly Quota[], wanted: number): boolean =>
  quotas.length === 0 ? wanted > DEFAULT.count : quotas.some((quota) => "part" in quota);

/** How many more torrents may be deleted; the strictest of the limits named holds. */
export async function allowance(
  quotas: readonly Quota[],
  library: number,
  { journal, clock }: { readonly journal: Journal; readonly clock: Clock },
): Promise<Allowance> {
  const limits = quotas.map((quota) => ("count" in quota ? quota.count : Math.floor(quota.part * library)));
  const limit = limits.length === 0 ? Math.max(DEFAULT.count, Math.floor(DEFAULT.part * library)) : Math.min(...limits);
  return { limit, used: await journal.deletionsSince(clock.now() - WINDOW_MS) };
}

/** Torrents that would go. */
export const deletions = (plans: readonly TorrentPlan[]): readonly TorrentPlan[] =>
  plans.filter(({ end }) => end.wish.delete !== undefined);

/** Named in the error one by one. */
const LISTED = 50;

export function tooManyDeletions(plans: readonly TorrentPlan[], { limit, used }: Allowance): AppError {
  const before = used === 0 ? "" : ` (${used} were deleted in the last 10 minutes)`;
  const rest = plans.length > LISTED ? [{ message: `and ${plans.length - LISTED} more` }] : [];
  return new AppError(
    "too_many_deletions",
    `Nothing was deleted or moved: the rules would delete ${plans.length} torrents, and ${limit} may be within 10 minutes${before}. All else was done`,
    {
      hint: `if they shall go, raise safety.max_deletions to ${plans.length + used} or more (rules file or --safety-max-deletions) and run the job again`,
      problems: [...plans.slice(0, LISTED).map(wouldDelete), ...rest],
    },
  );
}

function wouldDelete({ torrent, actions }: TorrentPlan): { message: string } {
  const rule = actions.findLast(({ action }) => action.aspect === "delete")?.rule.name;
  return { message: `${torrent.name} (${torrent.hash}), by rule "${rule}"` };
}
