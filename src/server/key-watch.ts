import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { type Source, type Watch, createWatch } from "../lib/watch.ts";
import type { KeyRing } from "./key-ring.ts";

export interface KeyWatchOptions {
  readonly source: Source<readonly string[]>;
  readonly ring: KeyRing;
  readonly clock: Clock;
  readonly log: Log;
}

/** Lets the keys change while the server runs. */
export function createKeyWatch({ source, ring, clock, log }: KeyWatchOptions): Watch {
  const use = (keys: readonly string[]): void => {
    if (ring.replace(keys)) log.info("API keys have changed", { count: keys.length });
    else log.debug("API keys are the same as before");
  };
  return createWatch({ what: "API keys", source, use, clock, log });
}
