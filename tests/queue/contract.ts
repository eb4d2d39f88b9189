import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { manualClock } from "../support/clock.ts";
import { deathsContract } from "./deaths-contract.ts";
import { deletionsContract } from "./deletions-contract.ts";
import { claimOne, claimed, complete, drain, enqueueAndClaim, forEach, type OpenQueue, request } from "./jobs.ts";
import { operations, sameAsModel } from "./model.ts";
import { reportsContract } from "./reports-contract.ts";
import { sharingContract } from "./sharing-contract.ts";
import { stepsContract } from "./steps-contract.ts";
import { turnsContract } from "./turns-contract.ts";

const minute = 60_000;

/** What every queue does, whatever it stores its jobs in. */
export function queueContract(name: string, open: OpenQueue): void {
  describe(`${name}: enqueue`, () => {
    test("gives a pending job that carries the request", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const asked = { context: "on_added", hash: "a".repeat(40), dryRun: true, trace: true };
      const job = await opened.queue.enqueue(asked);
      const untouched = { startedAt: null, completedAt: null, result: null, error: null };
      expect(job).toEqual({ ...asked, ...untouched, id: job.id, status: "pending", createdAt: clock.now() });
      expect(await opened.queue.get(job.id)).toEqual(job);
    });

    test("keeps none apart from empty, and any text as it is", async () => {
      await using opened = await open(manualClock());
      for (const context of [null, "", "Käse 🧀", "'; DROP TABLE jobs; --", "a\nb", "a\0b", '"\\u0041"]']) {
        const { id } = await opened.queue.enqueue(request({ context }));
        expect((await opened.queue.get(id))?.context).toBe(context);
      }
    });

    test("stores every one of many at once, in the order of the calls", async () => {
      await using opened = await open(manualClock());
      const jobs = await Promise.all(
        Array.from({ length: 200 }, (_, i) => opened.queue.enqueue(request({ context: `${i}` }))),
      );
      expect(new Set(jobs.map(({ id }) => id)).size).toBe(200);
      expect((await drain(opened.queue)).map(({ job }) => job.id)).toEqual(jobs.map(({ id }) => id));
    });

    test("says when a claim can have it, which is no later than it is there", async () => {
      await using opened = await open(manualClock());
      const claimable = Promise.withResolvers<undefined>();
      const enqueued = opened.queue.enqueue(request(), () => claimable.resolve(undefined));
      await claimable.promise;
      const { job } = await claimed(opened.queue);
      expect((await enqueued).id).toBe(job.id);
    });

    test("gives ids that sort by time", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const ids: string[] = [];
      for (let i = 0; i < 10; i++) {
        ids.push((await opened.queue.enqueue(request())).id);
        await clock.advance(i % 2);
      }
      expect(ids.toSorted()).toEqual(ids);
    });
  });

  describe(`${name}: claim`, () => {
    test("of an empty queue is nothing", async () => {
      await using opened = await open(manualClock());
      expect(await claimOne(opened.queue)).toBeUndefined();
    });

    test("takes the oldest pending job and says when it started", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const first = await opened.queue.enqueue(request());
      await opened.queue.enqueue(request());
      await clock.advance(minute);
      const claim = await claimOne(opened.queue);
      expect(claim?.job).toEqual({ ...first, status: "processing", startedAt: clock.now() });
      expect(await opened.queue.get(first.id)).toEqual(claim?.job);
    });

    test("gives each job to one caller only", async () => {
      await using opened = await open(manualClock());
      await Promise.all(Array.from({ length: 20 }, () => opened.queue.enqueue(request())));
      const claims = await Promise.all(Array.from({ length: 25 }, () => claimOne(opened.queue)));
      const taken = claims.flatMap((claim) => claim?.job.id ?? []);
      expect(taken).toHaveLength(20);
      expect(new Set(taken).size).toBe(20);
    });
  });

  describe(`${name}: the end of a job`, () => {
    test("complete keeps the result and the time", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const claim = await enqueueAndClaim(opened.queue);
      await clock.advance(minute);
      const result = { torrents: 3, errors: ["Ümlaut", null, { nested: [1.5, true] }] };
      expect(await complete(opened.queue, claim, result)).toBe(true);
      const end = { status: "completed" as const, completedAt: clock.now(), result };
      expect(await opened.queue.get(claim.job.id)).toEqual({ ...claim.job, ...end });
    });

    test("fail keeps the message and the time", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const claim = await enqueueAndClaim(opened.queue);
      await clock.advance(minute);
      expect(await opened.queue.fail(claim, "qBittorrent cannot be reached")).toBe(true);
      const end = { status: "failed" as const, completedAt: clock.now(), error: "qBittorrent cannot be reached" };
      expect(await opened.queue.get(claim.job.id)).toEqual({ ...claim.job, ...end });
    });

    test("fail keeps a result, too, of what was done all the same", async () => {
      await using opened = await open(manualClock());
      const claim = await enqueueAndClaim(opened.queue);
      const result = { actions_executed: 3 };
      expect(await opened.queue.fail(claim, "too many deletions", forEach(claim, result))).toBe(true);
      expect(await opened.queue.get(claim.job.id)).toMatchObject({ error: "too many deletions", result });
    });

    test("happens once", async () => {
      await using opened = await open(manualClock());
      const claim = await enqueueAndClaim(opened.queue);
      await complete(opened.queue, claim);
      const ended = await opened.queue.get(claim.job.id);
      expect(await complete(opened.queue, claim, { again: true })).toBe(false);
      expect(await opened.queue.fail(claim, "too late")).toBe(false);
      expect(await opened.queue.release(claim)).toBe(false);
      expect(await opened.queue.get(claim.job.id)).toEqual(ended);
      expect(await claimOne(opened.queue)).toBeUndefined();
    });

    test("is not for a worker whose job was taken back, even while another runs it", async () => {
      await using opened = await open(manualClock());
      const late = await enqueueAndClaim(opened.queue);
      await opened.queue.rescue();
      for (const again of [undefined, await claimOne(opened.queue)]) {
        const before = await opened.queue.get(late.job.id);
        expect(await complete(opened.queue, late)).toBe(false);
        expect(await opened.queue.fail(late, "no")).toBe(false);
        expect(await opened.queue.release(late)).toBe(false);
        expect(await opened.queue.get(late.job.id)).toEqual(before);
        if (again !== undefined) expect(await complete(opened.queue, again)).toBe(true);
      }
    });

    test("is not for a claim with another job's token", async () => {
      await using opened = await open(manualClock());
      const one = await enqueueAndClaim(opened.queue);
      const other = await enqueueAndClaim(opened.queue);
      expect(await complete(opened.queue, { ...one, token: other.token })).toBe(false);
      expect(await opened.queue.release({ ...one, token: other.token })).toBe(false);
      expect((await opened.queue.stats()).counts.processing).toBe(2);
    });
  });

  describe(`${name}: back into the queue`, () => {
    test("release puts a job before those that came later", async () => {
      await using opened = await open(manualClock());
      const first = await opened.queue.enqueue(request());
      const claim = await claimed(opened.queue);
      const second = await opened.queue.enqueue(request());
      expect(await opened.queue.release(claim)).toBe(true);
      expect(await opened.queue.get(first.id)).toEqual(first);
      expect((await drain(opened.queue)).map(({ job }) => job.id)).toEqual([first.id, second.id]);
    });

    test("rescue takes back every running job, in the old order, and nothing else", async () => {
      await using opened = await open(manualClock());
      const jobs = await Promise.all(Array.from({ length: 5 }, () => opened.queue.enqueue(request())));
      const claims = [await claimed(opened.queue), await claimed(opened.queue), await claimed(opened.queue)] as const;
      await complete(opened.queue, claims[1], {});
      expect(await opened.queue.rescue()).toEqual({ again: 2, failed: [] });
      expect(await opened.queue.rescue()).toEqual({ again: 0, failed: [] });
      const rest = jobs.filter((_, index) => index !== 1).map(({ id }) => id);
      expect((await drain(opened.queue)).map(({ job }) => job.id)).toEqual(rest);
    });

    test("a new claim has a new token", async () => {
      await using opened = await open(manualClock());
      const first = await enqueueAndClaim(opened.queue);
      await opened.queue.release(first);
      expect((await claimed(opened.queue)).token).not.toBe(first.token);
    });
  });

  describe(`${name}: cancel`, () => {
    test("ends a pending job: it is never claimed", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const job = await opened.queue.enqueue(request());
      await clock.advance(minute);
      const cancelled = { ...job, status: "cancelled" as const, completedAt: clock.now() };
      expect(await opened.queue.cancel(job.id)).toEqual({ cancelled: true, job: cancelled });
      expect(await opened.queue.get(job.id)).toEqual(cancelled);
      expect(await claimOne(opened.queue)).toBeUndefined();
    });

    test("leaves a job that is running or has ended as it is", async () => {
      await using opened = await open(manualClock());
      const claim = await enqueueAndClaim(opened.queue);
      expect(await opened.queue.cancel(claim.job.id)).toEqual({ cancelled: false, job: claim.job });
      await complete(opened.queue, claim);
      expect(await opened.queue.cancel(claim.job.id)).toMatchObject({ cancelled: false, job: { status: "completed" } });
      const other = await opened.queue.enqueue(request());
      await opened.queue.cancel(other.id);
      expect(await opened.queue.cancel(other.id)).toMatchObject({ cancelled: false, job: { status: "cancelled" } });
    });

    test("of a job that does not exist is undefined, and so is get", async () => {
      await using opened = await open(manualClock());
      for (const id of ["", "nonsense", "01900000-0000-7000-8000-000000000000"]) {
        expect(await opened.queue.cancel(id)).toBeUndefined();
        expect(await opened.queue.get(id)).toBeUndefined();
      }
    });
  });

  sharingContract(name, open);
  stepsContract(name, open);
  turnsContract(name, open);
  deathsContract(name, open);
  reportsContract(name, open);
  deletionsContract(name, open);

  test(`${name}: any sequence of operations ends like the same on a plain array`, async () => {
    const sameAsTheModel = fc.asyncProperty(operations, async (sequence) => {
      const clock = manualClock();
      await using opened = await open(clock);
      await sameAsModel(opened.queue, clock, sequence);
    });
    await fc.assert(sameAsTheModel, { numRuns: 60 });
  }, 30_000);
}
