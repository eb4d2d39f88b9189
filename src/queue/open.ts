import { AppError } from "../errors.ts";
import type { Clock } from "../lib/clock.ts";
import { createUuidV7 } from "../lib/uuid.ts";
import type { Queue } from "./queue.ts";
import { openSqliteQueue } from "./sqlite/open.ts";

export interface QueueOptions {
  readonly backend: "sqlite" | "redis";
  readonly sqlitePath: string;
  readonly clock: Clock;
  /** Told about what the owner of the queue should know, such as a backup that was made. */
  readonly notice?: (message: string) => void;
}

/** The queue of the backend chosen, ready for use. */
export async function openQueue({ backend, sqlitePath, clock, notice = () => {} }: QueueOptions): Promise<Queue> {
  if (backend === "redis") {
    throw new AppError("settings", "queue.backend is redis, but this build has only the sqlite backend", {
      hint: "set queue.backend to sqlite, and queue.sqlite_path to the file for the jobs",
    });
  }
  return openSqliteQueue({ path: sqlitePath, clock, createId: createUuidV7(() => clock.now()), notice });
}
