import { expect, test } from "bun:test";
import { rootLog } from "../../../src/lib/log.ts";
import { createSchedule } from "../../../src/worker/schedule.ts";
import { manualClock } from "../../support/clock.ts";
import { describeRedis, startRedis } from "../../support/redis.ts";
import { drain } from "../jobs.ts";
import { eventually, openOn } from "./support.ts";

const MINUTE = 60_000;
const ENTRY = { cron: "* * * * *", context: "often", dryRun: false };
const SERIES = JSON.stringify([ENTRY.cron, ENTRY.context, ENTRY.dryRun]);

describeRedis("a schedule on a queue in Redis", () => {
  test("has one job for each time, though two servers take themselves for the runner and Redis dies in between", async () => {
    await using redis = await startRedis();
    const clock = manualClock();
    const start = clock.now();
    await using first = await openOn(redis.url);
    await using second = await openOn(redis.url);
    const schedules = [first, second].map(({ queue }) =>
      createSchedule({
        jobs: [ENTRY],
        timeZone: () => "UTC",
        queue,
        enqueued: () => {},
        isRunner: () => true,
        clock,
        log: rootLog(),
      }),
    );
    const jobs: number[] = [];
    for (const schedule of schedules) schedule.start();
    for (let minute = 1; minute <= 6; minute++) {
      const due = start + minute * MINUTE;
      if (minute % 2 === 0) {
        await redis.kill();
        await clock.advance(due - clock.now());
        await redis.start();
        for (const { queue } of [first, second]) await eventually(() => queue.lastTurn(SERIES));
      }
      // Whoever found no Redis looks again.
      await clock.advance(due + 30_000 - clock.now());
      // Answers take real time: whoever waited for one meanwhile rests only now.
      while ((await first.queue.lastTurn(SERIES))?.due !== due) await clock.advance(0);
      jobs.push((await drain(first.queue)).length);
    }
    for (const schedule of schedules) await schedule.stop();
    expect(jobs).toEqual([1, 1, 1, 1, 1, 1]);
    expect((await first.queue.list({ limit: 99, offset: 0 })).total).toBe(6);
  }, 30_000);
});
