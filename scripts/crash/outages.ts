import type { TestRedis } from "../../tests/support/redis.ts";
import type { Random } from "../under-test/random.ts";
import type { Stage } from "./stage.ts";
import { within } from "../under-test/within.ts";

export interface Outages {
  readonly outages: number;
  /** Milliseconds from one to the next, on average. */
  readonly every: number;
  readonly random: Random;
  /** Asks to kill no more. */
  readonly signal: AbortSignal;
}

const RETURNS_WITHIN_MS = 20_000;

/** To the servers it is as if its process had been killed, and started again. */
export function killQbittorrent({ gates, qbittorrent }: Pick<Stage, "gates" | "qbittorrent">, times: Outages) {
  return repeatedly(times, async (outage) => {
    await Promise.all(gates.map((gate) => gate.cut()));
    await Bun.sleep(outage);
    qbittorrent.forgetSessions();
    await Promise.all(gates.map((gate) => gate.open()));
  });
}

/** Really, and started again on what it had written down. */
export function killRedis(redis: Pick<TestRedis, "kill" | "start">, times: Outages) {
  return repeatedly(times, async (outage) => {
    await redis.kill();
    await Bun.sleep(outage);
    await within(RETURNS_WITHIN_MS, redis.start(), "Redis did not come back");
  });
}

async function repeatedly(
  { outages, every, random, signal }: Outages,
  once: (outage: number) => Promise<void>,
): Promise<void> {
  for (let done = 0; done < outages; done += 1) {
    const outage = random.between(20, 400);
    await Bun.sleep(random.between(0, 2 * Math.max(every - outage, 0)));
    if (signal.aborted) return;
    await once(outage);
  }
}
