import type { Clock } from "../../lib/clock.ts";
import type { Queue, Rescued } from "../queue.ts";
import { parseAddress } from "./address.ts";
import { connect } from "./connection.ts";
import { factsOf, lossesIn } from "./durability.ts";
import { createRedisLease } from "./lease.ts";
import { createRedisQueue } from "./queue.ts";

export interface RedisOpenOptions {
  /** `redis://` or `rediss://`, with password and number of the database. */
  readonly url: string;
  /** Of all keys, without the colon behind it. */
  readonly prefix: string;
  /** How long Redis may take for one answer, milliseconds. */
  readonly timeoutMs?: number;
  readonly clock: Clock;
  readonly createId: () => string;
  /** Told about what the owner of the queue should know. */
  readonly notice: (message: string) => void;
  /** Told what became of the jobs that the last holder of the lease left behind. */
  readonly rescued: (rescued: Rescued) => void;
}

/** Opens the queue. Where Redis is not there yet, the queue is unavailable until it comes: that is no reason not to start. */
export async function openRedisQueue(options: RedisOpenOptions): Promise<Queue> {
  const { url, prefix, timeoutMs, clock, createId, notice, rescued } = options;
  let told: string | undefined;

  /** Again whenever Redis has come back, for it may have other settings now. */
  async function tellLosses(): Promise<void> {
    const losses = (await factsOf(connection).then(lossesIn, () => [])).join("; ");
    if (losses !== "" && losses !== told) notice(losses);
    told = losses;
  }

  const connection = connect({
    address: parseAddress(url),
    prefix: `${prefix}:`,
    timeoutMs,
    ready: () => void tellLosses(),
  });
  await connection.firstLook();
  const lease = createRedisLease({ connection, server: createId(), clock, notice, rescued });
  return createRedisQueue({ connection, lease, clock, createId });
}
