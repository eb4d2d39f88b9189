import { describe, expect, test } from "bun:test";
import { manualClock } from "../support/clock.ts";
import type { OpenQueue } from "./jobs.ts";

const minute = 60_000;
const hour = 60 * minute;

/** The part of the contract about how much was deleted of late. */
export function deletionsContract(name: string, open: OpenQueue): void {
  describe(`${name}: deletions`, () => {
    test("of a new queue are none", async () => {
      await using opened = await open(manualClock());
      expect(await opened.queue.deletionsSince(0)).toBe(0);
    });

    test("are summed from the time given, itself included", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      const { queue } = opened;
      await queue.recordDeletions(100);
      await clock.advance(minute);
      const then = clock.now();
      await queue.recordDeletions(20);
      await queue.recordDeletions(20);
      await clock.advance(minute);
      await queue.recordDeletions(3);
      expect(await queue.deletionsSince(0)).toBe(143);
      expect(await queue.deletionsSince(then)).toBe(43);
      expect(await queue.deletionsSince(then + 1)).toBe(3);
      expect(await queue.deletionsSince(clock.now() + 1)).toBe(0);
    });

    test("are forgotten with the jobs of their time", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      await opened.queue.recordDeletions(5);
      await clock.advance(3 * hour);
      await opened.queue.recordDeletions(7);
      await clock.advance(3 * hour);
      await opened.queue.prune(clock.now() - 6 * hour);
      expect(await opened.queue.deletionsSince(0)).toBe(12);
      await opened.queue.prune(clock.now() - 4 * hour);
      expect(await opened.queue.deletionsSince(0)).toBe(7);
    });

    test("of the last hour are never forgotten: they hold off further ones", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      await opened.queue.recordDeletions(5);
      await clock.advance(hour);
      await opened.queue.prune(clock.now());
      expect(await opened.queue.deletionsSince(0)).toBe(5);
      await clock.advance(1);
      await opened.queue.prune(clock.now());
      expect(await opened.queue.deletionsSince(0)).toBe(0);
    });

    test("are no jobs: pruning does not count them", async () => {
      const clock = manualClock();
      await using opened = await open(clock);
      await opened.queue.recordDeletions(5);
      await clock.advance(2 * hour);
      expect(await opened.queue.prune(clock.now())).toBe(0);
    });
  });
}
