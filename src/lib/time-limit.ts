import type { Clock } from "./clock.ts";

export interface TimeLimitOptions {
  /** How long each piece of work may take. */
  readonly ms: number;
  readonly clock: Clock;
  /** What is thrown where it takes longer. */
  readonly late: () => Error;
}

export type TimeLimited = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * For work that nobody can end and that may never end by itself, such as reading from a file system that hangs. One piece at
 * a time, and none while one that was given up still goes on: each would keep one more of the few threads there are.
 */
export function createTimeLimit({ ms, clock, late }: TimeLimitOptions): TimeLimited {
  let isStuck = false;
  let last: Promise<unknown> = Promise.resolve();

  async function limited<T>(work: () => Promise<T>): Promise<T> {
    if (isStuck) throw late();
    const working = work().finally(() => (isStuck = false));
    const inTime = new AbortController();
    const tooLate = clock.sleep(ms, inTime.signal).then(() => {
      if (inTime.signal.aborted) return;
      isStuck = true;
      throw late();
    });
    try {
      await Promise.race([working, tooLate]);
      return await working;
    } finally {
      inTime.abort();
    }
  }

  return (work) => {
    const mine = last.then(() => limited(work));
    last = mine.catch(() => undefined);
    return mine;
  };
}
