import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { scheduleBench, times } from "./schedule-bench.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe("a schedule", () => {
  test("queues ordinary jobs when their time has come, and tells the worker", async () => {
    await using bench = scheduleBench({ jobs: [{ cron: "0 4 * * *", context: "daily", dryRun: true }] });
    await bench.advance(4 * HOUR - 1);
    expect(await bench.queued()).toEqual([]);
    await bench.advance(1);
    expect(await bench.queued()).toMatchObject([{ context: "daily", hash: null, dryRun: true, trace: false }]);
    expect(bench.wakes()).toBe(1);
    await bench.runAll();
    await bench.advance(DAY);
    expect(times(await bench.queued())).toEqual(["01-01T04:00", "01-02T04:00"]);
  });

  test("goes by the clocks of its time zone, also when they change", async () => {
    await using bench = scheduleBench({
      jobs: [{ cron: "0 4 * * *" }],
      timeZone: "Europe/Berlin",
      start: "2026-03-28T00:00:00Z",
    });
    for (let day = 0; day < 2; day++) {
      await bench.advance(DAY);
      await bench.runAll();
    }
    expect(times(await bench.queued())).toEqual(["03-28T03:00", "03-29T02:00"]);
  });

  test("says what comes next, and what has been", async () => {
    await using bench = scheduleBench({ jobs: [{ cron: "0 4 * * *", context: "daily" }] });
    const next = { cron: "0 4 * * *", context: "daily", dryRun: false };
    const nothing = { lastRun: null, lastJob: null, queued: 0, skipped: 0, late: 0 };
    expect(bench.schedule.state()).toEqual({
      timeZone: "UTC",
      entries: [{ ...next, nextRun: Date.parse("2026-01-01T04:00:00Z"), ...nothing }],
    });
    await bench.advance(5 * HOUR);
    const [job] = await bench.queued();
    expect(bench.first()).toEqual({
      ...next,
      nextRun: Date.parse("2026-01-02T04:00:00Z"),
      lastRun: Date.parse("2026-01-01T04:00:00Z"),
      lastJob: job?.id ?? "",
      queued: 1,
      skipped: 0,
      late: 0,
    });
  });

  test("with nothing in it looks no more once it runs the jobs", async () => {
    let isRunner = false;
    await using bench = scheduleBench({ jobs: [], isRunner: () => isRunner });
    await bench.advance(DAY);
    expect(bench.clock.sleepers).toBe(1);
    isRunner = true;
    await bench.advance(DAY);
    expect(bench.clock.sleepers).toBe(0);
    expect(bench.schedule.state()).toEqual({ timeZone: "UTC", entries: [] });
    expect(bench.lines).toEqual([]);
  });

  test("that was stopped queues nothing more", async () => {
    await using bench = scheduleBench({ jobs: [{}] });
    await bench.schedule.stop();
    await bench.advance(HOUR);
    expect(await bench.queued()).toEqual([]);
  });
});

