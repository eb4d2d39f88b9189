import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { workerBench } from "./support.ts";

const unreachable = () =>
  new AppError("qbittorrent_unreachable", "Cannot reach qBittorrent", { hint: "is it running?" });

/** Work that fails as often as told, and then succeeds. */
function failing(error: () => Error, times: number) {
  const attempts: number[] = [];
  const run = async () => {
    attempts.push(attempts.length);
    if (attempts.length <= times) throw error();
    return {};
  };
  return { attempts, run };
}

describe("while qBittorrent cannot be reached", () => {
  test("the job is tried again after half a second, then a second, then two, until it succeeds", async () => {
    const { attempts, run } = failing(unreachable, 3);
    await using at = workerBench({ run });
    at.worker.start();
    const id = await at.enqueue();
    for (const [wait, tried] of [
      [499, 1],
      [1, 2],
      [999, 2],
      [1, 3],
      [1_999, 3],
      [1, 4],
    ] as const) {
      await at.clock.advance(wait);
      expect(attempts).toHaveLength(tried);
    }
    expect(await at.status(id)).toBe("completed");
  });

  test("the job fails with the cause when its time is up, and not before", async () => {
    const { run } = failing(unreachable, Infinity);
    await using at = workerBench({ run, retryFor: 5_000 });
    at.worker.start();
    const id = await at.enqueue();
    await at.clock.advance(4_999);
    expect(await at.status(id)).toBe("processing");
    await at.clock.advance(1);
    expect(await at.queue.get(id)).toMatchObject({
      status: "failed",
      error: expect.stringMatching(/^Cannot reach qBittorrent \(trace id [\da-f-]{36}\)\n  -> is it running\?$/),
    });
  });

  test("a job that may not wait fails at once", async () => {
    const { attempts, run } = failing(unreachable, Infinity);
    await using at = workerBench({ run, retryFor: 0 });
    at.worker.start();
    const id = await at.enqueue();
    expect(await at.status(id)).toBe("failed");
    expect(attempts).toHaveLength(1);
  });

  test("a ban is waited for, too", async () => {
    const { run } = failing(() => new AppError("qbittorrent_banned", "banned"), 1);
    await using at = workerBench({ run });
    at.worker.start();
    const id = await at.enqueue();
    expect(await at.status(id)).toBe("processing");
    await at.clock.advance(500);
    expect(await at.status(id)).toBe("completed");
  });

  test("the pauses grow to half a minute and no longer", async () => {
    const times: number[] = [];
    const run = async () => {
      times.push(at.clock.now());
      throw unreachable();
    };
    await using at = workerBench({ run, retryFor: 300_000 });
    at.worker.start();
    await at.enqueue();
    await at.clock.advance(200_000);
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000]);
  });

  test("refused credentials are never tried again: qBittorrent would ban us", async () => {
    const { attempts, run } = failing(() => new AppError("qbittorrent_credentials", "refused the login"), Infinity);
    await using at = workerBench({ run });
    at.worker.start();
    const id = await at.enqueue();
    await at.clock.advance(60_000);
    expect(attempts).toHaveLength(1);
    expect(await at.queue.get(id)).toMatchObject({
      status: "failed",
      error: expect.stringMatching(/^refused the login \(trace id [\da-f-]{36}\)$/),
    });
  });
});
