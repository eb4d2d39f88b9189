import type { Clock } from "../lib/clock.ts";
import { type Loop, createLoop } from "../lib/loop.ts";

const REST_MS = 30_000;

/** Looks after qBittorrent from time to time, so that health can answer from what is known and never waits. */
export function createMonitor({
  probe,
  clock,
}: {
  readonly probe: () => Promise<unknown>;
  readonly clock: Clock;
}): Loop {
  return createLoop({
    clock,
    turn: async () => {
      // Whatever came of it is remembered by the client.
      await probe().catch(() => undefined);
      return REST_MS;
    },
  });
}
