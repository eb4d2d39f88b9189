import { describe, expect, test } from "bun:test";
import type { Claim, StepRequest } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { manualClock } from "../support/clock.ts";
import { claimed, complete, enqueueAndClaim, type OpenQueue, request } from "./jobs.ts";

const steps: readonly StepRequest[] = [{ kind: "recheck", hashes: ["Ümlaut"] }, { kind: "stop" }, { kind: "delete" }];

/** What a later claim is told of. */
const told = ({ sent }: Claim) => sent.map(({ request: { kind }, isDone }) => [kind, isDone ? "done" : "begun"]);

/** Records the steps and sends the first, and the second without an answer. */
async function cutOff(queue: Queue, claim: Claim): Promise<void> {
  expect(await queue.recordSteps(claim, steps, 0)).toBe(true);
  expect(await queue.beginStep(claim, 0)).toBe(true);
  expect(await queue.beginStep(claim, 1)).toBe(true);
}

/** The part of the contract about what a pass has sent when it is cut off. */
export function stepsContract(name: string, open: OpenQueue): void {
  describe(`${name}: what was sent before a job was cut off`, () => {
    test("is told to its next claim, with when it was: what had begun, and whether it was done", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const claim = await enqueueAndClaim(opened.queue);
      expect(claim.sent).toEqual([]);
      await opened.queue.recordSteps(claim, steps, 0);
      await opened.queue.beginStep(claim, 0);
      const begunAt = clock.now();
      await clock.advance(5);
      await opened.queue.beginStep(claim, 1);
      await opened.queue.rescue();
      expect((await claimed(opened.queue)).sent).toEqual([
        { request: { kind: "recheck", hashes: ["Ümlaut"] }, begunAt, isDone: true },
        { request: { kind: "stop" }, begunAt: clock.now(), isDone: false },
      ]);
    });

    test("is nothing where nothing had begun", async () => {
      await using opened = await open(manualClock());
      await opened.queue.recordSteps(await enqueueAndClaim(opened.queue), steps, 0);
      await opened.queue.rescue();
      expect((await claimed(opened.queue)).sent).toEqual([]);
    });

    test("is told after a release as well, and is added up over many attempts", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      await cutOff(opened.queue, await enqueueAndClaim(opened.queue));
      await opened.queue.rescue();
      await clock.advance(1);
      const second = await claimed(opened.queue);
      await opened.queue.recordSteps(second, [{ kind: "start" }], 0);
      await opened.queue.beginStep(second, 0);
      await opened.queue.release(second);
      expect(told(await claimed(opened.queue))).toEqual([
        ["recheck", "done"],
        ["stop", "begun"],
        ["start", "begun"],
      ]);
    });

    test("is told to all who shared the pass, and to nobody else", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      for (const context of ["a", "a", "b"]) await queue.enqueue(request({ context }));
      const shared = await queue.claim(1_000);
      if (shared === undefined) throw new Error("nothing to claim");
      await cutOff(queue, shared);
      await queue.rescue();
      const [one, two, other] = [await claimed(queue), await claimed(queue), await claimed(queue)];
      expect([one, two, other].map(({ sent }) => sent.length)).toEqual([2, 2, 0]);
    });

    test("is told once to jobs that share the next pass, too", async () => {
      await using opened = await open(manualClock());
      const { queue } = opened;
      for (let i = 0; i < 3; i++) await queue.enqueue(request());
      const shared = await queue.claim(2);
      if (shared === undefined) throw new Error("nothing to claim");
      await cutOff(queue, shared);
      await queue.rescue();
      const next = await queue.claim(1_000);
      expect(next?.jobs).toHaveLength(3);
      expect(next && told(next)).toEqual([
        ["recheck", "done"],
        ["stop", "begun"],
      ]);
    });

    test("is what was recorded last by its number: what got no answer is recorded again by the same ones", async () => {
      await using opened = await open(manualClock());
      const claim = await enqueueAndClaim(opened.queue);
      await opened.queue.recordSteps(claim, steps, 0);
      await opened.queue.recordSteps(claim, [{ kind: "start" }], 0);
      expect(await opened.queue.beginStep(claim, 0)).toBe(true);
      await opened.queue.release(claim);
      expect(told(await claimed(opened.queue))).toEqual([["start", "begun"]]);
    });

    test("goes on in numbers: what is recorded later of a claim stands behind what was", async () => {
      await using opened = await open(manualClock());
      const claim = await enqueueAndClaim(opened.queue);
      await opened.queue.recordSteps(claim, steps, 0);
      await opened.queue.recordSteps(claim, [{ kind: "start" }], steps.length);
      expect(await opened.queue.beginStep(claim, 3)).toBe(true);
      expect(await opened.queue.beginStep(claim, 4)).toBe(false);
      await opened.queue.release(claim);
      expect(told(await claimed(opened.queue))).toEqual([["start", "begun"]]);
    });

    test("cannot be written by one whose job was taken back, or has ended", async () => {
      await using opened = await open(manualClock());
      const late = await enqueueAndClaim(opened.queue);
      await opened.queue.recordSteps(late, steps, 0);
      await opened.queue.rescue();
      expect(await opened.queue.beginStep(late, 0)).toBe(false);
      const again = await claimed(opened.queue);
      expect(await opened.queue.recordSteps(late, steps, 0)).toBe(false);
      await opened.queue.recordSteps(again, steps, 0);
      await complete(opened.queue, again);
      expect(await opened.queue.beginStep(again, 0)).toBe(false);
      expect(await opened.queue.recordSteps(again, steps, 0)).toBe(false);
    });
  });
}
