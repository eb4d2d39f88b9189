import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { type Loop, createLoop, logBug } from "../lib/loop.ts";

export interface MonitorOptions {
  /** Looks at everything that health reports; what comes of it is remembered where it was asked. */
  readonly look: () => Promise<unknown>;
  /** `error` says what is wrong with qBittorrent; null while all is well. */
  readonly connection: () => { readonly version: string | null; readonly error: string | null };
  readonly clock: Clock;
  readonly log: Log;
}

const REST_MS = 30_000;

/**
 * Looks after qBittorrent and the rules file from time to time, so that health answers from what is known and never waits,
 * and so that the log says when qBittorrent comes or goes, not only when a job needs it.
 */
export function createMonitor({ look, connection, clock, log }: MonitorOptions): Loop {
  /** Undefined: nobody has looked yet. */
  let before: string | null | undefined;
  return createLoop({
    clock,
    failed: logBug(log),
    turn: async () => {
      await look().catch(() => undefined);
      const { version, error } = connection();
      if (error !== before && error !== null) log.warn("qBittorrent cannot be used", { why: error });
      if (error !== before && error === null) log.info("qBittorrent is there", { version });
      before = error;
      return REST_MS;
    },
  });
}
