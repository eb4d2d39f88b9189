import { expect, test } from "bun:test";
import { startTestApp, type TestApp, until } from "./support/app.ts";
import { manualClock } from "./support/clock.ts";
import { at } from "./support/json.ts";
import { startSimulator } from "./support/qbittorrent/simulator/main.ts";

const RULES = "rules: [{name: tag, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}]";

/** A qBittorrent whose list of torrents does not come before it is let. */
function withheldList() {
  const simulator = startSimulator({ version: "5.1.0" });
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const between = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch: async ({ url, method, headers, body }) => {
      const { pathname, search } = new URL(url);
      if (pathname.endsWith("torrents/info")) {
        asked.resolve();
        await gate.promise;
      }
      return await fetch(`${simulator.url}${pathname}${search}`, { method, headers, body });
    },
  });
  return {
    url: between.url.origin,
    asked: asked.promise,
    release: () => gate.resolve(),
    [Symbol.asyncDispose]: async () => {
      gate.resolve();
      await between.stop(true);
      await simulator.stop();
    },
  };
}

const healthOf = async (server: TestApp) =>
  await Promise.all(["", "/live", "/ready"].map(async (path) => (await server.ask(`GET /health${path}`)).status));

test("a pass in which nothing happens any more is told of by health and log, until something does", async () => {
  await using qbittorrent = withheldList();
  const clock = manualClock();
  const settings = { "qbittorrent.host": qbittorrent.url, "qbittorrent.timeout": 60_000 };
  await using server = await startTestApp({ rules: RULES, settings, clock });
  // Before the server stops, which waits for the job.
  using _ = { [Symbol.dispose]: qbittorrent.release };
  const id = String(at((await server.ask("POST /execute")).body, "job_id"));
  await qbittorrent.asked;
  await clock.advance(14 * 60_000);
  expect(await healthOf(server)).toEqual([200, 200, 200]);
  await clock.advance(2 * 60_000);
  expect(await healthOf(server)).toEqual([503, 503, 503]);
  expect(server.lines.filter((line) => line.includes("The worker hangs"))).toEqual([
    expect.stringMatching(new RegExp(`ERROR .*trace_id=[\\da-f-]{36} job=${id} minutes=15$`)),
  ]);
  qbittorrent.release();
  await until(
    async () => at((await server.ask(`GET /jobs/${id}`)).body, "status"),
    (status) => status === "completed",
  );
  await clock.advance(30_000);
  expect(await healthOf(server)).toEqual([200, 200, 200]);
});
