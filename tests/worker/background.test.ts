import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { configureLogging, rootLog } from "../../src/lib/log.ts";
import { createUuidV7 } from "../../src/lib/uuid.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { createMaintenance } from "../../src/worker/maintenance.ts";
import { createMonitor } from "../../src/worker/monitor.ts";
import { manualClock } from "../support/clock.ts";
import { createMemoryQueue } from "../support/memory-queue.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A queue whose prunes are recorded: how long before now, at what time. */
function recorded(prune: Queue["prune"] = async () => 0) {
  const clock = manualClock();
  const prunes: { readonly at: number; readonly olderThan: number }[] = [];
  const start = clock.now();
  const queue: Queue = {
    ...createMemoryQueue({ clock, createId: createUuidV7(() => clock.now()) }),
    prune: async (before, signal) => {
      prunes.push({ at: clock.now() - start, olderThan: clock.now() - before });
      return await prune(before, signal);
    },
  };
  return { clock, queue, prunes };
}

describe("maintenance", () => {
  test("deletes jobs that ended longer ago than they are kept, and no others", async () => {
    const clock = manualClock();
    const queue = createMemoryQueue({ clock, createId: createUuidV7(() => clock.now()) });
    const { id: old } = await queue.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await queue.cancel(old);
    await clock.advance(6 * DAY);
    const { id: young } = await queue.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await queue.cancel(young);
    const { id: pending } = await queue.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await clock.advance(DAY + 1);
    const maintenance = createMaintenance({ queue, cleanupAfter: 7 * DAY, clock, log: rootLog() });
    maintenance.start();
    await clock.advance(0);
    expect(await Promise.all([old, young, pending].map(async (id) => (await queue.get(id))?.status))).toEqual([
      undefined,
      "cancelled",
      "pending",
    ]);
    await maintenance.stop();
  });

  test("runs at start and then every hour", async () => {
    const { clock, queue, prunes } = recorded();
    const maintenance = createMaintenance({ queue, cleanupAfter: 7 * DAY, clock, log: rootLog() });
    maintenance.start();
    await clock.advance(2 * HOUR);
    expect(prunes).toEqual([0, HOUR, 2 * HOUR].map((at) => ({ at, olderThan: 7 * DAY })));
    await maintenance.stop();
  });

  test("runs more often where jobs are kept for a short time, but at most once a second", async () => {
    for (const [cleanupAfter, every] of [
      [600_000, 60_000],
      [2_000, 1_000],
    ] as const) {
      const { clock, queue, prunes } = recorded();
      const maintenance = createMaintenance({ queue, cleanupAfter, clock, log: rootLog() });
      maintenance.start();
      await clock.advance(every);
      expect(prunes.map(({ at }) => at)).toEqual([0, every]);
      await maintenance.stop();
    }
  });

  test("is not waited for when the server stops: it ends with the step that it takes", async () => {
    const { clock, queue } = recorded(
      (_, signal) => new Promise((resolve) => signal?.addEventListener("abort", () => resolve(500))),
    );
    const maintenance = createMaintenance({ queue, cleanupAfter: 7 * DAY, clock, log: rootLog() });
    maintenance.start();
    await clock.advance(0);
    await maintenance.stop();
    expect(maintenance.running).toBe(false);
  });

  test("goes on after a queue that failed", async () => {
    const { clock, queue, prunes } = recorded(() =>
      Promise.reject(new AppError("queue_unavailable", "the disk is full")),
    );
    const maintenance = createMaintenance({ queue, cleanupAfter: 7 * DAY, clock, log: rootLog() });
    maintenance.start();
    await clock.advance(HOUR);
    expect(prunes).toHaveLength(2);
    expect(maintenance.running).toBe(true);
    await maintenance.stop();
  });
});

describe("the monitor", () => {
  test("looks at once and every half a minute, whatever comes of it", async () => {
    const clock = manualClock();
    let looks = 0;
    const look = async () => {
      looks++;
      if (looks !== 2) throw new AppError("qbittorrent_unreachable", "away");
    };
    const monitor = createMonitor({
      clock,
      look,
      connection: () => ({ version: "v5.1.0", error: null }),
      log: rootLog(),
    });
    monitor.start();
    await clock.advance(60_000);
    expect(looks).toBe(3);
    expect(monitor.running).toBe(true);
    await monitor.stop();
  });

  test("logs that qBittorrent came or went, once each time", async () => {
    const lines: string[] = [];
    const { log, close } = configureLogging({
      level: "INFO",
      fileIsExplicit: false,
      secrets: [],
      console: (line) => lines.push(line),
    });
    const clock = manualClock();
    const seen = ["away", "away", null, null, "password"];
    let looks = 0;
    const look = async () => void looks++;
    const connection = () => ({ version: "v5.1.0", error: seen[looks - 1] ?? null });
    const monitor = createMonitor({ clock, look, connection, log });
    monitor.start();
    await clock.advance(4 * 30_000);
    await monitor.stop();
    close();
    expect(lines.map((line) => line.slice(line.indexOf("Z ") + 2).replaceAll(/ +/g, " "))).toEqual([
      "WARNING qbt-rules qBittorrent cannot be used why=away",
      "INFO qbt-rules qBittorrent is there version=v5.1.0",
      "WARNING qbt-rules qBittorrent cannot be used why=password",
    ]);
  });
});
