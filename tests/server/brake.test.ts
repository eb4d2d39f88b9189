import { expect, test } from "bun:test";
import { createBrake } from "../../src/server/brake.ts";
import { manualClock } from "../support/clock.ts";

test("so many failures are free, and the last of them says so", () => {
  const brake = createBrake({ clock: manualClock(), failures: 3 });
  expect([brake.failed("a"), brake.failed("a"), brake.left("a")]).toEqual([false, false, 0]);
  expect([brake.failed("a"), brake.left("a")]).toEqual([true, 60_000]);
});

test("the time runs from the first failure, and then all is forgiven", async () => {
  const clock = manualClock();
  const brake = createBrake({ clock, failures: 2 });
  brake.failed("a");
  await clock.advance(59_999);
  brake.failed("a");
  expect(brake.left("a")).toBe(1);
  await clock.advance(1);
  expect(brake.left("a")).toBe(0);
  expect(brake.failed("a")).toBe(false);
});

test("failures meanwhile do not make it longer", async () => {
  const clock = manualClock();
  const brake = createBrake({ clock, failures: 1 });
  brake.failed("a");
  await clock.advance(30_000);
  brake.failed("a");
  expect(brake.left("a")).toBe(30_000);
});

test("no more addresses are remembered than that: the one that began first is forgotten", () => {
  const brake = createBrake({ clock: manualClock(), failures: 1, addresses: 2 });
  for (const address of ["a", "b", "c"]) brake.failed(address);
  expect(["a", "b", "c"].map((address) => brake.left(address) > 0)).toEqual([false, true, true]);
});
