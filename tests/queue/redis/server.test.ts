import { expect, test } from "bun:test";
import { startTestApp, until } from "../../support/app.ts";
import { describeRedis, startRedis } from "../../support/redis.ts";

const rules = "rules: []\n";

describeRedis("a server with its jobs in Redis", () => {
  test("starts without Redis, says what is wrong, and goes on by itself when Redis is there", async () => {
    await using redis = await startRedis({ absent: true });
    const settings = { "queue.backend": "redis", "queue.redis_url": redis.url } as const;
    await using server = await startTestApp({ rules, settings });
    const refused = await server.ask("POST /execute?context=a");
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({ message: expect.stringContaining("cannot be reached") });
    // Open to everybody: the reason, and not where Redis is.
    const health = JSON.stringify((await server.ask("GET /health")).body);
    expect(health).toContain("The job queue in Redis cannot be reached: the connection was refused");
    expect(health).not.toContain(`:${redis.port}`);
    await redis.start();
    await until(
      () => server.ask("POST /execute?context=a"),
      ({ status }) => status === 202,
    );
    await until(
      () => server.ask("GET /jobs?status=completed"),
      ({ body }) => JSON.stringify(body).includes('"status":"completed"'),
    );
  }, 20_000);

  test("takes back at its start what it was running when it stopped", async () => {
    await using redis = await startRedis();
    const settings = { "queue.backend": "redis", "queue.redis_url": redis.url } as const;
    await using server = await startTestApp({ rules, settings });
    expect((await server.ask("POST /execute?context=a")).status).toBe(202);
    await server.restart();
    await until(
      () => server.ask("GET /jobs?status=completed"),
      ({ body }) => JSON.stringify(body).includes('"status":"completed"'),
    );
    expect(server.lines.join("\n")).not.toContain("The queue cannot be used");
  }, 20_000);
});
