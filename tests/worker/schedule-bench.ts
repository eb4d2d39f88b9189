import { isoTime } from "../../src/lib/clock.ts";
import { createUuidV7 } from "../../src/lib/uuid.ts";
import type { Job } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { createSchedule, type ScheduleOptions } from "../../src/worker/schedule.ts";
import { manualClock } from "../support/clock.ts";
import { logLines } from "../support/log-lines.ts";
import { createMemoryQueue } from "../support/memory-queue.ts";

/** What servers share. */
export type SharedQueue = ReturnType<typeof sharedQueue>;

/** A queue in memory; nothing takes jobs from it but the test. By default it is 2026-01-01T00:00:00Z. */
export function sharedQueue(start?: string) {
  const clock = manualClock(start === undefined ? undefined : Date.parse(start));
  const queue = createMemoryQueue({ clock, createId: createUuidV7(() => clock.now()) });
  return {
    queue,
    clock,
    advance: (ms: number) => clock.advance(ms),
    jump: (ms: number) => clock.jump(ms),
    /** All jobs, oldest first. */
    queued: async () => {
      const { jobs: found } = await queue.list({ limit: 1000, offset: 0 });
      return found.toReversed();
    },
    /** Ends all jobs that wait. */
    runAll: async () => {
      for (let claim = await queue.claim(1000); claim !== undefined; claim = await queue.claim(1000))
        await queue.complete(claim, new Map());
    },
  };
}

export interface ScheduleBenchOptions {
  readonly jobs: readonly Partial<ScheduleOptions["jobs"][number]>[];
  readonly timeZone?: string;
  readonly start?: string;
  readonly through?: (queue: Queue) => Queue;
  readonly isRunner?: () => boolean;
  /** Otherwise it has one of its own. */
  readonly shared?: SharedQueue;
}

/** A started schedule. */
export function scheduleBench({
  jobs,
  timeZone = "UTC",
  start,
  through = (queue) => queue,
  isRunner = () => true,
  shared = sharedQueue(start),
}: ScheduleBenchOptions) {
  const logging = logLines("INFO");
  let wakes = 0;
  const schedule = createSchedule({
    jobs: jobs.map((job) => ({ cron: "* * * * *", context: null, dryRun: false, ...job })),
    timeZone: () => timeZone,
    queue: through(shared.queue),
    enqueued: () => void wakes++,
    isRunner,
    clock: shared.clock,
    log: logging.log.getChild("schedule"),
  });
  schedule.start();
  return {
    ...shared,
    schedule,
    lines: logging.lines,
    wakes: () => wakes,
    first: () => schedule.state().entries[0],
    [Symbol.asyncDispose]: async () => {
      await schedule.stop();
      logging.close();
    },
  };
}

export const times = (jobs: readonly Pick<Job, "createdAt">[]) =>
  jobs.map(({ createdAt }) => isoTime(createdAt).slice(5, 16));
