import { describe, expect, test } from "bun:test";
import { manualClock } from "../support/clock.ts";
import { claimed, complete, drain, type OpenQueue, request } from "./jobs.ts";

const FOUR = Date.UTC(2026, 0, 1, 4);
const FIVE = Date.UTC(2026, 0, 1, 5);
const first = { series: "daily", due: FOUR, after: undefined };

/** The part of the contract about jobs that come round. */
export function turnsContract(name: string, open: OpenQueue): void {
  describe(`${name}: the turns of a series`, () => {
    test("begin with none; each has an ordinary job, behind those that were there", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      expect(await queue.lastTurn("daily")).toBeUndefined();
      const before = await queue.enqueue(request());
      const asked = { context: "Käse 🧀", hash: null, dryRun: true, trace: false };
      const job = await queue.enqueueTurn(asked, first);
      expect(job).toMatchObject({ ...asked, status: "pending" });
      expect(await queue.get(job?.id ?? "")).toEqual(job);
      expect(await queue.lastTurn("daily")).toEqual({ due: FOUR, job: job?.id ?? "" });
      expect((await drain(queue)).map((claim) => claim.job.id)).toEqual([before.id, job?.id ?? ""]);
    });

    test("are taken once, however many ask for it at once", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      const jobs = await Promise.all(Array.from({ length: 20 }, () => queue.enqueueTurn(request(), first)));
      const [job, ...others] = jobs.filter((one) => one !== undefined);
      expect(others).toEqual([]);
      expect((await queue.list({ limit: 100, offset: 0 })).jobs.map(({ id }) => id)).toEqual([job?.id ?? ""]);
      expect(await queue.lastTurn("daily")).toEqual({ due: FOUR, job: job?.id ?? "" });
    });

    test("follow one another: whoever goes by another one than the last is late, and changes nothing", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      await queue.enqueueTurn(request(), first);
      const second = await queue.enqueueTurn(request(), { series: "daily", due: FIVE, after: FOUR });
      for (const after of [undefined, FOUR, FIVE + 1])
        expect(await queue.enqueueTurn(request(), { series: "daily", due: FIVE, after })).toBeUndefined();
      expect(await queue.lastTurn("daily")).toEqual({ due: FIVE, job: second?.id ?? "" });
      expect((await queue.stats()).counts.pending).toBe(2);
    });

    test("are skipped under the same condition: nothing is enqueued, and the last job stays the last", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      expect(await queue.skipTurn({ series: "daily", due: FIVE, after: FOUR })).toBe(false);
      expect(await queue.lastTurn("daily")).toBeUndefined();
      const job = await queue.enqueueTurn(request(), first);
      await queue.enqueueTurn(request(), { ...first, series: "other" });
      const asked = { series: "daily", due: FIVE, after: FOUR };
      const skipped = await Promise.all(Array.from({ length: 20 }, () => queue.skipTurn(asked)));
      expect(skipped.filter((isOurs) => isOurs)).toHaveLength(1);
      expect(await queue.lastTurn("daily")).toEqual({ due: FIVE, job: job?.id ?? "" });
      expect((await queue.lastTurn("other"))?.due).toBe(FOUR);
      expect((await queue.stats()).counts.pending).toBe(2);
      // Neither is a turn taken that was skipped, nor does the series end with it.
      expect(await queue.enqueueTurn(request(), asked)).toBeUndefined();
      expect(await queue.enqueueTurn(request(), { series: "daily", due: FIVE + 1, after: FIVE })).toBeDefined();
    });

    test("of series that are no longer kept are forgotten, and of no others: one that comes back begins anew", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      await queue.keepTurns(["a"]);
      const names = ["a", "b", "Käse 🧀", "'; DROP TABLE turns; --"];
      const lasts = async () => {
        const found = await Promise.all(names.map((series) => queue.lastTurn(series)));
        return found.map((last) => last?.due);
      };
      for (const series of names) await queue.enqueueTurn(request(), { series, due: FOUR, after: undefined });
      await queue.keepTurns(names);
      expect(await lasts()).toEqual([FOUR, FOUR, FOUR, FOUR]);
      await queue.keepTurns([...names.slice(2), "never seen"]);
      expect(await lasts()).toEqual([undefined, undefined, FOUR, FOUR]);
      expect(await queue.enqueueTurn(request(), { series: "b", due: FIVE, after: undefined })).toBeDefined();
      await queue.keepTurns([]);
      expect(await lasts()).toEqual([undefined, undefined, undefined, undefined]);
      expect((await queue.stats()).counts.pending).toBe(5);
    });

    test("may go back in time: a clock may have been wrong", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      await queue.enqueueTurn(request(), { ...first, due: FIVE });
      const earlier = await queue.enqueueTurn(request(), { series: "daily", due: FOUR, after: FIVE });
      expect(await queue.lastTurn("daily")).toEqual({ due: FOUR, job: earlier?.id ?? "" });
    });

    test("of each series are its own, whatever its name", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      const names = ["", "a", "a:b", '["0 4 * * *",null,false]', "Käse 🧀", "'; DROP TABLE turns; --"];
      for (const [index, series] of names.entries())
        await queue.enqueueTurn(request(), { series, due: FOUR + index, after: undefined });
      for (const [index, series] of names.entries()) expect((await queue.lastTurn(series))?.due).toBe(FOUR + index);
    });

    test("are remembered when their job has ended, and when it is no longer kept", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const { queue } = opened;
      const job = await queue.enqueueTurn(request(), first);
      await complete(queue, await claimed(queue));
      await clock.advance(1);
      await queue.prune(clock.now());
      expect(await queue.get(job?.id ?? "")).toBeUndefined();
      expect(await queue.enqueueTurn(request(), first)).toBeUndefined();
      expect(await queue.lastTurn("daily")).toEqual({ due: FOUR, job: job?.id ?? "" });
    });
  });
}
