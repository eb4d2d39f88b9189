import { afterEach, describe, expect, test } from "bun:test";
import type { Logging } from "../../src/lib/log.ts";
import { createWatchdog } from "../../src/worker/watchdog.ts";
import { manualClock } from "../support/clock.ts";
import { logLines } from "../support/log-lines.ts";

const MINUTE = 60_000;

const running: { logging?: Logging } = {};
afterEach(() => running.logging?.close());

/** A watchdog of a worker that gives a sign when the test says so. */
function bench() {
  const logging = (running.logging = logLines("DEBUG"));
  const clock = manualClock();
  const state = { signs: 0 };
  const watchdog = createWatchdog({
    signs: () => state.signs,
    job: () => "the-job",
    patience: 10 * MINUTE,
    clock,
    log: logging.log.getChild("worker"),
  });
  watchdog.start();
  return { lines: logging.lines, clock, state, watchdog };
}

describe("a worker that gives no sign", () => {
  test("for longer than it may hangs, for good: the log says so once, with a trace id and the job", async () => {
    const { lines, clock, state, watchdog } = bench();
    let told = 0;
    void watchdog.hung.then(() => told++);
    await clock.advance(10 * MINUTE - 1);
    expect([watchdog.hangs, told, lines]).toEqual([false, 0, []]);
    await clock.advance(60 * MINUTE);
    expect([watchdog.hangs, told]).toEqual([true, 1]);
    state.signs++;
    await clock.advance(60 * MINUTE);
    expect(watchdog.hangs).toBe(true);
    expect(lines).toEqual([
      expect.stringMatching(
        /^ERROR worker The worker hangs: this server ends, and whoever runs the jobs next takes its job up again trace_id=[\da-f-]{36} job=the-job minutes=10$/,
      ),
    ]);
    await watchdog.stop();
  });
});

test("a worker that gives a sign now and then never hangs, however long its job takes", async () => {
  const { clock, state, watchdog } = bench();
  for (let i = 0; i < 20; i++) {
    await clock.advance(9 * MINUTE);
    state.signs++;
    expect(watchdog.hangs).toBe(false);
  }
  await watchdog.stop();
});
