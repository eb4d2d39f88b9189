import type { ScheduledJob } from "../config/schedule.ts";
import { type Clock, isoTime } from "../lib/clock.ts";
import { nextTick } from "../lib/cron.ts";
import type { Log } from "../lib/log.ts";
import { createLoop, logBug } from "../lib/loop.ts";
import type { Job } from "../queue/job.ts";
import type { NextTurn, Queue, SkippedTurn, Turn } from "../queue/queue.ts";
import { createOutage } from "./outage.ts";
import { type Entry, type EntryState, MINUTE_MS, type Tick, createEntry } from "./schedule-entry.ts";

export interface ScheduleOptions {
  readonly jobs: readonly Pick<ScheduledJob, "cron" | "context" | "dryRun">[];
  /** Asked for only where there is something to schedule: the first look at time zones is a tenth of the start. */
  readonly timeZone: () => string;
  readonly queue: Pick<Queue, "enqueueTurn" | "get" | "keepTurns" | "lastTurn" | "skipTurn">;
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
 * Which time had its job last, or was skipped, stands in the queue, so that each has one however many servers share it, and
 * whichever of them died, or got no answer, in the midst of it. What came round while none of them ran the jobs is done by
 * the next that does.
 */
export function createSchedule({ jobs, timeZone, queue, enqueued, isRunner, clock, log }: ScheduleOptions): Schedule {
  const entries = jobs.map((job) => createEntry(job, nextTick(job.cron, timeZone()), clock.now()));
  let seen = clock.now();
  /** Whether the queue keeps no turns but of this schedule: an entry that comes back is new. */
  let hasForgotten = false;
  const outage = createOutage({
    log,
    begins: "Cannot queue jobs on schedule",
    ends: "Jobs can be queued on schedule again",
  });

  async function turn(): Promise<number> {
    const now = clock.now();
    // Without this, an entry would be silent until the clock is again where it was.
    if (now <= seen - MINUTE_MS) entries.forEach((entry) => entry.replan(now));
    seen = now;
    const outcomes: boolean[] = [];
    if (!hasForgotten && isRunner()) outcomes.push(await outage.attempt({}, forget));
    for (const entry of entries) {
      const tick = entry.open(now);
      if (tick === undefined || !isRunner()) continue;
      outcomes.push(await outage.attempt(about(entry), () => settle(entry, tick, now)));
    }
    outage.looked(outcomes);
    // Nothing is left to do, then or ever.
    if (entries.length === 0 && hasForgotten) void loop.stop();
    // What is open still, could not be queued, or not by this server.
    return Math.min(LOOK_MS, ...entries.map((entry) => Math.max(0, entry.restAt(clock.now()))));
  }

  async function forget(): Promise<void> {
    await queue.keepTurns(entries.map(({ series }) => series));
    hasForgotten = true;
  }

  /** An entry stays open until it is known that the tick had its turn. */
  async function settle(entry: Entry, { due, wasBefore }: Tick, now: number): Promise<void> {
    const last = await queue.lastTurn(entry.series);
    const before = last && (await queue.get(last.job));
    if (last !== undefined) entry.lastWas(last.job, before?.createdAt);
    const isSettled = last === undefined ? wasBefore : hadItsTurn(due, last, now);
    const { series } = entry;
    const take = () =>
      last !== undefined && before !== undefined && isUnfinished(before)
        ? skip(entry, { series, due, after: last.due }, before)
        : enqueue(entry, { series, due, after: last?.due }, now);
    if (isSettled || (await take())) entry.settle();
  }

  /** The queue remembers it, or it would be made up for once that job has ended. False: another server was quicker. */
  async function skip(entry: Entry, next: SkippedTurn, { id: job, status }: Job): Promise<boolean> {
    if (!(await queue.skipTurn(next))) return false;
    entry.skipped();
    log.warn("Skipped, since the job before has not ended", { ...about(entry), job, status });
    return true;
  }

  /** False: the same. */
  async function enqueue(entry: Entry, next: NextTurn, now: number): Promise<boolean> {
    const { context, dryRun } = entry.job;
    const job = await queue.enqueueTurn({ context, hash: null, dryRun, trace: false }, next);
    if (job === undefined) return false;
    const isLate = now - next.due >= MINUTE_MS;
    entry.lastWas(job.id, now);
    entry.queued(isLate);
    enqueued();
    log.info("Queued on schedule", { ...about(entry), job: job.id, ...(isLate && { due: isoTime(next.due) }) });
    return true;
  }

  const loop = createLoop({ clock, turn, failed: logBug(log) });
  return {
    start: () => loop.start(),
    stop: () => loop.stop(),
    state: () => ({ timeZone: timeZone(), entries: entries.map((entry) => entry.state()) }),
  };
}

/** A turn that lies ahead was taken by a clock that was wrong, and says nothing; clocks of servers may differ by a minute. */
const hadItsTurn = (due: number, last: Turn, now: number): boolean => due <= last.due && last.due <= now + MINUTE_MS;

const isUnfinished = ({ status }: Job): boolean => status === "pending" || status === "processing";

const about = ({ job: { cron, context } }: Entry) => ({ cron, ...(context !== null && { context }) });
