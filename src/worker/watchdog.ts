import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { createLoop, logBug } from "../lib/loop.ts";

export interface WatchdogOptions {
  /** Grows with all that gets done, and with every look that finds nothing to do. */
  readonly signs: () => number;
  /** The job that runs. */
  readonly job: () => string | undefined;
  /** How long there may be no sign, milliseconds. */
  readonly patience: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Watchdog {
  start(): void;
  stop(): Promise<void>;
  /** There has been no sign for longer than can be explained. That stays so: whoever sees it ends the server. */
  readonly hangs: boolean;
  /** Resolves as soon as it hangs. */
  readonly hung: Promise<void>;
}

const LOOK_MS = 30_000;

/** Notices when the worker hangs: what waits for ever throws nothing, so that nobody else would tell. */
export function createWatchdog({ signs, job, patience, clock, log }: WatchdogOptions): Watchdog {
  let seen: number | undefined;
  /** Counted, since the time between two says little: a clock may be set, and a machine sleep. */
  let looksWithout = 0;
  let hangs = false;
  const hung = Promise.withResolvers<void>();

  function look(): void {
    const now = signs();
    looksWithout = now === seen ? looksWithout + 1 : 0;
    seen = now;
    if (hangs || looksWithout * LOOK_MS < patience) return;
    hangs = true;
    log.error("The worker hangs: this server ends, and whoever runs the jobs next takes its job up again", about());
    hung.resolve();
  }

  const about = () => ({ trace_id: crypto.randomUUID(), job: job() ?? "none", minutes: Math.round(patience / 60_000) });

  const loop = createLoop({
    clock,
    turn: async () => {
      look();
      return LOOK_MS;
    },
    failed: logBug(log),
  });
  return {
    start: () => loop.start(),
    stop: () => loop.stop(),
    get hangs() {
      return hangs;
    },
    hung: hung.promise,
  };
}
