import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { scheduleBench } from "./schedule-bench.ts";

const HOUR = 3_600_000;

describe("a queue that is away", () => {
  test("is told of once, however long that lasts and how many entries wait, and once when it is back", async () => {
    await using bench = away();
    await bench.advance(0);
    for (let night = 1; night <= 2; night++) {
      bench.setAway(gone("no connection"));
      await bench.advance(HOUR);
      bench.setAway(gone("it is loading"));
      await bench.advance(HOUR);
      const begins = 'ERROR schedule Cannot queue jobs on schedule cron="* * * * *" context=a error="no connection"';
      expect(bench.told()).toEqual([begins]);
      bench.setAway();
      await bench.advance(30_000);
      expect(bench.told()).toEqual([begins, "INFO schedule Jobs can be queued on schedule again"]);
      expect(await bench.queued()).toHaveLength(2 * night);
      await bench.runAll();
      bench.lines.length = 0;
    }
  });

  test("at the start keeps what is to be forgotten until it is back", async () => {
    await using bench = away(gone("no connection"));
    await bench.queue.enqueueTurn(
      { context: null, hash: null, dryRun: false, trace: false },
      { series: "gone", due: 0, after: undefined },
    );
    await bench.advance(30_000);
    expect(bench.told()).toEqual(['ERROR schedule Cannot queue jobs on schedule error="no connection"']);
    bench.setAway();
    await bench.advance(30_000);
    expect(await bench.queue.lastTurn("gone")).toBeUndefined();
    expect(bench.told()).toHaveLength(2);
  });

  test("hides no bug, which is told of as one", async () => {
    await using bench = away();
    await bench.advance(0);
    bench.setAway(gone("no connection"));
    await bench.advance(HOUR);
    bench.setAway(new TypeError("it is undefined"));
    await bench.advance(HOUR);
    expect(bench.told()).toHaveLength(2);
    expect(bench.told()[1]).toContain('error="TypeError: it is undefined');
  });
});

/** Two entries that come each minute, on a queue that is away while the test says why. */
function away(initially?: Error) {
  let why = initially;
  const fail = () => (why === undefined ? undefined : Promise.reject(why));
  const bench = scheduleBench({
    jobs: [{ context: "a" }, { context: "b" }],
    through: (queue) => ({
      ...queue,
      keepTurns: (series) => fail() ?? queue.keepTurns(series),
      lastTurn: (series) => fail() ?? queue.lastTurn(series),
    }),
  });
  return {
    ...bench,
    setAway: (error?: Error) => {
      why = error;
    },
    told: () => bench.lines.filter((line) => !line.includes("Queued on schedule")),
  };
}

const gone = (message: string) => new AppError("queue_unavailable", message);
