import { describe, expect, test } from "bun:test";
import { startTestApp, until } from "./support/app.ts";
import { at } from "./support/json.ts";
import { manualClock } from "./support/clock.ts";
import { startFront } from "./support/front.ts";
import { startSimulator } from "./support/qbittorrent/simulator/main.ts";

const RULES = `
rules:
  - {name: tag, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}
`;

const page = () => new Response("<!doctype html><title>Sign in</title>", { headers: { "Content-Type": "text/html" } });

/** What may answer in the place of qBittorrent, and to which requests. */
const strangers = [
  ["a proxy that has nothing there", "", () => new Response("404 page not found\n", { status: 404 })],
  ["a login portal", "", page],
  ["a server that fails to list", "torrents/info", () => new Response("out of order", { status: 500 })],
  ["a list that breaks off", "torrents/info", () => new Response('[{"hash": "')],
  ["no version", "app/version", () => new Response("", { status: 404 })],
] as const;

/** qBittorrent, or what a stranger makes of it as long as it is there. */
function startShared(below: string, stranger: () => Response) {
  const simulator = startSimulator({ version: "5.1.0", torrents: [{}] });
  const state = { isStrange: true };
  const front = startFront(simulator.url, {
    pass: (answer, path) => (state.isStrange && path.startsWith(`/api/v2/${below}`) ? stranger() : answer),
  });
  return {
    url: front.url,
    leave: () => void (state.isStrange = false),
    [Symbol.asyncDispose]: async () => {
      await front[Symbol.asyncDispose]();
      await simulator.stop();
    },
  };
}

describe.each(strangers)("while %s answers", (_, below, stranger) => {
  test("no job fails before its time is up, those behind wait, and health says why", async () => {
    await using shared = startShared(below, stranger);
    const clock = manualClock();
    await using server = await startTestApp({
      rules: RULES,
      clock,
      settings: { "qbittorrent.host": shared.url, "queue.retry_for": 10_000 },
    });
    const statuses = async () => at((await server.ask("GET /stats")).body, "jobs");
    const settled = async (jobs: Readonly<Record<string, number>>) => {
      const isSo = (found: unknown) => Object.entries(jobs).every(([name, count]) => at(found, name) === count);
      expect(await until(statuses, isSo)).toMatchObject(jobs);
    };
    const logged = (text: string) =>
      until(
        async () => server.lines.join("\n"),
        (lines) => lines.includes(text),
      );

    await server.ask("POST /execute?context=first");
    await logged("Job waits");
    for (const context of ["second", "third"]) await server.ask(`POST /execute?context=${context}`);
    const health = await server.ask("GET /health");
    expect(health).toMatchObject({ status: 503, body: { status: "unhealthy", qbittorrent: { connected: false } } });

    for (let step = 0; step < 40 && at(await statuses(), "failed") === 0; step++) {
      await clock.advance(500);
      await Bun.sleep(10);
    }
    await settled({ failed: 1, pending: 2 });
    for (let step = 0; step < 20; step++) {
      await clock.advance(3_000);
      await Bun.sleep(5);
    }
    await settled({ failed: 1, pending: 2 });
    expect((await server.ask("GET /health")).status).toBe(503);

    shared.leave();
    for (let step = 0; step < 100 && at(await statuses(), "completed") !== 2; step++) {
      await clock.advance(1_000);
      await Bun.sleep(5);
    }
    await settled({ failed: 1, completed: 2 });
  });
});
