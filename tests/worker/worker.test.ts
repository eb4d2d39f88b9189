import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { flaky, gates, workerBench } from "./support.ts";

describe("jobs", () => {
  test("run one at a time, in the order they came", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    const ids = [await at.enqueue("a"), await at.enqueue("b"), await at.enqueue("c")];
    expect(work.started).toEqual(["a"]);
    expect(await Promise.all(ids.map(at.status))).toEqual(["processing", "pending", "pending"]);
    work.finish("a");
    await at.clock.advance(0);
    expect(work.started).toEqual(["a", "b"]);
    work.finish("b");
    await at.clock.advance(0);
    work.finish("c");
    await at.clock.advance(0);
    expect(await Promise.all(ids.map(at.status))).toEqual(["completed", "completed", "completed"]);
  });

  test("carry what was asked for to the run, and its result back", async () => {
    const asked: unknown[] = [];
    const run = async (request: unknown) => {
      asked.push(request);
      return { torrents_processed: 3 };
    };
    await using at = workerBench({ run });
    const request = { context: "on_added", hash: "a".repeat(40), dryRun: true, trace: true };
    const { id } = await at.queue.enqueue(request);
    at.worker.start();
    await at.clock.advance(0);
    expect(asked).toEqual([expect.objectContaining(request)]);
    expect(await at.queue.get(id)).toMatchObject({
      status: "completed",
      result: { torrents_processed: 3 },
      error: null,
    });
  });

  test("that may share a pass run in one, and each has its own result", async () => {
    const passes: (string | null)[][] = [];
    await using at = workerBench({
      ran: async (jobs) => {
        passes.push(jobs.map(({ hash }) => hash));
        return { results: new Map(jobs.map(({ id, hash }) => [id, { about: hash }])) };
      },
    });
    const hashes = ["a", "b", "c"].map((digit) => digit.repeat(40));
    const jobs = [];
    for (const hash of hashes) {
      jobs.push(await at.queue.enqueue({ context: "on_added", hash, dryRun: false, trace: false }));
    }
    at.worker.start();
    await at.clock.advance(0);
    expect(passes).toEqual([hashes]);
    const ended = await Promise.all(jobs.map(({ id }) => at.queue.get(id)));
    expect(ended.map((job) => [job?.status, job?.result])).toEqual(hashes.map((about) => ["completed", { about }]));
    expect(at.lines.join("\n")).toContain("sharing=2");
  });

  test("start when the worker is woken, without waiting for its next look", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    await at.clock.advance(300);
    await at.enqueue("a");
    expect(work.started).toEqual(["a"]);
  });

  test("that came in unnoticed are found within a second", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    await at.clock.advance(10);
    await at.queue.enqueue({ context: "a", hash: null, dryRun: false, trace: false });
    await at.clock.advance(1_000);
    expect(work.started).toEqual(["a"]);
  });
});

describe("a job that fails", () => {
  test("for a reason that was foreseen has the message, a trace id and what to do as its error, and the next one runs", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    const [first, second] = [await at.enqueue("a"), await at.enqueue("b")];
    work.break("a", new AppError("qbittorrent_answer", "answered nonsense", { hint: "look at the proxy" }));
    await at.clock.advance(0);
    expect(await at.queue.get(first)).toMatchObject({ status: "failed" });
    const { error = "" } = (await at.queue.get(first)) ?? {};
    const traceId = /^answered nonsense \(trace id ([\da-f-]{36})\)\n  -> look at the proxy$/.exec(error ?? "")?.[1];
    expect(traceId).toBeString();
    const logged = at.lines.filter((line) => line.includes(`trace_id=${traceId}`));
    expect(logged).toEqual([expect.stringContaining("answered nonsense")]);
    expect(logged[0]).not.toContain("error.stack=");
    work.finish("b");
    await at.clock.advance(0);
    expect(await at.status(second)).toBe("completed");
  });

  test("after its work keeps what came of that", async () => {
    const failure = new AppError("too_many_deletions", "only 1 may go", { hint: "look at the rules" });
    await using at = workerBench({ run: async () => ({ actions_executed: 3 }), failure });
    at.worker.start();
    expect(await at.queue.get(await at.enqueue("a"))).toMatchObject({
      status: "failed",
      error: expect.stringMatching(/^only 1 may go \(trace id [\da-f-]{36}\)\n  -> look at the rules$/),
      result: { actions_executed: 3 },
    });
  });

  test("for a bug has a trace id that the log knows, and no stack", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    const id = await at.enqueue("a");
    work.break("a", new TypeError("x is undefined"));
    await at.clock.advance(0);
    const { error = "" } = (await at.queue.get(id)) ?? {};
    const traceId = /^Internal error, see the log: x is undefined \(trace id ([\da-f-]{36})\)$/.exec(error ?? "")?.[1];
    expect(traceId).toBeString();
    const logged = at.lines.filter((line) => line.includes(`trace_id=${traceId}`));
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain("error.stack=");
    expect(await at.enqueue("b").then(at.status)).toBe("processing");
  });

  test("with something thrown that is no error at all fails all the same", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    const id = await at.enqueue("a");
    work.break("a", "nope");
    await at.clock.advance(0);
    expect(await at.queue.get(id)).toMatchObject({ status: "failed", error: expect.stringContaining("nope") });
  });
});

