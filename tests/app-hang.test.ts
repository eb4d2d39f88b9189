import { describe, expect, test } from "bun:test";
import { APP_KEY, startTestApp, type TestApp, until } from "./support/app.ts";
import { manualClock } from "./support/clock.ts";
import { startFront } from "./support/front.ts";
import { at } from "./support/json.ts";
import { describeRedis, startRedis } from "./support/redis.ts";
import { startSimulator } from "./support/qbittorrent/simulator/main.ts";

const RULES = "rules: [{name: tag, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}]";

/** A qBittorrent whose list of torrents does not come before it is let. */
function withheldList() {
  const simulator = startSimulator({ version: "5.1.0" });
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const front = startFront(simulator.url, {
    pass: async (answer, path) => {
      if (path.endsWith("torrents/info")) {
        asked.resolve();
        await gate.promise;
      }
      return answer;
    },
  });
  return {
    url: front.url,
    asked: asked.promise,
    release: () => gate.resolve(),
    [Symbol.asyncDispose]: async () => {
      gate.resolve();
      await front[Symbol.asyncDispose]();
      await simulator.stop();
    },
  };
}

const healthOf = async (server: TestApp) =>
  await Promise.all(["", "/live", "/ready"].map(async (path) => (await server.ask(`GET /health${path}`)).status));

test("a pass in which nothing happens any more is told of by health and log, and ends the server: the next takes up the job", async () => {
  await using qbittorrent = withheldList();
  const clock = manualClock();
  const settings = { "qbittorrent.host": qbittorrent.url, "qbittorrent.timeout": 60_000 };
  await using server = await startTestApp({ rules: RULES, settings, clock });
  const id = String(at((await server.ask("POST /execute")).body, "job_id"));
  await qbittorrent.asked;
  await clock.advance(14 * 60_000);
  expect(await healthOf(server)).toEqual([200, 200, 200]);
  await clock.advance(2 * 60_000);
  expect(await healthOf(server)).toEqual([503, 503, 503]);
  await server.app.hung;
  expect(server.lines.filter((line) => line.includes("The worker hangs"))).toEqual([
    expect.stringMatching(new RegExp(`ERROR .*trace_id=[\\da-f-]{36} job=${id} minutes=15$`)),
  ]);
  // There is no grace: time stands still.
  expect(await server.app.stop()).toBe(false);
  qbittorrent.release();
  await server.restart();
  expect(await completed(server, id)).toBe("completed");
});

const completed = (server: TestApp, id: string) =>
  until(
    async () => at((await server.ask(`GET /jobs/${id}`)).body, "status"),
    (status) => status === "completed",
  );

describeRedis("of two servers", () => {
  test("the one whose worker hangs gives up the lease, and the other goes on with its job", async () => {
    await using redis = await startRedis();
    await using qbittorrent = withheldList();
    const clock = manualClock();
    const settings = { "queue.backend": "redis" as const, "queue.redis_url": redis.url };
    const away = { "qbittorrent.host": qbittorrent.url, "qbittorrent.timeout": 60_000 };
    await using first = await startTestApp({ rules: RULES, settings: { ...settings, ...away }, clock });
    const id = String(at((await first.ask("POST /execute")).body, "job_id"));
    await qbittorrent.asked;
    await using second = await startTestApp({ rules: RULES, settings });
    await clock.advance(16 * 60_000);
    await first.app.hung;
    expect(await first.app.stop()).toBe(false);
    expect(await completed(second, id)).toBe("completed");
  });
});

describe("a server that is told to stop", () => {
  /** A file that never answers. */
  const hanging = { text: () => new Promise<string>(() => {}), read: async () => [APP_KEY] };

  test("does not wait for what hangs, and says what it was", async () => {
    const clock = manualClock();
    await using server = await startTestApp({ rules: RULES, again: { keys: hanging }, clock });
    const stopped = server.app.stop();
    await until(
      async () => server.lines.some((line) => line.includes("ERROR")) || (await clock.advance(500)),
      (isOver) => isOver === true,
    );
    expect(await stopped).toBe(false);
    expect(server.lines.at(-1)).toEndWith(
      "Stopped, and left what hangs: whoever runs the jobs next takes up its job hanging=keys job=none",
    );
  });
});
