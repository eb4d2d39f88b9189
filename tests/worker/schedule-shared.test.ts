import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { scheduleBench, sharedQueue, times } from "./schedule-bench.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAILY = { cron: "0 4 * * *", context: "daily" };

/** Of two servers on one queue, which runs the jobs is the test's to say. */
function twoServers(jobs: readonly { readonly cron: string; readonly context?: string }[]) {
  const shared = sharedQueue();
  let runner = "first";
  const first = scheduleBench({ jobs, shared, isRunner: () => runner === "first" });
  const second = scheduleBench({ jobs, shared, isRunner: () => runner === "second" });
  return {
    ...shared,
    first,
    second,
    setRunner: (name: "first" | "second" | "nobody") => {
      runner = name;
    },
    [Symbol.asyncDispose]: async () => {
      await first[Symbol.asyncDispose]();
      await second[Symbol.asyncDispose]();
    },
  };
}

describe("servers that share a queue and have the same schedule", () => {
  test("queue each job once: the one that runs the jobs does", async () => {
    await using at = twoServers([DAILY]);
    await at.advance(4 * HOUR + MINUTE);
    expect(times(await at.queued())).toEqual(["01-01T04:00"]);
    expect([at.first, at.second].map((server) => server.first()?.queued)).toEqual([1, 0]);
  });

  test("queue it once even if each of them thinks that it runs the jobs", async () => {
    const shared = sharedQueue();
    await using one = scheduleBench({ jobs: [{}], shared });
    await using other = scheduleBench({ jobs: [{}], shared });
    for (let minute = 0; minute < 5; minute++) {
      await shared.advance(MINUTE);
      await shared.runAll();
    }
    expect(times(await shared.queued())).toEqual(["01", "02", "03", "04", "05"].map((minute) => `01-01T00:${minute}`));
    expect((one.first()?.queued ?? 0) + (other.first()?.queued ?? 0)).toBe(5);
  });

  test("make up for a time that came round while none of them ran the jobs", async () => {
    await using at = twoServers([DAILY]);
    await at.advance(4 * HOUR - MINUTE);
    at.setRunner("nobody");
    await at.advance(MINUTE + 5_000);
    expect(await at.queued()).toEqual([]);
    at.setRunner("second");
    await at.advance(30_000);
    expect(await at.queued()).toMatchObject([{ context: "daily" }]);
    expect(at.second.first()).toMatchObject({ queued: 1, late: 0, nextRun: Date.parse("2026-01-02T04:00:00Z") });
  });

  test("make up for what was long ago as after a sleep: once for all, late, and the log says for when", async () => {
    await using at = twoServers([{ cron: "*/10 * * * *" }]);
    at.setRunner("nobody");
    await at.advance(5 * HOUR + 5 * MINUTE);
    at.setRunner("second");
    await at.advance(30_000);
    const [job, ...others] = await at.queued();
    expect(others).toEqual([]);
    expect(at.second.first()).toMatchObject({ queued: 1, late: 1 });
    expect(at.second.lines).toEqual([
      `INFO schedule Queued on schedule cron="*/10 * * * *" job=${job?.id ?? ""} due=2026-01-01T05:00:00.000Z`,
    ]);
  });

  test("queue nothing again when another takes over, and tell which job was last, whoever queued it", async () => {
    await using at = twoServers([DAILY]);
    await at.advance(4 * HOUR + MINUTE);
    await at.runAll();
    at.setRunner("second");
    await at.advance(HOUR);
    const [job, ...others] = await at.queued();
    expect(others).toEqual([]);
    expect(at.second.first()).toMatchObject({ queued: 0, lastJob: job?.id ?? "", lastRun: job?.createdAt });
  });

  test("skip a time whose predecessor has not ended, whichever of them queued that", async () => {
    await using at = twoServers([{ cron: "* * * * *" }]);
    await at.advance(MINUTE);
    at.setRunner("second");
    await at.advance(MINUTE);
    expect(await at.queued()).toHaveLength(1);
    expect(at.second.first()).toMatchObject({ queued: 0, skipped: 1 });
  });
});

describe("an answer that is lost", () => {
  const lost = new AppError("queue_unavailable", "no answer");

  test("of a job that was queued all the same queues no second one", async () => {
    let losing = true;
    const through = (queue: Queue): Queue => ({
      ...queue,
      enqueueTurn: async (...words) => {
        const job = await queue.enqueueTurn(...words);
        if (losing) throw lost;
        return job;
      },
    });
    await using bench = scheduleBench({ jobs: [DAILY], through });
    await bench.advance(4 * HOUR);
    losing = false;
    await bench.runAll();
    await bench.advance(HOUR);
    const [job, ...others] = await bench.queued();
    expect(others).toEqual([]);
    expect(bench.first()).toMatchObject({ lastJob: job?.id ?? "", skipped: 0 });
  });

  test("of one that was queued only after it had been asked for again queues no second one either", async () => {
    const late: (() => Promise<unknown>)[] = [];
    const through = (queue: Queue): Queue => ({
      ...queue,
      enqueueTurn: async (...words) => {
        if (late.length > 0) return await queue.enqueueTurn(...words);
        late.push(() => queue.enqueueTurn(...words));
        throw lost;
      },
    });
    await using bench = scheduleBench({ jobs: [DAILY], through });
    await bench.advance(4 * HOUR + MINUTE);
    await bench.runAll();
    expect(await late[0]?.()).toBeUndefined();
    expect(await bench.queued()).toHaveLength(1);
  });
});

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

test("a turn that a clock took which was far ahead keeps no entry silent once it is right again", async () => {
  await using bench = scheduleBench({ jobs: [{ cron: "0 * * * *" }] });
  bench.jump(365 * 24 * HOUR);
  await bench.advance(MINUTE);
  await bench.runAll();
  bench.jump(-365 * 24 * HOUR);
  await bench.advance(HOUR);
  expect(times(await bench.queued())).toEqual(["01-01T00:00", "01-01T01:00"]);
});

test("a clock that jumps by half a century finds the last time of an entry that comes each minute at once", async () => {
  await using bench = scheduleBench({ jobs: [{}], start: "1970-01-01T00:00:00Z" });
  await bench.advance(MINUTE);
  await bench.runAll();
  bench.jump(56 * 365 * 24 * HOUR);
  await bench.advance(MINUTE);
  expect(bench.first()).toMatchObject({ queued: 2 });
});
