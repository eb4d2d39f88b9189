import { expect, test } from "bun:test";
import { describeRedis, startRedis } from "../../support/redis.ts";
import { request } from "../jobs.ts";
import { openOn } from "./support.ts";

describeRedis("a queue in Redis", () => {
  test("ends jobs with large results in parts, none of which keeps Redis from others for long", async () => {
    await using redis = await startRedis();
    await using opened = await openOn(redis.url);
    const { queue } = opened;
    const jobs = 40;
    for (let i = 0; i < jobs; i++) await queue.enqueue(request());
    const claim = await queue.claim(jobs);
    if (claim === undefined) throw new Error("nothing to claim");
    const result = { torrents: "x".repeat(100_000) };
    await redis.admin.config("RESETSTAT");
    expect(await queue.complete(claim, new Map(claim.jobs.map(({ id }) => [id, result])))).toBe(true);
    const scripts = /cmdstat_evalsha:calls=(\d+)/.exec(await redis.admin.info("commandstats"))?.[1];
    expect(Number(scripts)).toBeGreaterThan(5);
    expect((await queue.stats()).counts).toMatchObject({ completed: jobs, processing: 0 });
    expect((await queue.get(claim.jobs[0].id))?.result).toEqual(result);
  }, 20_000);
});
