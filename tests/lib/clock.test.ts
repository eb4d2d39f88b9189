import { expect, test } from "bun:test";
import { stopwatch } from "../../src/lib/clock.ts";

/** Two clocks that are moved apart: the one on the wall and the one of the machine. */
function clocks() {
  const at = { wall: 1_000_000, machine: 50 };
  return { at, clock: { now: () => at.wall, uptime: () => at.machine } };
}

test("a stopwatch shows the time that has passed, whichever of the clocks has hidden it", () => {
  const { at, clock } = clocks();
  const elapsed = stopwatch(clock);
  at.wall += 2_000;
  at.machine += 2_000;
  expect(elapsed()).toBe(2_000);
  // The clock on the wall is set back.
  at.wall -= 3_600_000;
  at.machine += 1_000;
  expect(elapsed()).toBe(3_000);
  // It is set right again, and the machine slept for an hour, of which its own clock knows nothing.
  at.wall += 3_600_000 + 1_000 + 3_600_000;
  expect(elapsed()).toBe(3_603_000);
});
