import { afterAll, beforeAll } from "bun:test";
import { openQueue } from "../../src/queue/open.ts";
import { describeRedis, startRedis, type TestRedis } from "../support/redis.ts";
import { queueContract } from "./contract.ts";

describeRedis("a queue in Redis", () => {
  let redis: TestRedis;
  let opened = 0;

  beforeAll(async () => {
    redis = await startRedis({ args: ["--appendfsync", "everysec"] });
  });

  afterAll(() => redis[Symbol.asyncDispose]());

  queueContract("redis", async (clock) => {
    const options = { redisUrl: redis.url, redisPrefix: `test_${opened++}` };
    const queue = await openQueue({ backend: "redis", ...options, clock });
    return { queue, [Symbol.asyncDispose]: () => queue.close() };
  });
});
