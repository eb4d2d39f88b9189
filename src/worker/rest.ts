import { messageOf } from "../errors.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { type Loop, createLoop, logBug } from "../lib/loop.ts";

export interface RestOptions {
  /** Grows with whatever is done for somebody. */
  readonly signs: () => number;
  /** Gives the system back what nobody needs while nothing is done. */
  readonly giveBack: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_MS = 1_000;

/** Looks: what it does for itself while it waits brings some of it back, and within half a minute most. */
const AGAIN_AFTER = 10;

/** A server waits for most of its life: when nothing was done for a second, and as long as that lasts, it gives memory back. */
export function createRest({ signs, giveBack, clock, log }: RestOptions): Loop {
  let before: number | undefined;
  /** Looks in a row that found nothing new. */
  let quiet = 0;
  let isPossible = true;
  return createLoop({
    clock,
    failed: logBug(log),
    turn: async () => {
      const now = signs();
      quiet = now === before ? quiet + 1 : 0;
      before = now;
      if (isPossible && quiet % AGAIN_AFTER === 1) {
        try {
          await giveBack();
        } catch (thrown) {
          // It would be so every time.
          isPossible = false;
          log.debug("Memory is not given back while there is nothing to do", { why: messageOf(thrown) });
        }
      }
      return LOOK_MS;
    },
  });
}
