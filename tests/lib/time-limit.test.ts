import { expect, test } from "bun:test";
import { messageOf } from "../../src/errors.ts";
import { createTimeLimit } from "../../src/lib/time-limit.ts";
import { manualClock } from "../support/clock.ts";

/** Work that ends when the test lets it, within ten seconds or too late. */
function bench() {
  const clock = manualClock();
  const limited = createTimeLimit({ ms: 10_000, clock, late: () => new Error("too late") });
  const begun: PromiseWithResolvers<string>[] = [];
  const outcomes: string[] = [];
  const ask = () =>
    limited(() => {
      const gate = Promise.withResolvers<string>();
      begun.push(gate);
      return gate.promise;
    }).then(
      (value) => outcomes.push(value),
      (thrown: unknown) => outcomes.push(messageOf(thrown)),
    );
  return { clock, begun, outcomes, ask };
}

test("what ends in time is as it is without a limit, also where it fails", async () => {
  const { clock, begun, outcomes, ask } = bench();
  void ask();
  await clock.advance(9_999);
  begun[0]?.resolve("the text");
  await clock.advance(0);
  void ask();
  await clock.advance(0);
  begun[1]?.reject(new Error("no such file"));
  await clock.advance(0);
  expect(outcomes).toEqual(["the text", "no such file"]);
  expect(clock.sleepers).toBe(0);
});

test("one begins after the other", async () => {
  const { clock, begun, outcomes, ask } = bench();
  void ask();
  void ask();
  await clock.advance(0);
  expect(begun).toHaveLength(1);
  begun[0]?.resolve("first");
  await clock.advance(0);
  begun[1]?.resolve("second");
  await clock.advance(0);
  expect(outcomes).toEqual(["first", "second"]);
});

test("what takes longer is given up, and until it ends all is refused that would hang beside it", async () => {
  const { clock, begun, outcomes, ask } = bench();
  void ask();
  void ask();
  await clock.advance(10_000);
  expect([outcomes, begun.length]).toEqual([["too late", "too late"], 1]);
  begun[0]?.resolve("of no use any more");
  await clock.advance(0);
  void ask();
  await clock.advance(0);
  begun[1]?.resolve("there again");
  await clock.advance(0);
  expect(outcomes).toEqual(["too late", "too late", "there again"]);
});
