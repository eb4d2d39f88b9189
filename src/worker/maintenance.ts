import { describe, toAppError } from "../errors.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { type Loop, createLoop, logBug } from "../lib/loop.ts";
import type { Queue } from "../queue/queue.ts";

export interface MaintenanceOptions {
  readonly queue: Queue;
  /** How long jobs that ended are kept, milliseconds. */
  readonly cleanupAfter: number;
  readonly clock: Clock;
  readonly log: Log;
}

const HOUR_MS = 3_600_000;

/** Deletes old jobs, at start and then every hour (every tenth of the retention, where that is shorter). */
export function createMaintenance({ queue, cleanupAfter, clock, log }: MaintenanceOptions): Loop {
  const rest = Math.min(HOUR_MS, Math.max(1_000, cleanupAfter / 10));
  return createLoop({
    clock,
    failed: logBug(log),
    turn: async (stopping) => {
      try {
        const pruned = await queue.prune(clock.now() - cleanupAfter, stopping);
        if (pruned > 0) log.info("Deleted old jobs", { jobs: pruned });
      } catch (thrown) {
        log.error("Cannot delete old jobs", { error: describe(toAppError(thrown)) });
      }
      return rest;
    },
  });
}
