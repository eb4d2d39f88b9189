import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";

export interface LoopOptions {
  readonly clock: Clock;
  /** One turn; resolves to the milliseconds to rest before the next. That it rejects is a bug, and not the end of the loop. */
  readonly turn: (signal: AbortSignal) => Promise<number>;
  /** Told of what a turn was rejected with; `logBug` where there is a log. */
  readonly failed: (thrown: unknown) => void;
}

export interface Loop {
  start(): void;
  /** Ends the rest in progress, or skips the next one; but not the rest after a bug. */
  wake(): void;
  /** Aborts the signal the turn was given and resolves when the turn has ended. Idempotent. */
  stop(): Promise<void>;
  readonly running: boolean;
}

interface Rest {
  /** Milliseconds. */
  readonly rest: number;
  /** What ends it before its time, besides the end of the loop. */
  readonly until: readonly AbortSignal[];
}

/** After a bug, doubled for each in a row: it may be there at every turn, and the log is not to be full of it. */
const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;

/** Runs one turn after the other, resting in between: the shape of every background service here. */
export function createLoop({ clock, turn, failed }: LoopOptions): Loop {
  const stopping = new AbortController();
  let resting = new AbortController();
  let ended: Promise<void> | undefined;
  let running = false;
  let afterBug = FIRST_REST_MS;

  async function run(): Promise<void> {
    running = true;
    while (!stopping.signal.aborted) {
      const { rest, until } = await survived();
      await clock.sleep(rest, AbortSignal.any([stopping.signal, ...until]));
      resting = new AbortController();
    }
    running = false;
  }

  async function survived(): Promise<Rest> {
    try {
      const rest = await turn(stopping.signal);
      afterBug = FIRST_REST_MS;
      return { rest, until: [resting.signal] };
    } catch (thrown) {
      failed(thrown);
      const rest = afterBug;
      afterBug = Math.min(2 * rest, LONGEST_REST_MS);
      // Whoever wakes it does not know of the bug, which would be in the log once for each of them.
      return { rest, until: [] };
    }
  }

  return {
    start: () => {
      ended ??= run();
    },
    wake: () => resting.abort(),
    stop: async () => {
      stopping.abort();
      await ended;
    },
    get running() {
      return running;
    },
  };
}

/** The loop of this part goes on: whoever reads the log is to know that there is something to mend. */
export const logBug =
  (log: Log) =>
  (thrown: unknown): void =>
    log.error("Internal error: tried again after a rest", { trace_id: crypto.randomUUID(), error: thrown });
