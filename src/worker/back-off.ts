import type { Clock } from "../lib/clock.ts";

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** Delays that double, up to half a minute, until `retryFor` milliseconds from now are used up. */
export function backOff({ clock, retryFor }: { readonly clock: Clock; readonly retryFor: number }) {
  const end = clock.now() + retryFor;
  let delay = FIRST_MS;
  return {
    /** Undefined: the time is up. */
    next: (): number | undefined => {
      const left = end - clock.now();
      if (left <= 0) return undefined;
      const wait = Math.min(delay, left);
      delay = Math.min(delay * 2, LONGEST_MS);
      return wait;
    },
  };
}
