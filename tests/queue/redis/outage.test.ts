import { describe, expect, test } from "bun:test";
import { describeRedis, startRedis } from "../../support/redis.ts";
import { claimed, complete, drain, request } from "../jobs.ts";
import { eventually, openOn, refusal } from "./support.ts";

/** Every one of these ends by itself: what hangs is ended by the time limit of the test. */
const WITHIN_MS = 20_000;

describeRedis("a queue in Redis", () => {
  describe("Redis that is not there", () => {
    test(
      "at the start is no reason not to open the queue, which is there as soon as Redis is",
      async () => {
        await using redis = await startRedis({ absent: true });
        await using opened = await openOn(redis.url);
        const error = await refusal(opened.queue.enqueue(request()));
        expect({ code: error.code, message: error.message }).toEqual({
          code: "queue_unavailable",
          message: `The job queue in Redis (127.0.0.1:${redis.port}/0) cannot be reached: the connection was refused`,
        });
        await redis.start();
        const job = await eventually(() => opened.queue.enqueue(request()));
        expect(await opened.queue.get(job.id)).toEqual(job);
      },
      WITHIN_MS,
    );

    test(
      "any more refuses everything, and back with its file it has every job that was acknowledged",
      async () => {
        await using redis = await startRedis();
        await using opened = await openOn(redis.url);
        const { queue } = opened;
        const ids: string[] = [];
        // Jobs arrive one after the other while Redis is killed among them.
        const arriving = async () => {
          for (;;) ids.push((await queue.enqueue(request())).id);
        };
        const refused = refusal(arriving());
        while (ids.length < 200) await Bun.sleep(1);
        await redis.kill();
        expect((await refused).code).toBe("queue_unavailable");
        for (const ask of [() => queue.claim(1), () => queue.stats(), () => queue.list({ limit: 1, offset: 0 })])
          expect((await refusal(ask())).code).toBe("queue_unavailable");
        await redis.start();
        const { total } = await eventually(() => queue.list({ limit: 1, offset: 0 }));
        expect(total).toBeGreaterThanOrEqual(ids.length);
        const found = (await drain(queue)).map(({ job }) => job.id);
        expect(found.filter((id) => ids.includes(id))).toEqual(ids);
      },
      WITHIN_MS,
    );

    test(
      "for a moment leaves a running job with its claim",
      async () => {
        await using redis = await startRedis();
        await using opened = await openOn(redis.url);
        await opened.queue.enqueue(request());
        const claim = await claimed(opened.queue);
        await opened.queue.recordSteps(claim, [{ kind: "stop" }], 0);
        await redis.kill();
        expect((await refusal(opened.queue.beginStep(claim, 0))).code).toBe("queue_unavailable");
        await redis.start();
        expect(await eventually(() => opened.queue.beginStep(claim, 0))).toBe(true);
        expect(await complete(opened.queue, claim, { done: 1 })).toBe(true);
      },
      WITHIN_MS,
    );
  });

  test(
    "a job whose end was written down, though the answer was lost, has ended when that is asked again",
    async () => {
      await using redis = await startRedis();
      await using opened = await openOn(redis.url);
      await opened.queue.enqueue(request());
      const claim = await claimed(opened.queue);
      redis.signal("SIGSTOP");
      expect((await refusal(complete(opened.queue, claim, { done: 1 }))).message).toContain("does not answer in time");
      redis.signal("SIGCONT");
      expect(await eventually(() => complete(opened.queue, claim, { done: 1 }))).toBe(true);
      expect(await complete(opened.queue, claim, { done: 2 })).toBe(false);
      expect((await opened.queue.get(claim.job.id))?.result).toEqual({ done: 1 });
    },
    WITHIN_MS,
  );

  test(
    "Redis that hangs is given up on in time, and what a claim took whose answer was lost is claimed again",
    async () => {
      await using redis = await startRedis();
      await using opened = await openOn(redis.url);
      const job = await opened.queue.enqueue(request());
      redis.signal("SIGSTOP");
      const error = await refusal(opened.queue.claim(1));
      expect(error.code).toBe("queue_unavailable");
      expect(error.message).toContain("does not answer in time");
      expect((await refusal(opened.queue.enqueue(request()))).code).toBe("queue_unavailable");
      redis.signal("SIGCONT");
      const claim = await eventually(() => claimed(opened.queue));
      expect(claim.job.id).toBe(job.id);
      expect(await complete(opened.queue, claim)).toBe(true);
    },
    WITHIN_MS,
  );

  test(
    "Redis without memory takes no job and no step, but what has ended may end, and room helps at once",
    async () => {
      await using redis = await startRedis({ args: ["--maxmemory-policy", "noeviction"] });
      await using opened = await openOn(redis.url);
      const { queue } = opened;
      await queue.enqueue(request());
      const waiting = await queue.enqueue(request({ context: "b" }));
      const claim = await claimed(queue);
      await queue.recordSteps(claim, [{ kind: "stop" }], 0);
      await redis.admin.config("SET", "maxmemory", "1");
      for (const ask of [() => queue.enqueue(request()), () => queue.beginStep(claim, 0), () => queue.claim(1)]) {
        const error = await refusal(ask());
        expect({ code: error.code, message: error.message }).toEqual({
          code: "queue_unavailable",
          message: `The job queue in Redis (127.0.0.1:${redis.port}/0) has no memory left`,
        });
      }
      expect((await queue.stats()).counts).toMatchObject({ pending: 1, processing: 1 });
      expect(await complete(queue, claim, { done: 1 })).toBe(true);
      expect(await queue.cancel(waiting.id)).toMatchObject({ cancelled: true });
      await redis.admin.config("SET", "maxmemory", "0");
      await queue.enqueue(request());
      const given = await claimed(queue);
      await redis.admin.config("SET", "maxmemory", "1");
      expect(await queue.release(given)).toBe(true);
      await redis.admin.config("SET", "maxmemory", "0");
      expect((await queue.enqueue(request())).status).toBe("pending");
      expect((await queue.stats()).counts).toMatchObject({ pending: 2, processing: 0, completed: 1, cancelled: 1 });
    },
    WITHIN_MS,
  );

  test(
    "Redis without memory leaves the lease with its holder",
    async () => {
      await using redis = await startRedis({ args: ["--maxmemory-policy", "noeviction"] });
      await using opened = await openOn(redis.url);
      await opened.queue.enqueue(request());
      await claimed(opened.queue);
      await redis.admin.config("SET", "maxmemory", "1");
      await redis.admin.pexpire("test:queue:lease", 9_000);
      // It is renewed: what is left of it grows again.
      let left = 0;
      for (let looks = 0; looks < 250 && left <= 9_000; looks++) {
        await Bun.sleep(20);
        left = await redis.admin.pttl("test:queue:lease");
      }
      expect(left).toBeGreaterThan(9_000);
    },
    WITHIN_MS,
  );

  test(
    "a replica that may only be read takes nothing until it is the primary",
    async () => {
      await using primary = await startRedis();
      await using replica = await startRedis();
      await using opened = await openOn(replica.url);
      await replica.admin.replicaof("127.0.0.1", primary.port);
      const error = await refusal(opened.queue.enqueue(request()));
      expect(error.code).toBe("queue_unavailable");
      expect(error.message).toContain("is a replica that may only be read");
      await replica.admin.replicaof("NO", "ONE");
      expect((await eventually(() => opened.queue.enqueue(request()))).status).toBe("pending");
    },
    WITHIN_MS,
  );

  describe("the password", () => {
    test(
      "opens the queue, and where it is wrong or missing the reason does not show it",
      async () => {
        await using redis = await startRedis({ password: "hunter#2 %" });
        await using opened = await openOn(redis.url);
        await opened.queue.enqueue(request());
        for (const login of [":hunter3@", ""]) {
          await using wrong = await openOn(`redis://${login}127.0.0.1:${redis.port}/0`);
          const error = await refusal(wrong.queue.enqueue(request()));
          expect(error.message).toContain("refused the user or the password");
          expect(`${error.message} ${error.hint}`).not.toContain("hunter");
        }
      },
      WITHIN_MS,
    );
  });

  test(
    "each database and each prefix is a queue of its own, and a number that Redis does not have is refused",
    async () => {
      await using redis = await startRedis();
      await using one = await openOn(redis.url);
      await using other = await openOn(redis.url.replace("/0", "/1"));
      await using third = await openOn(redis.url, { prefix: "other" });
      await one.queue.enqueue(request());
      for (const { queue } of [other, third]) expect((await queue.stats()).counts.pending).toBe(0);
      await using none = await openOn(redis.url.replace("/0", "/99"));
      expect((await refusal(none.queue.enqueue(request()))).message).toContain("has no database of that number");
      expect((await redis.admin.keys("*")).filter((key) => !key.startsWith("test:"))).toEqual([]);
    },
    WITHIN_MS,
  );

  test(
    "a Redis that may lose jobs is told of",
    async () => {
      await using redis = await startRedis({ args: ["--appendonly", "no", "--maxmemory-policy", "allkeys-lru"] });
      await using opened = await openOn(redis.url);
      await opened.queue.stats();
      while (opened.notices.length === 0) await Bun.sleep(5);
      expect(opened.notices[0]).toContain("keeps no append-only file");
      expect(opened.notices[0]).toContain("maxmemory-policy allkeys-lru");
    },
    WITHIN_MS,
  );
});
