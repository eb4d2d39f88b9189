import { describe, expect, test } from "bun:test";
import { scheduleBench, sharedQueue, times } from "./schedule-bench.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAILY = { cron: "0 4 * * *", context: "daily" };

describe("a server that starts", () => {
  interface Restart {
    readonly stops: number;
    readonly starts: number;
    /** Whether the jobs of the one before end meanwhile. */
    readonly ended: boolean;
  }

  /** One that ran from midnight on is followed by another, after a while in which there was none. */
  async function restarted({ stops, starts, ended }: Restart) {
    const shared = sharedQueue();
    {
      await using before = scheduleBench({ jobs: [{ cron: "0 * * * *" }], shared });
      await before.advance(stops);
    }
    if (ended) await shared.runAll();
    await shared.advance(starts - stops);
    return scheduleBench({ jobs: [{ cron: "0 * * * *" }], shared });
  }

  test("makes up for a time of the hour before, which came round while there was none", async () => {
    await using bench = await restarted({ stops: HOUR + MINUTE, starts: 2 * HOUR + 20 * MINUTE, ended: true });
    await bench.advance(0);
    expect(times(await bench.queued())).toEqual(["01-01T01:00", "01-01T02:20"]);
    expect(bench.first()).toMatchObject({ queued: 1, late: 1 });
  });

  test("does not queue again what the server before it had queued", async () => {
    await using bench = await restarted({ stops: HOUR + MINUTE, starts: HOUR + 2 * MINUTE, ended: true });
    await bench.advance(MINUTE);
    expect(times(await bench.queued())).toEqual(["01-01T01:00"]);
  });

  test("makes up for a time of the hour before, however many came round while there was none", async () => {
    await using bench = await restarted({ stops: HOUR + MINUTE, starts: 2160 * HOUR + 20 * MINUTE, ended: true });
    await bench.advance(0);
    expect(times(await bench.queued())).toEqual(["01-01T01:00", "04-01T00:20"]);
  });

  test("makes up for nothing that the one before it had skipped", async () => {
    const shared = sharedQueue();
    {
      await using before = scheduleBench({ jobs: [{ cron: "0 * * * *" }], shared });
      await before.advance(2 * HOUR + MINUTE);
      expect(before.first()).toMatchObject({ queued: 1, skipped: 1 });
    }
    await shared.runAll();
    await shared.advance(9 * MINUTE);
    await using bench = scheduleBench({ jobs: [{ cron: "0 * * * *" }], shared });
    await bench.advance(30 * MINUTE);
    expect(times(await bench.queued())).toEqual(["01-01T01:00"]);
    await bench.advance(20 * MINUTE);
    expect(times(await bench.queued())).toEqual(["01-01T01:00", "01-01T03:00"]);
  });

  for (const [what, without] of [
    ["another one", [{ cron: "0 * * * *", dryRun: true }]],
    ["none", []],
  ] as const)
    test(`makes up for nothing of an entry that comes back: between there was ${what}`, async () => {
      const shared = sharedQueue();
      const serve = async (jobs: Parameters<typeof scheduleBench>[0]["jobs"], ms: number) => {
        await using bench = scheduleBench({ jobs, shared });
        await bench.advance(ms);
        await bench.runAll();
      };
      await serve([{ cron: "0 * * * *" }], HOUR + 10 * MINUTE);
      await serve(without, HOUR);
      await using bench = scheduleBench({ jobs: [{ cron: "0 * * * *" }], shared });
      await bench.advance(49 * MINUTE);
      expect(bench.first()).toMatchObject({ queued: 0 });
      await bench.advance(MINUTE);
      expect(bench.first()).toMatchObject({ queued: 1, late: 0 });
    });

  test("leaves the turns of other entries alone until it runs the jobs", async () => {
    const shared = sharedQueue();
    await using runner = scheduleBench({ jobs: [{ cron: "0 * * * *" }], shared });
    let isRunner = false;
    await using bench = scheduleBench({ jobs: [{ cron: "30 * * * *" }], shared, isRunner: () => isRunner });
    await shared.advance(HOUR);
    const series = JSON.stringify(["0 * * * *", null, false]);
    expect(await shared.queue.lastTurn(series)).toMatchObject({ job: runner.first()?.lastJob });
    isRunner = true;
    await bench.advance(30_000);
    expect(await shared.queue.lastTurn(series)).toBeUndefined();
  });

  test("makes up for nothing where nobody had begun: a new entry waits for its time", async () => {
    await using bench = scheduleBench({ jobs: [{ cron: "0 * * * *" }], start: "2026-01-01T00:30:00Z" });
    await bench.advance(29 * MINUTE);
    expect(await bench.queued()).toEqual([]);
  });

  test("makes up for nothing older", async () => {
    const shared = sharedQueue();
    {
      await using before = scheduleBench({ jobs: [DAILY], shared });
      await before.advance(4 * HOUR);
    }
    await shared.runAll();
    await shared.advance(25 * HOUR + MINUTE);
    await using bench = scheduleBench({ jobs: [DAILY], shared });
    await bench.advance(MINUTE);
    expect(times(await bench.queued())).toEqual(["01-01T04:00"]);
  });

  test("knows whether the last job has ended", async () => {
    await using bench = await restarted({ stops: HOUR, starts: HOUR + MINUTE, ended: false });
    await bench.advance(HOUR);
    expect(times(await bench.queued())).toEqual(["01-01T01:00"]);
    expect(bench.first()).toMatchObject({ queued: 0, skipped: 1 });
  });
});
