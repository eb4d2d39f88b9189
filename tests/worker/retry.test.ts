import { describe, expect, test } from "bun:test";
import { AppError, type ErrorCode } from "../../src/errors.ts";
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

  test("for want of the queue the job does not fail: it goes back, and runs when its time is up", async () => {
    const { attempts, run } = failing(() => new AppError("queue_unavailable", "The disk is full"), 4);
    await using at = workerBench({ run, retryFor: 3_000 });
    at.worker.start();
    const id = await at.enqueue();
    await at.clock.advance(3_000);
    expect(await at.status(id)).not.toBe("failed");
    await at.clock.advance(60_000);
    expect(await at.status(id)).toBe("completed");
    expect(attempts).toHaveLength(5);
  });

  test("a job that may not wait fails at once", async () => {
    const { attempts, run } = failing(unreachable, Infinity);
    await using at = workerBench({ run, retryFor: 0 });
    at.worker.start();
    const id = await at.enqueue();
    expect(await at.status(id)).toBe("failed");
    expect(attempts).toHaveLength(1);
  });

  test.each([
    ["a ban is waited for, too", "qbittorrent_banned"],
    ["so is whoever answers in the place of qBittorrent", "qbittorrent_unusable"],
    ["so is a queue that cannot be written: nothing is sent that is not written down", "queue_unavailable"],
  ] as const)("%s", async (_, code) => {
    const { run } = failing(() => new AppError(code, "not now"), 1);
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

/** A worker whose every job fails so, as long as qBittorrent is not there. */
const away = (code: ErrorCode) => {
  const looks: number[] = [];
  const state = { isThere: false };
  const at = workerBench({
    run: async () => {
      if (!state.isThere) throw new AppError(code, "no");
      return {};
    },
    retryFor: 0,
    usable: async () => {
      looks.push(at.clock.now());
      return state.isThere;
    },
  });
  return { at, state, looks };
};

describe("after a job has failed for want of qBittorrent", () => {
  test.each(["qbittorrent_unreachable", "qbittorrent_unusable", "qbittorrent_credentials"] as const)(
    "those behind it wait until it is there, with ever longer rests between the looks (%s)",
    async (code) => {
      const { at, state, looks } = away(code);
      await using _ = at;
      at.worker.start();
      const first = await at.enqueue("a");
      const begun = at.clock.now();
      const behind = [await at.enqueue("b"), await at.enqueue("c")];
      await at.clock.advance(40_000);
      expect(await at.status(first)).toBe("failed");
      expect(await Promise.all(behind.map(at.status))).toEqual(["pending", "pending"]);
      expect(looks.map((time) => time - begun)).toEqual([1_000, 3_000, 7_000, 15_000, 31_000]);
      state.isThere = true;
      await at.clock.advance(30_000);
      expect(await Promise.all(behind.map(at.status))).toEqual(["completed", "completed"]);
      expect(at.lines.join("\n")).toContain("The queue waits until qBittorrent can be used");
    },
  );

  test("new jobs do not make it look more often", async () => {
    const { at, looks } = away("qbittorrent_unreachable");
    await using _ = at;
    at.worker.start();
    await at.enqueue("a");
    for (let i = 0; i < 20; i++) await at.enqueue("b");
    await at.clock.advance(1_000);
    expect(looks).toHaveLength(1);
  });

  test("whoever knows that it is there again has it looked at now, and the queue goes on", async () => {
    const { at, state, looks } = away("qbittorrent_credentials");
    await using _ = at;
    at.worker.start();
    await at.enqueue("a");
    const behind = await at.enqueue("b");
    await at.clock.advance(16_000);
    const before = looks.length;
    at.worker.hurry();
    await at.clock.advance(0);
    expect(looks).toHaveLength(before + 1);
    state.isThere = true;
    at.worker.hurry();
    await at.clock.advance(0);
    expect(await at.status(behind)).toBe("completed");
  });

  test("its error says what it had sent before", async () => {
    await using at = workerBench({
      ran: async (_, recorder) => {
        await recorder.plan([
          { kind: "add_tags", torrents: 2 },
          { kind: "stop", torrents: 1 },
          { kind: "delete", torrents: 1 },
        ]);
        for (const index of [0, 1]) await recorder.begin(index);
        throw unreachable();
      },
      retryFor: 0,
    });
    at.worker.start();
    expect(await at.queue.get(await at.enqueue())).toMatchObject({
      error: expect.stringContaining(
        "Cannot reach qBittorrent; sent before that: add_tags (2 torrents), stop (1 torrent) (trace id",
      ),
    });
  });

  test("but not for an answer that no other job need get", async () => {
    const { at, looks } = away("qbittorrent_answer");
    await using _ = at;
    at.worker.start();
    const jobs = [await at.enqueue("a"), await at.enqueue("b")];
    expect(await Promise.all(jobs.map(at.status))).toEqual(["failed", "failed"]);
    expect(looks).toEqual([]);
  });
});
