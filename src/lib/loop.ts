import type { Clock } from "./clock.ts";

export interface LoopOptions {
  readonly clock: Clock;
  /** One turn; resolves to the milliseconds to rest before the next. Must not reject: a rejection ends the loop. */
  readonly turn: (signal: AbortSignal) => Promise<number>;
}

export interface Loop {
  start(): void;
  /** Ends the rest in progress, or skips the next one. */
  wake(): void;
  /** Aborts the signal the turn was given and resolves when the turn has ended. Idempotent. */
  stop(): Promise<void>;
  readonly running: boolean;
}

/** Runs one turn after the other, resting in between: the shape of every background service here. */
export function createLoop({ clock, turn }: LoopOptions): Loop {
  const stopping = new AbortController();
  let resting = new AbortController();
  let ended: Promise<void> | undefined;
  let running = false;

  async function run(): Promise<void> {
    running = true;
    try {
      while (!stopping.signal.aborted) {
        const rest = await turn(stopping.signal);
        await clock.sleep(rest, AbortSignal.any([stopping.signal, resting.signal]));
        resting = new AbortController();
      }
    } finally {
      running = false;
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
