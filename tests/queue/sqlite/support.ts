import { AppError } from "../../../src/errors.ts";
import { createUuidV7 } from "../../../src/lib/uuid.ts";
import type { Queue } from "../../../src/queue/queue.ts";
import type { SqliteDriver } from "../../../src/queue/sqlite/driver.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import { openQueueFile } from "../../../src/queue/sqlite/open.ts";
import { createSqliteQueue } from "../../../src/queue/sqlite/queue.ts";
import { manualClock } from "../../support/clock.ts";

export interface QueueOnDriver extends AsyncDisposable {
  readonly queue: Queue;
  readonly db: SqliteDriver;
}

/** A queue on the file, and the driver beneath it for a test to look at, to limit or (with `wrap`) to come between. */
export function queueOnDriver(path: string, wrap = (db: SqliteDriver): SqliteDriver => db): QueueOnDriver {
  const clock = manualClock();
  const db = openQueueFile(path, () => {}, systemClock);
  const queue = createSqliteQueue({ db: wrap(db), clock, createId: createUuidV7(() => clock.now()) });
  return { queue, db, [Symbol.asyncDispose]: () => queue.close() };
}

/** The AppError that the promise is rejected with; anything else fails the test. */
export async function refusalOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
