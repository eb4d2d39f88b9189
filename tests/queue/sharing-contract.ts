import { describe, expect, test } from "bun:test";
import type { Queue } from "../../src/queue/queue.ts";
import { manualClock } from "../support/clock.ts";
import { drain, type OpenQueue, request } from "./jobs.ts";

/** The part of the contract about claims of several jobs. */
export function sharingContract(name: string, open: OpenQueue): void {
  describe(`${name}: jobs that may share a pass`, () => {
    test("are claimed together as long as their context is the same, none before its turn", async () => {
      await using opened = await open(manualClock());
      for (const context of ["a", "a", "b", "a", null, null, ""]) await opened.queue.enqueue(request({ context }));
      expect(await claims(opened.queue, 1_000)).toEqual([["a", "a"], ["b"], ["a"], [null, null], [""]]);
    });

    test("are no more than asked for", async () => {
      await using opened = await open(manualClock());
      for (let i = 0; i < 7; i++) await opened.queue.enqueue(request({ context: "a" }));
      expect((await claims(opened.queue, 3)).map((taken) => taken.length)).toEqual([3, 3, 1]);
    });

    test("are no dry runs, and none that explain themselves", async () => {
      await using opened = await open(manualClock());
      const alone = [{ dryRun: true }, { dryRun: true }, {}, {}, { trace: true }, {}, { trace: true }, { trace: true }];
      for (const changes of alone) await opened.queue.enqueue(request(changes));
      expect((await claims(opened.queue, 1_000)).map((taken) => taken.length)).toEqual([1, 1, 2, 1, 1, 1, 1]);
    });

    test("are for whatever torrents, and keep their order and what each asked for", async () => {
      await using opened = await open(manualClock());
      const hashes = ["a".repeat(40), null, "b".repeat(64), "a".repeat(40)];
      const jobs = [];
      for (const hash of hashes) jobs.push(await opened.queue.enqueue(request({ hash })));
      const claim = await opened.queue.claim(1_000);
      expect(claim?.jobs.map(({ id, hash }) => ({ id, hash }))).toEqual(jobs.map(({ id, hash }) => ({ id, hash })));
      expect(await Promise.all(jobs.map(({ id }) => opened.queue.get(id)))).toEqual([...(claim?.jobs ?? [])]);
    });

    test("leave out one that was cancelled", async () => {
      await using opened = await open(manualClock());
      const ids: string[] = [];
      for (let i = 0; i < 3; i++) ids.push((await opened.queue.enqueue(request())).id);
      await opened.queue.cancel(ids[1] ?? "");
      expect((await opened.queue.claim(1_000))?.jobs.map(({ id }) => id)).toEqual(ids.filter((_, i) => i !== 1));
    });

    test("end together, each with its own result, or with none", async () => {
      await using opened = await open(manualClock());
      const jobs = [];
      for (let i = 0; i < 3; i++) jobs.push(await opened.queue.enqueue(request()));
      const [one, two, three] = jobs.map(({ id }) => id);
      const claim = await opened.queue.claim(1_000);
      const results = new Map([
        [one ?? "", { done: 1 }],
        [three ?? "", { done: 3 }],
      ]);
      expect(claim && (await opened.queue.complete(claim, results))).toBe(true);
      const ended = await Promise.all([one, two, three].map((id) => opened.queue.get(id ?? "")));
      expect(ended.map((job) => [job?.status, job?.result])).toEqual([
        ["completed", { done: 1 }],
        ["completed", null],
        ["completed", { done: 3 }],
      ]);
    });

    test("go back together, each to its old place", async () => {
      await using opened = await open(manualClock());
      const ids: string[] = [];
      for (let i = 0; i < 4; i++) ids.push((await opened.queue.enqueue(request())).id);
      const claim = await opened.queue.claim(3);
      expect(claim && (await opened.queue.release(claim))).toBe(true);
      await opened.queue.claim(2);
      expect(await opened.queue.rescue()).toEqual({ again: 2, failed: [] });
      expect((await drain(opened.queue)).map(({ job }) => job.id)).toEqual(ids);
    });
  });
}

/** Contexts of the jobs of each claim, until nothing is pending. */
async function claims(queue: Queue, most: number) {
  const taken: (string | null)[][] = [];
  for (let claim = await queue.claim(most); claim !== undefined; claim = await queue.claim(most)) {
    taken.push(claim.jobs.map(({ context }) => context));
  }
  return taken;
}
