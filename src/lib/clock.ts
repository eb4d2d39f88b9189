/** Time as everything else sees it. Passed in, so that a test moves it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      let timer: NodeJS.Timeout;
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const wait = (left: number) => {
        timer = setTimeout(
          () => (left > LONGEST_TIMER ? wait(left - LONGEST_TIMER) : done()),
          Math.min(left, LONGEST_TIMER),
        );
      };
      wait(ms);
      signal?.addEventListener("abort", done);
    }),
};

/** A timer set for longer, 24.8 days, goes off at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** ISO 8601 in UTC, as the API prints dates. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
