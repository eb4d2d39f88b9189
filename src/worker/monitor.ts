import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { type Loop, createLoop, logBug } from "../lib/loop.ts";

export interface MonitorOptions {
  /** Looks at everything that health reports; what comes of it is remembered where it was asked. */
  readonly look: () => Promise<unknown>;
  /** Undefined while all is well; otherwise what is wrong with qBittorrent. */
  readonly trouble: () => string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

const REST_MS = 30_000;

/**
 * Looks after qBittorrent and the rules file from time to time, so that health answers from what is known and never waits,
 * and so that the log says when qBittorrent comes or goes, not only when a job needs it.
 */
export function createMonitor({ look, trouble, clock, log }: MonitorOptions): Loop {
  let before: string | undefined | null = null;
  return createLoop({
    clock,
    failed: logBug(log),
    turn: async () => {
      await look().catch(() => undefined);
      const now = trouble();
      if (now !== before && now !== undefined) log.warn("qBittorrent cannot be used", { why: now });
      if (now !== before && now === undefined) log.info("qBittorrent is there");
      before = now;
      return REST_MS;
    },
  });
}
