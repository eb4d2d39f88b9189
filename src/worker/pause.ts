import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";

export interface PauseOptions {
  /** Whether qBittorrent can be used now. */
  readonly usable: () => Promise<boolean>;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** After a job has failed for want of qBittorrent, those behind it wait until it is there, instead of failing in a row. */
export function createPause({ usable, clock, log }: PauseOptions) {
  /** When to look next; undefined: there is no pause. */
  let until: number | undefined;
  let rest = FIRST_MS;

  const begin = (): void => {
    rest = FIRST_MS;
    until = clock.now() + rest;
    log.warn("The queue waits until qBittorrent can be used");
  };

  /** The next look is due. */
  const hurry = (): void => {
    if (until !== undefined) until = clock.now();
  };

  /** Milliseconds until the next look; 0: there is no pause. */
  async function left(): Promise<number> {
    if (until === undefined) return 0;
    const wait = until - clock.now();
    if (wait > 0) return wait;
    if (await usable()) {
      until = undefined;
      log.info("qBittorrent can be used: the queue goes on");
      return 0;
    }
    rest = Math.min(2 * rest, LONGEST_MS);
    until = clock.now() + rest;
    return rest;
  }

  return { begin, hurry, left };
}
