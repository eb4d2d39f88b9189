import { systemClock } from "../../../src/lib/clock.ts";
import type { AppError } from "../../../src/errors.ts";
import type { Queue, Rescued } from "../../../src/queue/queue.ts";
import { openRedisQueue, type RedisOpenOptions } from "../../../src/queue/redis/open.ts";
import { createUuidV7 } from "../../../src/lib/uuid.ts";
import { toAppError } from "../../../src/errors.ts";

export interface OpenedQueue extends AsyncDisposable {
  readonly queue: Queue;
  readonly notices: readonly string[];
  /** What became of jobs that came with the lease. */
  readonly rescued: readonly Rescued[];
}

/** How long Redis may take in these tests. */
export const TIMEOUT_MS = 400;

/** A queue on the system's clock that says soon when Redis does not answer. */
export async function openOn(url: string, options: Partial<RedisOpenOptions> = {}): Promise<OpenedQueue> {
  const notices: string[] = [];
  const rescued: Rescued[] = [];
  const queue = await openRedisQueue({
    url,
    prefix: "test",
    timeoutMs: TIMEOUT_MS,
    clock: systemClock,
    createId: createUuidV7(() => systemClock.now()),
    notice: (message) => void notices.push(message),
    rescued: (found) => void rescued.push(found),
    ...options,
  });
  return { queue, notices, rescued, [Symbol.asyncDispose]: () => queue.close() };
}

/** What a request that must fail is refused with; it fails within the time that the test may take. */
export async function refusal(asked: Promise<unknown>): Promise<AppError> {
  const outcome = await asked.then(
    () => undefined,
    (thrown: unknown) => toAppError(thrown),
  );
  if (outcome === undefined) throw new Error("expected a refusal");
  return outcome;
}

/** Asks until it succeeds: as long as a queue that recovers by itself takes for it. */
export async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (thrown) {
      if (toAppError(thrown).code !== "queue_unavailable") throw thrown;
      await Bun.sleep(20);
    }
  }
}
