/** Time as everything else sees it. Passed in, so that a test moves it by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since some moment. Nobody can set it, as `now` can be; but it may stand still while the machine sleeps. */
  uptime(): number;
  /** Resolves after `ms`, or at once when the signal is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  uptime: () => performance.now(),
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

/**
 * Milliseconds since it was made, rather too many than too few: what one clock hides, since it was set back or stood still,
 * the other tells.
 */
export type Stopwatch = () => number;

export function stopwatch(clock: Pick<Clock, "now" | "uptime">): Stopwatch {
  const [now, uptime] = [clock.now(), clock.uptime()];
  return () => Math.max(clock.now() - now, clock.uptime() - uptime);
}

/** ISO 8601 in UTC, as the API prints dates. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