describe("stop", () => {
  test("lets the running job finish, and claims nothing more", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    const [first, second] = [await at.enqueue("a"), await at.enqueue("b")];
    const stopped = at.worker.stop();
    await at.clock.advance(3_600_000);
    expect(await at.status(first)).toBe("processing");
    work.finish("a");
    await stopped;
    expect(await Promise.all([first, second].map(at.status))).toEqual(["completed", "pending"]);
    expect(at.worker.running).toBe(false);
  });

  test("puts a job that is asked to give up back into the queue", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    const id = await at.enqueue("a");
    const stopped = at.worker.stop();
    at.worker.giveUp();
    await stopped;
    expect(await at.queue.get(id)).toMatchObject({ status: "pending", startedAt: null });
    expect(at.lines.at(-1)).toMatch(/Job goes back to the queue job=/);
  });

  test("leaves a job alone that somebody else has taken by then, and says so", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    const id = await at.enqueue("a");
    await at.queue.rescue();
    const other = await at.queue.claim(1);
    at.worker.giveUp();
    await at.worker.stop();
    expect([other?.jobs[0].id, await at.status(id)]).toEqual([id, "processing"]);
    expect(at.lines.at(-1)).toMatch(/Job was taken back, and is left to whoever has it now job=/);
  });

  test("does not wait for a job that itself waits for qBittorrent: it goes back at once", async () => {
    await using at = workerBench({ run: () => Promise.reject(new AppError("qbittorrent_unreachable", "away")) });
    at.worker.start();
    const id = await at.enqueue("a");
    await at.worker.stop();
    expect(await at.status(id)).toBe("pending");
  });

  test("of a worker with nothing to do is immediate", async () => {
    await using at = workerBench({ run: async () => ({}) });
    at.worker.start();
    await at.clock.advance(10);
    expect(at.worker.running).toBe(true);
    await at.worker.stop();
    expect(at.worker.running).toBe(false);
    expect(at.clock.sleepers).toBe(0);
  });

  test("of a worker that was never started is fine", async () => {
    await using at = workerBench({ run: async () => ({}) });
    await at.worker.stop();
    expect(at.worker.running).toBe(false);
  });
});

describe("a queue that cannot be used", () => {
  test("is looked at again a second later, and the log says so", async () => {
    await using at = workerBench({ run: async () => ({}), through: flaky("claim", 1) });
    at.worker.start();
    const { id } = await at.queue.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await at.clock.advance(999);
    expect(await at.status(id)).toBe("pending");
    expect(at.lines.join("\n")).toContain('The queue cannot be used error="the disk is full"');
    await at.clock.advance(1);
    expect(await at.status(id)).toBe("completed");
  });

  test.each([
    [
      "result",
      "complete",
      async () => ({ torrents_processed: 1 }),
      { status: "completed", result: { torrents_processed: 1 } },
    ],
    [
      "failure",
      "fail",
      () => Promise.reject(new AppError("qbittorrent_answer", "no")),
      { status: "failed", error: expect.stringMatching(/^no \(trace id/) },
    ],
  ] as const)(
    "keeps no %s from being written down once it is back, and the job does not run twice",
    async (_, operation, end, expected) => {
      let runs = 0;
      const run = () => {
        runs++;
        return end();
      };
      await using at = workerBench({ run, through: flaky(operation, 2) });
      at.worker.start();
      const id = await at.enqueue();
      expect(await at.status(id)).toBe("processing");
      await at.clock.advance(2_000);
      expect(await at.queue.get(id)).toMatchObject(expected);
      expect(runs).toBe(1);
    },
  );

  test("that has given the job to somebody else meanwhile keeps that one's claim", async () => {
    const work = gates();
    await using at = workerBench({ run: work.run });
    at.worker.start();
    const id = await at.enqueue("a");
    await at.queue.rescue();
    await at.queue.claim(1);
    work.finish("a");
    await at.clock.advance(0);
    expect(await at.status(id)).toBe("processing");
    expect(at.lines.join("\n")).toContain("Job was taken back, its result is dropped");
  });
});
