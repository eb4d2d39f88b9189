import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../src/lib/clock.ts";

export interface ManualClock extends Clock {
  /**
   * Moves time on and ends the sleeps that become due, in the order of their times. After each one, what it woke runs
   * on, at the time the sleep was due, and may sleep again within the same advance.
   */
  advance(ms: number): Promise<void>;
  /** The machine sleeps, or the clock is set: timers know nothing of it. */
  jump(ms: number): void;
  /** How many are asleep. */
  readonly sleepers: number;
}

interface Sleep {
  readonly due: number;
  readonly end: () => void;
}

/** A clock that stands still until a test moves it. */
export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  let jumped = 0;
  const sleeps = new Set<Sleep>();

  /** Those that began first come first among equals. */
  const next = (until: number): Sleep | undefined =>
    [...sleeps].filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due)[0];

  return {
    now: () => now + jumped,
    uptime: () => now - start,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const sleep: Sleep = {
          due: now + ms,
          end: () => {
            sleeps.delete(sleep);
            signal?.removeEventListener("abort", sleep.end);
            resolve();
          },
        };
        sleeps.add(sleep);
        signal?.addEventListener("abort", sleep.end);
      }),
    advance: async (ms) => {
      const until = now + ms;
      await setImmediate();
      for (let sleep = next(until); sleep !== undefined; sleep = next(until)) {
        now = Math.max(now, sleep.due);
        sleep.end();
        await setImmediate();
      }
      now = until;
    },
    jump: (ms) => {
      jumped += ms;
    },
    get sleepers() {
      return sleeps.size;
    },
  };
}
