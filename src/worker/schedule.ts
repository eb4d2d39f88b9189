import type { ScheduledJob } from "../config/schedule.ts";
import { describe, toAppError } from "../errors.ts";
import { type Clock, isoTime } from "../lib/clock.ts";
import { nextTick } from "../lib/cron.ts";
import type { Log } from "../lib/log.ts";
import { createLoop, logBug } from "../lib/loop.ts";
import type { Job } from "../queue/job.ts";
import type { Queue, Turn } from "../queue/queue.ts";
import { type Entry, type EntryState, MINUTE_MS, type Tick, createEntry } from "./schedule-entry.ts";

export interface ScheduleOptions {
  readonly jobs: readonly Pick<ScheduledJob, "cron" | "context" | "dryRun">[];
  /** Asked for only where there is something to schedule: the first look at time zones is a tenth of the start. */
  readonly timeZone: () => string;
  readonly queue: Pick<Queue, "enqueueTurn" | "get" | "lastTurn">;
  /** Called after each enqueue. */
  readonly enqueued: () => void;
  /** Of servers that share a queue only the one that runs its jobs queues any: each of them has the same schedule. */
  readonly isRunner: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
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

/**
 * Queues jobs when their time has come: for each entry one at a time, and after a long sleep one for all that were missed.
 * Which time had its job last stands in the queue, so that each has one however many servers share it, and whichever of them
 * died, or got no answer, in the midst of it. What came round while none of them ran the jobs is done by the next that does.
 */
export function createSchedule({ jobs, timeZone, queue, enqueued, isRunner, clock, log }: ScheduleOptions): Schedule {
  const entries = jobs.map((job) => createEntry(job, nextTick(job.cron, timeZone()), clock.now()));
  let seen = clock.now();

  async function turn(): Promise<number> {
    const now = clock.now();
    // Without this, an entry would be silent until the clock is again where it was.
    if (now <= seen - MINUTE_MS) entries.forEach((entry) => entry.replan(now));
    seen = now;
    for (const entry of entries) {
      const tick = entry.open(now);
      if (tick !== undefined && isRunner()) await attempt(entry, tick, now);
    }
    // What is open still, could not be queued, or not by this server.
    return Math.min(LOOK_MS, ...entries.map((entry) => Math.max(0, entry.restAt(clock.now()))));
  }

  /** An entry whose job could not be queued stays open, and is tried again at the next look. */
  async function attempt(entry: Entry, tick: Tick, now: number): Promise<void> {
    try {
      if (await take(entry, tick, now)) entry.settle();
    } catch (thrown) {
      log.error("Cannot queue a job on schedule", { ...about(entry), error: describe(toAppError(thrown)) });
    }
  }

  /** False: another server was quicker. */
  async function take(entry: Entry, { due, wasBefore }: Tick, now: number): Promise<boolean> {
    const last = await queue.lastTurn(entry.series);
    const before = last && (await queue.get(last.job));
    if (last !== undefined) entry.lastWas(last.job, before?.createdAt ?? last.due);
    if (last === undefined ? wasBefore : hadItsTurn(due, last, now)) return true;
    if (before !== undefined && isUnfinished(before)) {
      entry.skipped();
      const why = { ...about(entry), job: before.id, status: before.status };
      log.warn("Skipped, since the job before has not ended", why);
      return true;
    }
    const { context, dryRun } = entry.job;
    const request = { context, hash: null, dryRun, trace: false };
    const job = await queue.enqueueTurn(request, { series: entry.series, due, after: last?.due });
    if (job === undefined) return false;
    const isLate = now - due >= MINUTE_MS;
    entry.lastWas(job.id, now);
    entry.queued(isLate);
    enqueued();
    log.info("Queued on schedule", { ...about(entry), job: job.id, ...(isLate && { due: isoTime(due) }) });
    return true;
  }

  const loop = createLoop({ clock, turn, failed: logBug(log) });
  return {
    start: () => {
      if (entries.length > 0) loop.start();
    },
    stop: () => loop.stop(),
    state: () => ({ timeZone: timeZone(), entries: entries.map((entry) => entry.state()) }),
  };
}

/** A turn that lies ahead was taken by a clock that was wrong, and says nothing; clocks of servers may differ by a minute. */
const hadItsTurn = (due: number, last: Turn, now: number): boolean => due <= last.due && last.due <= now + MINUTE_MS;

const isUnfinished = ({ status }: Job): boolean => status === "pending" || status === "processing";

const about = ({ job: { cron, context } }: Entry) => ({ cron, ...(context !== null && { context }) });
