import { describe, expect, test } from "bun:test";
import { messageOf } from "../../src/errors.ts";
import { isoTime, systemClock } from "../../src/lib/clock.ts";
import { createLoop } from "../../src/lib/loop.ts";
import { manualClock } from "../support/clock.ts";

/** A loop that counts its turns and rests a second after each. */
function countingLoop(turn: (signal: AbortSignal) => Promise<void> = async () => {}) {
  const clock = manualClock();
  const turns: number[] = [];
  const failures: string[] = [];
  const start = clock.now();
  const loop = createLoop({
    clock,
    failed: (thrown) => void failures.push(messageOf(thrown)),
    turn: async (signal) => {
      turns.push(clock.now() - start);
      await turn(signal);
      return 1000;
    },
  });
  return { clock, loop, turns, failures };
}

describe("a loop", () => {
  test("takes a turn at once, and then one after every rest", async () => {
    const { clock, loop, turns } = countingLoop();
    expect(loop.running).toBe(false);
    loop.start();
    await clock.advance(2500);
    expect(turns).toEqual([0, 1000, 2000]);
    expect(loop.running).toBe(true);
    await loop.stop();
  });

  test("started twice runs once", async () => {
    const { clock, loop, turns } = countingLoop();
    loop.start();
    loop.start();
    await clock.advance(0);
    expect(turns).toEqual([0]);
    await loop.stop();
  });

  test("that is woken takes its next turn at once, and then rests as usual", async () => {
    const { clock, loop, turns } = countingLoop();
    loop.start();
    await clock.advance(300);
    loop.wake();
    await clock.advance(1000);
    expect(turns).toEqual([0, 300, 1300]);
    await loop.stop();
  });

  test("woken during a turn does not rest after it: what woke it may have come too late for that turn", async () => {
    const entered = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const { clock, loop, turns } = countingLoop(() => {
      entered.resolve();
      return gate.promise;
    });
    loop.start();
    await entered.promise;
    loop.wake();
    loop.wake();
    gate.resolve();
    await clock.advance(999);
    expect(turns).toEqual([0, 0]);
    await loop.stop();
  });

  test("stopped while it rests ends at once, without another turn", async () => {
    const { clock, loop, turns } = countingLoop();
    loop.start();
    await clock.advance(10);
    await loop.stop();
    expect(loop.running).toBe(false);
    await clock.advance(5000);
    expect(turns).toEqual([0]);
    expect(clock.sleepers).toBe(0);
  });

  test("stopped during a turn tells the turn, and waits for its end", async () => {
    const told: boolean[] = [];
    const gate = Promise.withResolvers<void>();
    const { clock, loop } = countingLoop(async (signal) => {
      await gate.promise;
      told.push(signal.aborted);
    });
    loop.start();
    await clock.advance(0);
    const stopped = loop.stop();
    expect(loop.running).toBe(true);
    gate.resolve();
    await stopped;
    expect(told).toEqual([true]);
    expect(loop.running).toBe(false);
  });

  test("can be stopped twice, and before it was started, after which it never starts", async () => {
    const { clock, loop, turns } = countingLoop();
    await loop.stop();
    await loop.stop();
    loop.start();
    await clock.advance(0);
    expect(turns).toEqual([]);
    expect(loop.running).toBe(false);
  });

  test("whose turn is rejected, which is a bug, says so and goes on after ever longer rests", async () => {
    const { clock, loop, turns, failures } = countingLoop(() => Promise.reject(new Error("bug")));
    loop.start();
    await clock.advance(31_000);
    expect(turns).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000]);
    await clock.advance(32_000 + 60_000);
    expect(turns.slice(6)).toEqual([63_000, 123_000]);
    expect(failures).toEqual(turns.map(() => "bug"));
    expect(loop.running).toBe(true);
    await loop.stop();
    expect(loop.running).toBe(false);
  });

  test("is not woken from the rest after a bug, which each who wakes it would meet; but it can be stopped", async () => {
    const { clock, loop, turns } = countingLoop(() => Promise.reject(new Error("bug")));
    loop.start();
    for (let wakes = 0; wakes < 29; wakes++) {
      await clock.advance(100);
      loop.wake();
    }
    expect(turns).toEqual([0, 1_000]);
    await loop.stop();
    expect(loop.running).toBe(false);
  });

  test("rests shortly again after a bug once a turn has gone well", async () => {
    const broken = [true, true, false, true, false];
    const { clock, loop, turns } = countingLoop(async () => {
      if (broken.shift() === true) throw new Error("bug");
    });
    loop.start();
    await clock.advance(6_000);
    expect(turns).toEqual([0, 1_000, 3_000, 4_000, 5_000, 6_000]);
    await loop.stop();
  });
});

describe("the system's clock", () => {
  test("tells the time", () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
    expect(isoTime(0)).toBe("1970-01-01T00:00:00.000Z");
  });

  test("sleeps, and listens to the signal no longer than that", async () => {
    const controller = new AbortController();
    await systemClock.sleep(1, controller.signal);
    await systemClock.sleep(1);
    controller.abort();
    await systemClock.sleep(60_000, controller.signal);
  });

  test("wakes when the signal is aborted", async () => {
    const controller = new AbortController();
    const asleep = systemClock.sleep(60_000, controller.signal);
    controller.abort();
    await asleep;
  });

  test.each([Infinity, 30 * 86_400_000])("does not take a sleep of %d ms for none at all", async (ms) => {
    const controller = new AbortController();
    let awake = false;
    const asleep = systemClock.sleep(ms, controller.signal).then(() => (awake = true));
    await systemClock.sleep(20);
    expect(awake).toBe(false);
    controller.abort();
    await asleep;
  });
});
