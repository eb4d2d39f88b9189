import { randomUUID } from "node:crypto";
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
  /** There has been no sign for longer than can be explained. */
  readonly hangs: boolean;
}

const LOOK_MS = 30_000;

/** Notices when the worker hangs: what waits for ever throws nothing, so that nobody else would tell. */
export function createWatchdog({ signs, job, patience, clock, log }: WatchdogOptions): Watchdog {
  let seen: number | undefined;
  /** Counted, since the time between two says little: a clock may be set, and a machine sleep. */
  let looksWithout = 0;
  let hangs = false;

  function look(): void {
    const now = signs();
    looksWithout = now === seen ? looksWithout + 1 : 0;
    seen = now;
    const did = hangs;
    hangs = looksWithout * LOOK_MS >= patience;
    if (hangs && !did) log.error("The worker hangs: a restart takes its job up again", about());
    if (did && !hangs) log.warn("The worker goes on");
  }

  const about = () => ({ trace_id: randomUUID(), job: job() ?? "none", minutes: Math.round(patience / 60_000) });

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
  };
}
