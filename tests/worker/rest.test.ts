import { afterEach, expect, test } from "bun:test";
import type { Logging } from "../../src/lib/log.ts";
import { createRest } from "../../src/worker/rest.ts";
import { manualClock } from "../support/clock.ts";
import { logLines } from "../support/log-lines.ts";

const SECOND = 1_000;

const running: { logging?: Logging } = {};
afterEach(() => running.logging?.close());

/** Of a server that does something when the test says so. */
function bench({ fails = false } = {}) {
  const logging = (running.logging = logLines("DEBUG"));
  const clock = manualClock();
  const state = { signs: 0, given: 0 };
  const rest = createRest({
    signs: () => state.signs,
    giveBack: async () => {
      state.given += 1;
      if (fails) throw new Error("it has no such thing");
    },
    clock,
    log: logging.log.getChild("rest"),
  });
  rest.start();
  return { lines: logging.lines, clock, state, rest };
}

test("what nobody needs is given back after a quiet second, and then every ten", async () => {
  const { clock, state, rest } = bench();
  await clock.advance(SECOND - 1);
  expect(state.given).toBe(0);
  await clock.advance(1);
  expect(state.given).toBe(1);
  await clock.advance(10 * SECOND - 1);
  expect(state.given).toBe(1);
  await clock.advance(1);
  expect(state.given).toBe(2);
  await clock.advance(60 * SECOND);
  expect(state.given).toBe(8);
  await rest.stop();
});

test("while something is done nothing is given back; after that it is, again", async () => {
  const { clock, state, rest } = bench();
  for (let second = 0; second < 5; second++) {
    state.signs++;
    await clock.advance(SECOND);
  }
  expect(state.given).toBe(0);
  await clock.advance(SECOND);
  expect(state.given).toBe(1);
  state.signs++;
  await clock.advance(SECOND);
  expect(state.given).toBe(1);
  await clock.advance(SECOND);
  expect(state.given).toBe(2);
  await rest.stop();
});

test("where it cannot be done, the log says so to whoever looks closely, and it is not tried again", async () => {
  const { lines, clock, state, rest } = bench({ fails: true });
  await clock.advance(2 * SECOND);
  state.signs++;
  await clock.advance(5 * SECOND);
  expect(state.given).toBe(1);
  expect(lines).toEqual([
    'DEBUG rest Memory is not given back while there is nothing to do why="it has no such thing"',
  ]);
  await rest.stop();
});
