import type { ScheduledJob } from "../config/schedule.ts";

/** Times are milliseconds since 1970; counts are since the start. */
export interface EntryState {
  readonly cron: string;
  readonly context: string | null;
  readonly dryRun: boolean;
  /** Null: never. */
  readonly nextRun: number | null;
  /** When a job was last queued, and which, by whatever server that shares the queue; null where that is not known. */
  readonly lastRun: number | null;
  readonly lastJob: string | null;
  readonly queued: number;
  /** Ticks that queued nothing, since the job of the tick before had not ended. */
  readonly skipped: number;
  /** Of those queued, how many came a minute or more after their time. */
  readonly late: number;
}

/** A time that came round, and that is not settled: its job is not queued yet, or nobody knows whether it is. */
export interface Tick {
  readonly due: number;
  /** It came before this server started, and concerns it only if the series was under way then. */
  readonly wasBefore: boolean;
}

export const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A time is made up for that came round at most so long before the start. */
const MADE_UP_MS = HOUR_MS;

export type Entry = ReturnType<typeof createEntry>;

/** What is known of one line of the schedule. */
export function createEntry(
  job: Pick<ScheduledJob, "cron" | "context" | "dryRun">,
  next: (after: number) => number,
  now: number,
) {
  let upcoming = next(now);
  const missed = latest(next, now - MADE_UP_MS, now);
  let open: Tick | undefined = missed === undefined ? undefined : { due: missed, wasBefore: true };
  let last: { readonly at: number | undefined; readonly job: string } | undefined;
  const counts = { queued: 0, skipped: 0, late: 0 };
  return {
    job,
    /** The same for all servers, and after a restart. */
    series: JSON.stringify([job.cron, job.context, job.dryRun]),
    /** What has to be settled now; of several that came round meanwhile the latest stands for all. */
    open: (at: number): Tick | undefined => {
      if (upcoming <= at) {
        open = { due: latest(next, upcoming - 1, at) ?? upcoming, wasBefore: false };
        upcoming = next(at);
      }
      return open;
    },
    /** When to look again, milliseconds from then; 0 or less: at once. */
    restAt: (at: number): number => upcoming - at,
    settle: (): void => {
      open = undefined;
    },
    /** Forgets what was planned by a clock that was wrong. */
    replan: (at: number): void => {
      upcoming = next(at);
      open = undefined;
    },
    /** Undefined: the job is no longer kept. */
    lastWas: (id: string, at: number | undefined): void => {
      last = { at, job: id };
    },
    queued: (late: boolean): void => {
      counts.queued++;
      if (late) counts.late++;
    },
    skipped: (): void => {
      counts.skipped++;
    },
    state: (): EntryState => ({
      cron: job.cron,
      context: job.context,
      dryRun: job.dryRun,
      nextRun: upcoming === Infinity ? null : upcoming,
      lastRun: last?.at ?? null,
      lastJob: last?.job ?? null,
      ...counts,
    }),
  };
}

/**
 * The last tick after one time and not after the other. Found by going forward, since that alone tells for sure which ticks
 * there are when clocks change; from near the end, if there is one there, for a clock may jump by years.
 */
function latest(next: (after: number) => number, after: number, until: number): number | undefined {
  for (const span of [HOUR_MS, DAY_MS, 366 * DAY_MS]) {
    let found = next(Math.max(after, until - span));
    if (found > until) continue;
    for (let tick = found; tick <= until; tick = next(tick)) found = tick;
    return found;
  }
  return undefined;
}
