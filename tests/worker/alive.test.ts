import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { flaky, gates, workerBench } from "./support.ts";

describe("a bug of our own", () => {
  const bug = new TypeError("x is undefined");

  test("at the queue has a trace id and a stack in the log, and the worker goes on", async () => {
    await using at = workerBench({ through: flaky("claim", 2, bug) });
    at.worker.start();
    const { id } = await at.queue.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await at.clock.advance(2_999);
    expect(await at.status(id)).toBe("pending");
    await at.clock.advance(1);
    expect(await at.status(id)).toBe("completed");
    const told = at.lines.filter((line) => line.includes("ERROR"));
    expect(told).toHaveLength(2);
    for (const line of told)
      expect(line).toMatch(/Internal error: .* trace_id=[\da-f-]{36} .*x is undefined.*error\.stack=/);
  });

  test("in writing down what came of a job fails that job, and the next one runs", async () => {
    await using at = workerBench({ through: flaky("complete", 1, bug) });
    at.worker.start();
    const [first, second] = [await at.enqueue("a"), await at.enqueue("b")];
    expect(await at.queue.get(first)).toMatchObject({
      status: "failed",
      error: expect.stringMatching(/^Internal error, see the log: x is undefined \(trace id [\da-f-]{36}\)$/),
    });
    expect(await at.status(second)).toBe("completed");
  });

  test("is no sign of life", async () => {
    await using at = workerBench({ through: flaky("claim", Infinity, bug) });
    at.worker.start();
    await at.clock.advance(600_000);
    expect(at.worker.signs).toBe(0);
  });
});

describe("signs of life", () => {
  test("come with every look at an empty queue, and with every attempt at a job that waits, but not while one runs", async () => {
    const work = gates();
    let isAway = true;
    await using at = workerBench({
      run: (request, signal) =>
        isAway ? Promise.reject(new AppError("qbittorrent_unreachable", "away")) : work.run(request, signal),
      retryFor: 600_000,
    });
    at.worker.start();
    const grows = async (ms: number) => {
      const before = at.worker.signs;
      await at.clock.advance(ms);
      return at.worker.signs > before;
    };
    expect(await grows(60_000)).toBe(true);
    const id = await at.enqueue("a");
    expect(at.worker.job).toBe(id);
    for (let i = 0; i < 3; i++) expect(await grows(60_000)).toBe(true);
    isAway = false;
    await at.clock.advance(30_000);
    expect(await grows(600_000)).toBe(false);
    work.finish("a");
    await at.clock.advance(0);
    expect(at.worker.job).toBeUndefined();
    expect(await grows(60_000)).toBe(true);
  });
});
