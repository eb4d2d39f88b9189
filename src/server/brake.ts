import type { Clock } from "../lib/clock.ts";

export interface BrakeOptions {
  readonly clock: Pick<Clock, "now">;
  /** So many failures of one address within `windowMs` are answered as usual. */
  readonly failures?: number;
  readonly windowMs?: number;
  /** Remembered at once; the one that began first is forgotten for a new one. */
  readonly addresses?: number;
}

export interface Brake {
  /** Milliseconds until the address is answered as usual; 0: it is now. */
  left(address: string): number;
  /** Counts a failure. True: it was the last that is answered as usual. */
  failed(address: string): boolean;
}

/** Holds back those who fail again and again, by address. */
export function createBrake({ clock, failures = 10, windowMs = 60_000, addresses = 1_000 }: BrakeOptions): Brake {
  const windows = new Map<string, { readonly until: number; count: number }>();

  function windowOf(address: string) {
    const found = windows.get(address);
    if (found !== undefined && found.until > clock.now()) return found;
    windows.delete(address);
    return undefined;
  }

  function open(address: string) {
    const [oldest] = windows.keys();
    if (windows.size >= addresses && oldest !== undefined) windows.delete(oldest);
    const window = { until: clock.now() + windowMs, count: 0 };
    windows.set(address, window);
    return window;
  }

  return {
    left: (address) => {
      const window = windowOf(address);
      return window !== undefined && window.count >= failures ? window.until - clock.now() : 0;
    },
    failed: (address) => {
      const window = windowOf(address) ?? open(address);
      window.count += 1;
      return window.count === failures;
    },
  };
}
