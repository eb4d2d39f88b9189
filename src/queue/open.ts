import type { Clock } from "../lib/clock.ts";
import { createUuidV7 } from "../lib/uuid.ts";
import type { Queue, Rescued } from "./queue.ts";
import { openSqliteQueue } from "./sqlite/open.ts";

export type QueueOptions = QueueStore & {
  readonly clock: Clock;
  /** Told about what the owner of the queue should know, such as a backup that was made. */
  readonly notice?: (message: string) => void;
  /** Told what became of the jobs of another server, where those come by a claim. */
  readonly rescued?: (rescued: Rescued) => void;
};

export type QueueStore = SqliteStore | RedisStore;

interface SqliteStore {
  readonly backend: "sqlite";
  readonly sqlitePath: string;
}

interface RedisStore {
  readonly backend: "redis";
  readonly redisUrl: string;
  readonly redisPrefix: string;
}

/** The queue of the backend chosen, ready for use. */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { clock, notice = () => {}, rescued = () => {} } = options;
  const common = { clock, createId: createUuidV7(() => clock.now()), notice };
  if (options.backend === "sqlite") return openSqliteQueue({ path: options.sqlitePath, ...common });
  // The driver is loaded only where it is used.
  const { openRedisQueue } = await import("./redis/open.ts");
  return openRedisQueue({ url: options.redisUrl, prefix: options.redisPrefix, rescued, ...common });
}
