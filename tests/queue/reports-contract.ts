import { describe, expect, test } from "bun:test";
import { manualClock } from "../support/clock.ts";
import { claimed, complete, enqueueAndClaim, type OpenQueue, request, type Single } from "./jobs.ts";
import type { JobPage } from "../../src/queue/queue.ts";

const minute = 60_000;
const hour = 60 * minute;

const outcome = ["result", "error"];

const summary = ({ job }: Single) => Object.fromEntries(Object.entries(job).filter(([key]) => !outcome.includes(key)));

/** The part of the contract about many jobs at once. */
export function reportsContract(name: string, open: OpenQueue): void {
  describe(`${name}: list`, () => {
    test("has all of a job but what came of it, which may be large", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const { queue } = opened;
      const [one, other] = [await enqueueAndClaim(queue), await enqueueAndClaim(queue)];
      await clock.advance(minute);
      await complete(queue, one, { torrents: [] });
      await queue.fail(other, "no");
      const { jobs } = await queue.list({ limit: 9, offset: 0 });
      const ended = { completedAt: clock.now() };
      expect(jobs).toMatchObject([
        { ...summary(other), ...ended, status: "failed" },
        { ...summary(one), ...ended, status: "completed" },
      ]);
      expect(jobs.flatMap(Object.keys).filter((key) => outcome.includes(key))).toEqual([]);
    });

    test("is newest first, a page at a time, with the total of all pages", async () => {
      await using opened = await open(manualClock());
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) ids.unshift((await opened.queue.enqueue(request())).id);
      const page = async (limit: number, offset: number) => {
        const { total, jobs } = await opened.queue.list({ limit, offset });
        expect(total).toBe(5);
        return jobs.map(({ id }) => id);
      };
      expect(await page(2, 0)).toEqual(ids.slice(0, 2));
      expect(await page(2, 4)).toEqual(ids.slice(4));
      expect(await page(10, 0)).toEqual(ids);
      expect(await page(10, 5)).toEqual([]);
      expect(await page(0, 0)).toEqual([]);
    });

    test("goes on from a cursor where it stopped, whatever has come or gone meanwhile", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const { queue } = opened;
      const ids: string[] = [];
      const add = async () => void ids.unshift((await queue.enqueue(request())).id);
      for (let i = 0; i < 7; i++) await add();
      const first = await queue.list({ limit: 3, offset: 0 });
      expect(first.jobs.map(({ id }) => id)).toEqual(ids.slice(0, 3));
      const rest = ids.slice(3);
      await add();
      // The one that the cursor stands at goes.
      await queue.cancel(first.jobs[2]?.id ?? "");
      await clock.advance(minute);
      expect(await queue.prune(clock.now())).toBe(1);
      const second = await queue.list({ limit: 3, offset: 0, cursor: first.next ?? "" });
      expect(second.jobs.map(({ id }) => id)).toEqual(rest.slice(0, 3));
      const third = await queue.list({ limit: 3, offset: 0, cursor: second.next ?? "" });
      expect(third.jobs.map(({ id }) => id)).toEqual(rest.slice(3));
      expect(third).toMatchObject({ total: 7, next: null });
    });

    test("shows nothing behind a cursor that came after it, also when all that was there has gone", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const { queue } = opened;
      const { id } = await queue.enqueue(request());
      const others = [await queue.enqueue(request()), await queue.enqueue(request())];
      const { next } = await queue.list({ limit: 1, offset: 0 });
      for (const job of [id, ...others.map((other) => other.id)]) await queue.cancel(job);
      await clock.advance(minute);
      expect(await queue.prune(clock.now())).toBe(3);
      await queue.enqueue(request());
      expect((await queue.list({ limit: 3, offset: 0, cursor: next ?? "" })).jobs).toEqual([]);
    });

    test("has no cursor where nothing comes after, also of a page that is just full", async () => {
      await using opened = await open(manualClock());
      for (let i = 0; i < 4; i++) await opened.queue.enqueue(request({ context: i % 2 === 0 ? "a" : "b" }));
      const next = async (filter: object) => (await opened.queue.list({ limit: 2, offset: 0, ...filter })).next;
      expect(await next({ context: "a" })).toBeNull();
      expect(await next({ offset: 2 })).toBeNull();
      expect(await next({ limit: 10 })).toBeNull();
      expect(await next({ limit: 0 })).toBeNull();
      expect(await next({})).toBeString();
    });

    test("filters by status, by context, and by both", async () => {
      await using opened = await open(manualClock());
      for (const context of ["a", "b", "a", null, "a"]) await opened.queue.enqueue(request({ context }));
      await complete(opened.queue, await claimed(opened.queue), {});
      await complete(opened.queue, await claimed(opened.queue), {});
      const total = async (filter: object) => (await opened.queue.list({ limit: 0, offset: 0, ...filter })).total;
      expect(await total({ status: "completed" })).toBe(2);
      expect(await total({ context: "a" })).toBe(3);
      expect(await total({ status: "pending", context: "a" })).toBe(2);
      expect(await total({ status: "failed", context: "a" })).toBe(0);
      expect(await total({ context: "c" })).toBe(0);
      const { jobs } = await opened.queue.list({ status: "pending", context: "a", limit: 9, offset: 0 });
      expect(jobs.map(({ status, context }) => `${status} ${context}`)).toEqual(["pending a", "pending a"]);
    });

    test("of a context, has what waits, runs and has ended in one order, page by page", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      const ids: string[] = [];
      for (const context of ["a", "b", "a", "a", "b", "a", "a"])
        ids.push((await queue.enqueue(request({ context }))).id);
      await complete(queue, await claimed(queue));
      await complete(queue, await claimed(queue));
      await claimed(queue);
      await queue.cancel(ids[5] ?? "");
      const page = async (cursor?: string) =>
        await queue.list({ context: "a", limit: 2, offset: 0, ...(cursor !== undefined && { cursor }) });
      const shown = ({ jobs }: JobPage) => jobs.map(({ id, status }) => `${ids.indexOf(id)} ${status}`);
      const first = await page();
      const second = await page(first.next ?? "");
      const third = await page(second.next ?? "");
      expect([first, second, third].map(shown)).toEqual([
        ["6 pending", "5 cancelled"],
        ["3 pending", "2 processing"],
        ["0 completed"],
      ]);
      expect(third).toMatchObject({ total: 5, next: null });
    });
  });

  describe(`${name}: stats`, () => {
    test("of an empty queue", async () => {
      await using opened = await open(manualClock());
      const counts = { pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 };
      const none = { averageExecutionSeconds: null, jobsPerHour: 0, lastCompletedAt: null, oldestPendingAt: null };
      expect(await opened.queue.stats()).toEqual({ counts, ...none });
    });

    test("count by status, and time what ran: a cancelled job did not", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const createdAt = clock.now();
      for (let i = 0; i < 6; i++) await opened.queue.enqueue(request());
      const run = async (ms: number, end: (claim: Single) => Promise<boolean>) => {
        const claim = await claimed(opened.queue);
        await clock.advance(ms);
        await end(claim);
      };
      await run(2000, (claim) => complete(opened.queue, claim));
      const completedAt = clock.now();
      await run(3500, (claim) => opened.queue.fail(claim, "no"));
      const { job } = await claimed(opened.queue);
      await opened.queue.cancel((await opened.queue.enqueue(request())).id);
      expect(job.status).toBe("processing");
      expect(await opened.queue.stats()).toEqual({
        counts: { pending: 3, processing: 1, completed: 1, failed: 1, cancelled: 1 },
        averageExecutionSeconds: 2.75,
        jobsPerHour: 2,
        lastCompletedAt: completedAt,
        oldestPendingAt: createdAt,
      });
      await clock.advance(hour - 3000);
      expect(await opened.queue.stats()).toMatchObject({ jobsPerHour: 1, lastCompletedAt: completedAt });
    });

    test("tell since when the next job waits: one that is put back has its old place", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const { queue } = opened;
      const since = async () => (await queue.stats()).oldestPendingAt;
      const first = await queue.enqueue(request());
      await clock.advance(minute);
      const second = await queue.enqueue(request());
      expect(await since()).toBe(first.createdAt);
      const claim = await claimed(queue);
      expect(await since()).toBe(second.createdAt);
      await queue.release(claim);
      expect(await since()).toBe(first.createdAt);
      await queue.cancel(first.id);
      expect(await since()).toBe(second.createdAt);
      await queue.cancel(second.id);
      expect(await since()).toBeNull();
    });

    test("the mean is of the last 100", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      for (let i = 0; i < 110; i++) {
        const claim = await enqueueAndClaim(opened.queue);
        await clock.advance(i < 10 ? minute : 1000);
        await complete(opened.queue, claim);
      }
      expect((await opened.queue.stats()).averageExecutionSeconds).toBe(1);
    }, 30_000);
  });

  describe(`${name}: prune`, () => {
    test("that is told to stop leaves the rest to the next one", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const { queue } = opened;
      const jobs = await Promise.all(Array.from({ length: 1_200 }, () => queue.enqueue(request())));
      await Promise.all(jobs.map(({ id }) => queue.cancel(id)));
      await clock.advance(minute);
      const stopping = new AbortController();
      stopping.abort();
      const first = await queue.prune(clock.now(), stopping.signal);
      expect(first).toBeLessThan(jobs.length);
      expect(first + (await queue.prune(clock.now()))).toBe(jobs.length);
    });

    test("deletes what ended before the time given, however it ended, and nothing that may still run", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const { queue } = opened;
      for (let i = 0; i < 3; i++) await queue.enqueue(request());
      await complete(queue, await claimed(queue), {});
      await queue.fail(await claimed(queue), "no");
      await queue.cancel((await queue.list({ status: "pending", limit: 1, offset: 0 })).jobs[0]?.id ?? "");
      const running = await enqueueAndClaim(queue);
      const pending = await queue.enqueue(request());
      await clock.advance(hour);
      const recent = await queue.enqueue(request());
      await queue.cancel(recent.id);
      expect(await queue.prune(clock.now())).toBe(3);
      expect(await queue.prune(clock.now())).toBe(0);
      const left = (await queue.list({ limit: 10, offset: 0 })).jobs.map(({ id }) => id);
      expect(left).toEqual([recent.id, pending.id, running.job.id]);
      expect(await complete(queue, running)).toBe(true);
    });
  });
}
