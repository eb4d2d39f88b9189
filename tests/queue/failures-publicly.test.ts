import { expect, test } from "bun:test";
import { redisFailure } from "../../src/queue/redis/failure.ts";
import { storeFailure } from "../../src/queue/sqlite/failure.ts";

/** What those are told who need no key: the reason, and neither the address nor the path. */
test.each([
  ["SQLITE_FULL", "The job queue cannot grow: no space is left"],
  ["SQLITE_IOERR_READ", "The job queue cannot be read or written"],
])("of a file: %s", (code, publicly) => {
  const failure = storeFailure("/data/queue.db", code, undefined);
  expect(failure).toMatchObject({ publicly, message: publicly.replace("queue", "queue /data/queue.db") });
});

test.each([
  ["OOM command not allowed", "The job queue in Redis has no memory left"],
  ["ECONNREFUSED 10.1.2.3:6379", "The job queue in Redis cannot be reached: the connection was refused"],
  ["something about 10.1.2.3:6379", "The job queue in Redis answered something unexpected"],
])("of Redis: %s", (said, publicly) => {
  const failure = redisFailure("10.1.2.3:6379/0", new Error(said));
  expect(failure.publicly).toBe(publicly);
  expect(failure.message).toContain("10.1.2.3:6379");
});
