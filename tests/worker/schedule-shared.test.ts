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

describe("a time that was skipped has had its turn:", () => {
  test("no other server makes up for it once the job before has ended", async () => {
    await using at = twoServers([DAILY]);
    await at.advance(28 * HOUR);
    expect(at.first.first()).toMatchObject({ queued: 1, skipped: 1 });
    await at.runAll();
    at.setRunner("second");
    await at.advance(10 * HOUR);
    expect(times(await at.queued())).toEqual(["01-01T04:00"]);
    await at.advance(14 * HOUR);
    expect(times(await at.queued())).toEqual(["01-01T04:00", "01-03T04:00"]);
    expect(at.second.first()).toMatchObject({ queued: 1, skipped: 0, late: 0 });
  });

  test("the job before is still the last; when it came is not known once it is no longer kept", async () => {
    await using at = twoServers([DAILY]);
    await at.advance(28 * HOUR);
    const lastJob = at.first.first()?.lastJob;
    expect(at.first.first()).toMatchObject({ lastRun: Date.parse("2026-01-01T04:00:00Z") });
    await at.runAll();
    await at.queue.prune(Infinity);
    at.setRunner("second");
    await at.advance(HOUR);
    expect(lastJob).toBeString();
    expect(at.second.first()).toMatchObject({ lastRun: null, lastJob });
  });

  test("of servers that each think that they run the jobs, the one that noted it counts it", async () => {
    const shared = sharedQueue();
    await using one = scheduleBench({ jobs: [{}], shared });
    await using other = scheduleBench({ jobs: [{}], shared });
    await shared.advance(3 * MINUTE + 30_000);
    expect(await shared.queued()).toHaveLength(1);
    expect((one.first()?.skipped ?? 0) + (other.first()?.skipped ?? 0)).toBe(2);
    const warnings = [...one.lines, ...other.lines].filter((line) => line.startsWith("WARNING"));
    expect(warnings).toHaveLength(2);
  });

  test("it does not once more, though the answer was lost and the job has ended since", async () => {
    let losing = true;
    const through = (queue: Queue): Queue => ({
      ...queue,
      skipTurn: async (turn) => {
        const isOurs = await queue.skipTurn(turn);
        if (losing) throw new AppError("queue_unavailable", "no answer");
        return isOurs;
      },
    });
    await using bench = scheduleBench({ jobs: [DAILY], through });
    await bench.advance(28 * HOUR);
    losing = false;
    await bench.runAll();
    await bench.advance(HOUR);
    expect(times(await bench.queued())).toEqual(["01-01T04:00"]);
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
