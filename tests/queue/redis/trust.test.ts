import { expect, test } from "bun:test";
import { stopwatch } from "../../../src/lib/clock.ts";
import { createTrust } from "../../../src/queue/redis/trust.ts";
import { manualClock } from "../../support/clock.ts";

function trusting() {
  const clock = manualClock();
  return { clock, trust: createTrust({ lasts: 8_000, clock }) };
}

test("trust lasts from the question on, not from its answer, and ends by itself", async () => {
  const { clock, trust } = trusting();
  const asked = stopwatch(clock);
  await clock.advance(5_000);
  trust.confirm(asked);
  const signal = trust.signal();
  await clock.advance(2_999);
  expect(signal.aborted).toBe(false);
  await clock.advance(1);
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toMatchObject({ code: "interrupted" });
});

test("each confirmation prolongs it for what is under way, also where answers overtake each other", async () => {
  const { clock, trust } = trusting();
  trust.confirm(stopwatch(clock));
  const signal = trust.signal();
  const early = stopwatch(clock);
  await clock.advance(6_000);
  trust.confirm(stopwatch(clock));
  trust.confirm(early);
  await clock.advance(7_999);
  expect(signal.aborted).toBe(false);
  await clock.advance(1);
  expect(signal.aborted).toBe(true);
});

test("what was cut off stays so, and what comes after a new confirmation is free of it", async () => {
  const { clock, trust } = trusting();
  expect(trust.signal().aborted).toBe(true);
  trust.confirm(stopwatch(clock));
  const first = trust.signal();
  trust.end();
  expect(first.aborted).toBe(true);
  expect(trust.signal().aborted).toBe(true);
  trust.confirm(stopwatch(clock));
  expect([first.aborted, trust.signal().aborted]).toEqual([true, false]);
});

test("a server that stood still is told by the clock, before any timer had its turn", async () => {
  const { clock, trust } = trusting();
  trust.confirm(stopwatch(clock));
  const signal = trust.signal();
  clock.jump(8_000);
  expect(trust.signal().aborted).toBe(true);
  expect(signal.aborted).toBe(true);
  // An answer that was asked for before it stood still says nothing of now.
  trust.confirm(() => 8_000);
  expect(trust.signal().aborted).toBe(true);
});

test("nothing is left of it that waits, once it has ended", async () => {
  const { clock, trust } = trusting();
  trust.confirm(stopwatch(clock));
  expect(clock.sleepers).toBe(1);
  trust.end();
  expect(clock.sleepers).toBe(0);
});
