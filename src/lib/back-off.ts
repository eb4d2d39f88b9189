import type { Clock } from "./clock.ts";

export interface BackOffOptions {
  readonly clock: Clock;
  /** Milliseconds from now. */
  readonly retryFor: number;
  readonly first: number;
  readonly longest: number;
}

/** Delays that double, up to the longest, until `retryFor` is used up. */
export function backOff({ clock, retryFor, first, longest }: BackOffOptions) {
  const end = clock.now() + retryFor;
  let delay = first;
  return {
    /** Undefined: the time is up. */
    next: (): number | undefined => {
      const left = end - clock.now();
      if (left <= 0) return undefined;
      const wait = Math.min(delay, left);
      delay = Math.min(delay * 2, longest);
      return wait;
    },
  };
}
