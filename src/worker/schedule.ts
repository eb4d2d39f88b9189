import type { ScheduledJob } from "../config/schedule.ts";
import { describe, toAppError } from "../errors.ts";
import type { Clock } from "../lib/clock.ts";
import { nextTick } from "../lib/cron.ts";
import type { Log } from "../lib/log.ts";
import { createLoop } from "../lib/loop.ts";
import type { Queue } from "../queue/queue.ts";

export interface ScheduleOptions {
  readonly jobs: readonly Pick<ScheduledJob, "cron" | "context" | "dryRun">[];
  readonly timeZone: string;
  readonly queue: Pick<Queue, "enqueue" | "get">;
  /** Called after each enqueue. */
  readonly enqueued: () => void;
  /** Of servers that share a queue only the one that runs its jobs queues any: each of them has the same schedule. */
  readonly isRunner: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Times are milliseconds since 1970; counts are since the start. */
export interface EntryState {
  readonly cron: string;
  readonly context: string | null;
  readonly dryRun: boolean;
  /** Null: never. */
  readonly nextRun: number | null;
  /** When a job was last queued, and which; null before the first. */
  readonly lastRun: number | null;
  readonly lastJob: string | null;
  readonly queued: number;
  /** Ticks that queued nothing, since the job of the tick before had not ended. */
  readonly skipped: number;
  /** Of those queued, how many came a minute or more after their time. */
  readonly late: number;
}

export interface ScheduleState {
  readonly timeZone: string;
  readonly entries: readonly EntryState[];
}

export interface Schedule {
  start(): void;
  /** Idempotent. */
  stop(): Promise<void>;
  state(): ScheduleState;
}

/** A timer stands still while the machine sleeps, and knows nothing of a clock that is set: so the time is looked at this often. */
const LOOK_MS = 30_000;
const LATE_MS = 60_000;

/** Queues jobs when their time has come: for each entry one at a time, and after a long sleep one for all that were missed. */
export function createSchedule({ jobs, timeZone, queue, enqueued, isRunner, clock, log }: ScheduleOptions): Schedule {
  const entries = jobs.map((job) => createEntry(job, nextTick(job.cron, timeZone), clock.now()));
  let seen = clock.now();

  async function turn(): Promise<number> {
    const now = clock.now();
    // Without this, an entry would be silent until the clock is again where it was.
    if (now <= seen - LATE_MS) entries.forEach((entry) => entry.plan(now));
    seen = now;
    for (const entry of entries) {
      if (entry.due > now) continue;
      if (isRunner()) await tick(entry, now);
      else entry.plan(now);
    }
    // One that was due and is so still could not be queued; another may have become due meanwhile.
    const waits = entries.map(({ due }) => (due <= now ? LOOK_MS : Math.max(0, due - clock.now())));
    return Math.min(LOOK_MS, ...waits);
  }

  /** An entry whose job could not be queued stays due, and is tried again at the next look. */
  async function tick(entry: Entry, now: number): Promise<void> {
    const { context, dryRun } = entry.job;
    const about = { cron: entry.job.cron, ...(context !== null && { context }) };
    try {
      const before = entry.lastJob === null ? undefined : await queue.get(entry.lastJob);
      if (before?.status === "pending" || before?.status === "processing") {
        entry.skip();
        log.warn("Skipped, since the job before has not ended", { ...about, job: before.id, status: before.status });
      } else {
        const { id } = await queue.enqueue({ context, hash: null, dryRun, trace: false });
        entry.queue(id, now);
        enqueued();
        log.info("Queued on schedule", { ...about, job: id });
      }
      entry.plan(now);
    } catch (thrown) {
      log.error("Cannot queue a job on schedule", { ...about, error: describe(toAppError(thrown)) });
    }
  }

  const loop = createLoop({ clock, turn });
  return {
    start: () => {
      if (entries.length > 0) loop.start();
    },
    stop: () => loop.stop(),
    state: () => ({ timeZone, entries: entries.map((entry) => entry.state()) }),
  };
}

type Entry = ReturnType<typeof createEntry>;

/** What is known of one line of the schedule. */
function createEntry(job: ScheduleOptions["jobs"][number], next: (after: number) => number, now: number) {
  let due = next(now);
  let last: { readonly at: number; readonly job: string } | undefined;
  const counts = { queued: 0, skipped: 0, late: 0 };
  return {
    job,
    get due() {
      return due;
    },
    get lastJob() {
      return last?.job ?? null;
    },
    plan: (after: number) => {
      due = next(after);
    },
    queue: (id: string, at: number) => {
      last = { at, job: id };
      counts.queued++;
      if (at - due >= LATE_MS) counts.late++;
    },
    skip: () => {
      counts.skipped++;
    },
    state: (): EntryState => ({
      cron: job.cron,
      context: job.context,
      dryRun: job.dryRun,
      nextRun: due === Infinity ? null : due,
      lastRun: last?.at ?? null,
      lastJob: last?.job ?? null,
      ...counts,
    }),
  };
}