describe("jobs do not pile up:", () => {
  test("a tick whose predecessor has not ended is skipped and counted, be it waiting or running", async () => {
    await using bench = scheduleBench({ jobs: [{ context: "often" }] });
    await bench.advance(MINUTE);
    await bench.advance(MINUTE);
    const claim = await bench.queue.claim(1);
    await bench.advance(MINUTE);
    expect(await bench.queued()).toHaveLength(1);
    expect(bench.first()).toMatchObject({ queued: 1, skipped: 2 });
    expect(bench.wakes()).toBe(1);
    if (claim !== undefined) await bench.queue.fail(claim, "no");
    await bench.advance(MINUTE);
    expect(times(await bench.queued())).toEqual(["01-01T00:01", "01-01T00:04"]);
    const [first] = await bench.queued();
    expect(bench.lines.filter((line) => line.startsWith("WARNING"))).toEqual([
      `WARNING schedule Skipped, since the job before has not ended cron="* * * * *" context=often job=${first?.id ?? ""} status=pending`,
      `WARNING schedule Skipped, since the job before has not ended cron="* * * * *" context=often job=${first?.id ?? ""} status=processing`,
    ]);
  });

  test("one that was cancelled, or is no longer kept, holds nothing up", async () => {
    await using bench = scheduleBench({ jobs: [{}] });
    await bench.advance(MINUTE);
    await bench.queue.cancel(bench.first()?.lastJob ?? "");
    await bench.advance(MINUTE);
    await bench.runAll();
    await bench.queue.prune(Infinity);
    await bench.advance(MINUTE);
    expect(bench.first()).toMatchObject({ queued: 3, skipped: 0 });
  });

  test("each entry waits for its own jobs only", async () => {
    await using bench = scheduleBench({ jobs: [{ context: "a" }, { context: "b", cron: "*/2 * * * *" }] });
    await bench.advance(2 * MINUTE);
    expect((await bench.queued()).map(({ context }) => context)).toEqual(["a", "b"]);
    expect(bench.schedule.state().entries).toMatchObject([{ skipped: 1 }, { skipped: 0 }]);
  });
});

describe("time that jumps:", () => {
  test("after a long sleep each entry runs once for all that was missed, counted as late", async () => {
    await using bench = scheduleBench({
      jobs: [{ cron: "*/5 * * * *" }, { cron: "0 4 * * *" }, { cron: "0 0 1 2 *" }],
    });
    await bench.advance(MINUTE);
    bench.jump(10 * HOUR + 7 * MINUTE);
    await bench.advance(30_000);
    expect(await bench.queued()).toHaveLength(2);
    expect(bench.schedule.state().entries).toMatchObject([
      { queued: 1, late: 1, nextRun: Date.parse("2026-01-01T10:10:00Z") },
      { queued: 1, late: 1, nextRun: Date.parse("2026-01-02T04:00:00Z") },
      { queued: 0, late: 0 },
    ]);
    await bench.runAll();
    await bench.advance(3 * MINUTE);
    expect(bench.first()).toMatchObject({ queued: 2, late: 1 });
  });

  test("a clock that is set back makes no entry silent until it is again what it was", async () => {
    await using bench = scheduleBench({ jobs: [{ cron: "0 * * * *" }], start: "2026-01-01T05:30:00Z" });
    bench.jump(-5 * HOUR);
    await bench.advance(HOUR);
    expect(times(await bench.queued())).toEqual(["01-01T01:00"]);
  });

  test("a clock that is set back by a little repeats nothing", async () => {
    await using bench = scheduleBench({ jobs: [{ cron: "0 * * * *" }] });
    await bench.advance(HOUR);
    await bench.runAll();
    bench.jump(-5_000);
    await bench.advance(MINUTE);
    expect(bench.first()).toMatchObject({ queued: 1 });
  });
});

test("a job that cannot be queued is tried again until it can, and others are not held up", async () => {
  let isFull = true;
  const full = new AppError("queue_unavailable", "the disk is full");
  await using bench = scheduleBench({
    jobs: [
      { cron: "0 4 * * *", context: "a" },
      { cron: "1 4 * * *", context: "b" },
    ],
    through: (queue) => ({
      ...queue,
      enqueueTurn: (request, turn) =>
        isFull && request.context === "a" ? Promise.reject(full) : queue.enqueueTurn(request, turn),
    }),
  });
  await bench.advance(4 * HOUR + 2 * MINUTE);
  expect((await bench.queued()).map(({ context }) => context)).toEqual(["b"]);
  isFull = false;
  await bench.advance(30_000);
  expect((await bench.queued()).map(({ context }) => context)).toEqual(["b", "a"]);
  expect(bench.first()).toMatchObject({ queued: 1, late: 1, nextRun: Date.parse("2026-01-02T04:00:00Z") });
});
