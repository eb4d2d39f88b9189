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

/** A server waits for most of its life: each time that nothing was done for a second, it takes as little memory as it can. */
export function createRest({ signs, giveBack, clock, log }: RestOptions): Loop {
  let before: number | undefined;
  let isResting = false;
  let isPossible = true;
  return createLoop({
    clock,
    failed: logBug(log),
    turn: async () => {
      const now = signs();
      const isQuiet = now === before;
      before = now;
      if (isQuiet && !isResting && isPossible) {
        try {
          await giveBack();
        } catch (thrown) {
          // It would be so every time.
          isPossible = false;
          log.debug("Memory is not given back while there is nothing to do", { why: messageOf(thrown) });
        }
      }
      isResting = isQuiet;
      return LOOK_MS;
    },
  });
}
