import { describe, expect, test } from "bun:test";
import { MOST_DEATHS, type Queue } from "../../src/queue/queue.ts";
import { manualClock } from "../support/clock.ts";
import { claimed, drain, enqueueAndClaim, type OpenQueue, request } from "./jobs.ts";

/** The server dies while it runs what comes next; and so on. */
async function die(queue: Queue, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    await queue.claim(1_000);
    expect((await queue.rescue()).failed).toEqual([]);
  }
}

/** The part of the contract about jobs that end the server that runs them. */
export function deathsContract(name: string, open: OpenQueue): void {
  describe(`${name}: a job during which server after server dies`, () => {
    test("fails, and says why, instead of ending them for ever", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const { queue } = opened;
      const { id } = await queue.enqueue(request());
      const next = await queue.enqueue(request({ context: "other" }));
      await die(queue, MOST_DEATHS - 1);
      await claimed(queue);
      await clock.advance(1_000);
      expect(await queue.rescue()).toEqual({ again: 0, failed: [id] });
      expect(await queue.get(id)).toMatchObject({ status: "failed", completedAt: clock.now(), result: null });
      expect((await queue.get(id))?.error).toStartWith("The server died 3 times while it ran this job");
      expect((await drain(queue)).map(({ job }) => job.id)).toEqual([next.id]);
      expect(await queue.rescue()).toEqual({ again: 0, failed: [] });
    });

    test("is alone at the last, so that those it shared a pass with do not fail with it", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      const ids: string[] = [];
      for (let i = 0; i < 3; i++) ids.push((await queue.enqueue(request())).id);
      await die(queue, MOST_DEATHS - 1);
      const late = await queue.enqueue(request());
      expect((await queue.claim(1_000))?.jobs.map(({ id }) => id)).toEqual(ids.slice(0, 1));
      expect(await queue.rescue()).toEqual({ again: 0, failed: ids.slice(0, 1) });
      expect((await drain(queue)).map(({ job }) => job.id)).toEqual([...ids.slice(1), late.id]);
    });

    test("is not one that was given back in good order, however often", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      const { job } = await enqueueAndClaim(queue);
      await queue.rescue();
      for (let i = 0; i < 2 * MOST_DEATHS; i++) await queue.release(await claimed(queue));
      await claimed(queue);
      expect(await queue.rescue()).toEqual({ again: 1, failed: [] });
      expect((await queue.get(job.id))?.status).toBe("pending");
    });
  });
}
