import type { Clock } from "../lib/clock.ts";
import { createUuidV7 } from "../lib/uuid.ts";
import type { Queue } from "./queue.ts";
import { openSqliteQueue } from "./sqlite/open.ts";

export interface QueueOptions {
  readonly backend: "sqlite";
  readonly sqlitePath: string;
  readonly clock: Clock;
  /** Told about what the owner of the queue should know, such as a backup that was made. */
  readonly notice?: (message: string) => void;
}

/** The queue of the backend chosen, ready for use. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  return backends[options.backend](options);
}

const backends: Readonly<Record<QueueOptions["backend"], (options: QueueOptions) => Queue>> = {
  sqlite: ({ sqlitePath, clock, notice = () => {} }) =>
    openSqliteQueue({ path: sqlitePath, clock, createId: createUuidV7(() => clock.now()), notice }),
};
