import type { TestRedis } from "../../tests/support/redis.ts";

/** What a server is told about where its jobs are; without a Redis nothing: then they are in its folder. */
export const queueIn = (redis: Pick<TestRedis, "url"> | undefined, prefix?: string): Record<string, string> =>
  redis === undefined
    ? {}
    : {
        QBT_RULES_QUEUE_BACKEND: "redis",
        QBT_RULES_QUEUE_REDIS_URL: redis.url,
        ...(prefix !== undefined && { QBT_RULES_QUEUE_REDIS_PREFIX: prefix }),
      };
