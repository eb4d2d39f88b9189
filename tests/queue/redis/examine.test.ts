import { expect, test } from "bun:test";
import { systemClock } from "../../../src/lib/clock.ts";
import { examineQueue } from "../../../src/queue/examine.ts";
import { openQueue } from "../../../src/queue/open.ts";
import { freePort } from "../../support/free-port.ts";
import { describeRedis, startRedis } from "../../support/redis.ts";

const PREFIX = "qbt_rules";
const storeOf = (redisUrl: string) => ({ backend: "redis", redisUrl, redisPrefix: PREFIX }) as const;

async function told(url: string): Promise<string> {
  const found = await examineQueue(storeOf(url), Date.now());
  if (found.state === "unusable") return found.error.message;
  return found.state === "usable" && found.doubts.length > 0 ? found.doubts.join("; ") : found.state;
}

describeRedis("a queue in Redis, looked at", () => {
  test("can be used, with and without a server on it, and holds after that what it held before", async () => {
    await using redis = await startRedis();
    expect(await told(redis.url)).toBe("usable");
    const queue = await openQueue({ ...storeOf(redis.url), clock: systemClock });
    await queue.enqueue({ context: "a", hash: null, dryRun: false, trace: false });
    const keys = (await redis.admin.keys("*")).toSorted();
    expect(await told(redis.url)).toBe("usable");
    expect((await redis.admin.keys("*")).toSorted()).toEqual(keys);
    await queue.close();
  });

  test("that is not there says so, without its password", async () => {
    const url = `redis://:s3cret-pass@127.0.0.1:${freePort()}/0`;
    const said = await told(url);
    expect(said).toContain("cannot be reached: the connection was refused");
    expect(said).not.toContain("s3cret-pass");
  });

  test("with a wrong password is refused", async () => {
    await using redis = await startRedis({ password: "right" });
    expect(await told(redis.url)).toBe("usable");
    expect(await told(redis.url.replace("right", "wrong"))).toContain("refused the user or the password");
  });

  test("on a replica cannot be written", async () => {
    await using primary = await startRedis();
    await using replica = await startRedis({ args: ["--replicaof", "127.0.0.1", String(primary.port)] });
    expect(await told(replica.url)).toContain("is a replica that may only be read");
    expect(await told(primary.url)).toBe("usable");
  });

  test("without memory cannot be written, and is told of before that", async () => {
    await using redis = await startRedis();
    const used = Number(/^used_memory:(\d+)/m.exec(await redis.admin.info("memory"))?.[1]);
    await redis.admin.config("SET", "maxmemory", "1");
    expect(await told(redis.url)).toContain("has no memory left");
    await redis.admin.config("SET", "maxmemory", String(Math.floor(used * 1.05)));
    expect(await told(redis.url)).toMatch(/Redis has used (9\d|100) % of its memory|has no memory left/);
    await redis.admin.config("SET", "maxmemory", String(used * 10));
    expect(await told(redis.url)).toBe("usable");
  });

  test("that loses or throws away jobs is doubtful", async () => {
    await using redis = await startRedis();
    await redis.admin.config("SET", "appendonly", "no");
    await redis.admin.config("SET", "maxmemory-policy", "allkeys-lru");
    const said = await told(redis.url);
    expect(said).toContain("set appendonly yes");
    expect(said).toContain("set noeviction");
  });

  test("with keys of another program under its names is refused", async () => {
    await using redis = await startRedis();
    await redis.admin.set(`${PREFIX}:queue:pending`, "mine");
    expect(await told(redis.url)).toContain("holds keys of another program");
  });

  test("of a user who may not run scripts is refused", async () => {
    await using redis = await startRedis();
    await redis.admin.acl("SETUSER", "reader", "on", ">pass-word", "~*", "+@all", "-eval", "-evalsha");
    expect(await told(redis.url.replace("redis://", "redis://reader:pass-word@"))).toContain("forbids this user");
  });
});
