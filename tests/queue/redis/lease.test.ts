import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { manualClock } from "../../support/clock.ts";
import { describeRedis, startRedis, type TestRedis } from "../../support/redis.ts";
import { claimed, complete, request } from "../jobs.ts";
import { openOn, type OpenedQueue } from "./support.ts";

const WITHIN_MS = 20_000;

const isHeldBy = ({ queue }: OpenedQueue): boolean => queue.lease.isHeld;

describeRedis("the lease of a queue in Redis", () => {
  let redis: TestRedis;
  let opened = 0;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterAll(() => redis[Symbol.asyncDispose]());

  /** Two servers that share a queue; the first has the lease, and a job that it runs. */
  async function twoServers() {
    const prefix = `lease_${opened++}`;
    const open = () => openOn(redis.url, { prefix });
    const [first, second] = [await open(), await open()];
    const job = await first.queue.enqueue(request());
    const claim = await claimed(first.queue);
    await first.queue.recordSteps(claim, [{ kind: "stop" }, { kind: "delete" }], 0);
    await first.queue.beginStep(claim, 0);
    const close = async () => void (await Promise.all([first.queue.close(), second.queue.close()]));
    /** As when the holder is heard no more for longer than the lease lasts. */
    const expire = () => redis.admin.del(`${prefix}:queue:lease`);
    return { prefix, first, second, job, claim, expire, [Symbol.asyncDispose]: close };
  }

  test("of two servers one runs jobs, and both take them and tell of them", async () => {
    await using servers = await twoServers();
    const { first, second, job } = servers;
    const other = await second.queue.enqueue(request());
    expect(await second.queue.claim(1)).toBeUndefined();
    expect(await second.queue.rescue()).toEqual({ again: 0, failed: [] });
    expect([first, second].map(isHeldBy)).toEqual([true, false]);
    expect((await second.queue.get(job.id))?.status).toBe("processing");
    expect((await claimed(first.queue)).job.id).toBe(other.id);
  });

  test(
    "the lease is kept as long as its holder lives, however long a pass takes",
    async () => {
      await using servers = await twoServers();
      const left = await redis.admin.pttl(`${servers.prefix}:queue:lease`);
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(10_000);
      // It is renewed: what is left of it grows again.
      await redis.admin.pexpire(`${servers.prefix}:queue:lease`, 9_000);
      while ((await redis.admin.pttl(`${servers.prefix}:queue:lease`)) <= 9_000) await Bun.sleep(20);
    },
    WITHIN_MS,
  );

  test("a holder that dies is followed by the next, which goes on with its jobs and knows what was sent", async () => {
    await using servers = await twoServers();
    const { second, job, expire } = servers;
    await expire();
    const claim = await claimed(second.queue);
    expect(claim.job.id).toBe(job.id);
    expect(claim.sent).toMatchObject([{ request: { kind: "stop" }, isDone: false }]);
    expect(second.rescued).toEqual([{ again: 1, failed: [] }]);
  });

  test("one who lost the lease begins no further step, and cannot end the job", async () => {
    await using servers = await twoServers();
    const { first, second, claim, expire } = servers;
    await expire();
    const again = await claimed(second.queue);
    expect(await first.queue.beginStep(claim, 1)).toBe(false);
    expect(await first.queue.recordSteps(claim, [{ kind: "start" }], 0)).toBe(false);
    expect(await complete(first.queue, claim)).toBe(false);
    expect(await first.queue.claim(1)).toBeUndefined();
    expect(isHeldBy(first)).toBe(false);
    expect(await complete(second.queue, again)).toBe(true);
  });

  test("one who lost the lease is told by the next renewal: what it writes is cut off at once", async () => {
    const prefix = `lease_${opened++}`;
    const clock = manualClock();
    await using first = await openOn(redis.url, { prefix, clock });
    await using second = await openOn(redis.url, { prefix });
    expect(first.queue.lease.whileHeld()?.aborted).toBe(true);
    await first.queue.rescue();
    const signal = first.queue.lease.whileHeld();
    if (signal === undefined) throw new Error("a lease in Redis can be lost");
    expect(signal.aborted).toBe(false);
    await redis.admin.del(`${prefix}:queue:lease`);
    await second.queue.rescue();
    const cutOff = once(signal, "abort");
    await clock.advance(3_000);
    await cutOff;
    expect(first.queue.lease.isHeld).toBe(false);
    expect(second.queue.lease.whileHeld()?.aborted).toBe(false);
  });

  test("a server that stood still while it was answered asks again before it begins a step", async () => {
    const clock = manualClock();
    await using server = await openOn(redis.url, { prefix: `lease_${opened++}`, clock });
    const { queue } = server;
    await queue.enqueue(request());
    const claim = await claimed(queue);
    await queue.recordSteps(claim, [{ kind: "stop" }], 0);
    const beginning = queue.beginStep(claim, 0);
    clock.jump(9_000);
    expect(await beginning).toBe(true);
    expect(queue.lease.whileHeld()?.aborted).toBe(false);
  });

  test("a lease that ran out and that nobody took is still its last holder's, with all its jobs", async () => {
    await using servers = await twoServers();
    const { first, second, claim, expire } = servers;
    await expire();
    expect(await first.queue.beginStep(claim, 1)).toBe(true);
    expect(await second.queue.claim(1)).toBeUndefined();
    expect(await complete(first.queue, claim)).toBe(true);
  });

  test("a holder that stops gives it up at once", async () => {
    await using servers = await twoServers();
    const { first, second, job, claim } = servers;
    await first.queue.release(claim);
    await first.queue.close();
    expect((await claimed(second.queue)).job.id).toBe(job.id);
  });
});
