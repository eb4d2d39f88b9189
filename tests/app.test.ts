import { connect } from "node:net";
import { describe, expect, test } from "bun:test";
import { AppError } from "../src/errors.ts";
import { openQueue } from "../src/queue/open.ts";
import { systemClock } from "../src/lib/clock.ts";
import { APP_KEY, startTestApp, type TestApp, until } from "./support/app.ts";
import { manualClock } from "./support/clock.ts";
import { at } from "./support/json.ts";
import { tempFolder } from "./support/temp.ts";

const RULES = `
rules:
  - {name: tag, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}
`;
const SEEDING = { progress: 1, stopped: false };
/** The discard port: nobody listens there. */
const NOBODY = "http://127.0.0.1:9";

/** Submits a job and waits for its end. */
async function run({ ask }: TestApp, query = ""): Promise<unknown> {
  const id = String(at((await ask(`POST /execute${query}`)).body, "job_id"));
  return await ended({ ask }, id);
}

const ended = async ({ ask }: Pick<TestApp, "ask">, id: string): Promise<unknown> =>
  await until(
    async () => (await ask(`GET /jobs/${id}`)).body,
    (job) => !["pending", "processing"].includes(String(at(job, "status"))),
  );

describe("the server", () => {
  test("takes a job over HTTP, runs the rules, and shows the result", async () => {
    await using server = await startTestApp({ rules: RULES, simulator: { torrents: [SEEDING, SEEDING] } });
    expect(await run(server)).toMatchObject({
      status: "completed",
      error: null,
      result: { torrents_processed: 2, rules_matched: 2, actions_executed: 2, errors: 0, dry_run: false },
    });
    expect([...server.simulator.torrents.values()].map(({ tags }) => [...tags])).toEqual([["seen"], ["seen"]]);
  });

  test("runs a job at once, not only when the worker next looks", async () => {
    // Time stands still: the worker never looks by itself.
    await using server = await startTestApp({ rules: RULES, clock: manualClock() });
    for (let job = 0; job < 3; job++) expect(await run(server)).toMatchObject({ status: "completed" });
  });

  test("runs what is scheduled, as any other job", async () => {
    const clock = manualClock(Date.UTC(2026, 0, 1, 3, 59, 30));
    const entry = { cron: "0 4 * * *", context: "daily", dryRun: false, where: "config.yml:2:5" };
    await using server = await startTestApp({
      rules: RULES.replace("match_all", "context: daily, match_all"),
      simulator: { torrents: [SEEDING] },
      clock,
      settings: { schedule: [entry, { ...entry, context: "dayly", where: "config.yml:3:5" }] },
    });
    const warned = server.lines.filter((line) => line.includes("no rule names"));
    expect(warned).toHaveLength(1);
    expect(warned[0]).toContain('no rule names the context \\"dayly\\"; known are: daily" where=config.yml:3:5');
    await clock.advance(30_000);
    const { body } = await until(
      () => server.ask("GET /stats"),
      (stats) => at(stats.body, "jobs", "completed") === 2,
    );
    expect(at(body, "schedule")).toMatchObject({ entries: [{ context: "daily" }, { context: "dayly", queued: 1 }] });
    expect([...server.simulator.torrents.values()].map(({ tags }) => [...tags])).toEqual([["seen"]]);
  });

  test("runs a burst of webhooks in a few passes, and tells each of its own torrent", async () => {
    const torrents = Array.from({ length: 300 }, (_, n) => ({ ...SEEDING, name: `torrent ${n}` }));
    await using server = await startTestApp({
      rules: RULES.replace("match_all", "context: on_added, match_all"),
      simulator: { torrents },
    });
    const hashes = [...server.simulator.torrents.keys()];
    const posted = await Promise.all(hashes.map((hash) => server.ask(`POST /execute?context=on_added&hash=${hash}`)));
    const jobs = await Promise.all(posted.map(({ body }) => ended(server, String(at(body, "job_id")))));
    for (const [index, job] of jobs.entries()) {
      expect(job).toMatchObject({
        status: "completed",
        hash: hashes[index],
        result: { torrents_processed: 1, actions_executed: 1, torrents: [{ hash: hashes[index] }] },
      });
    }
    const asked = server.simulator.requests.filter(({ path }) => /torrents.(?:info|addTags)/.test(path));
    expect(asked.length).toBeLessThan(30);
    expect([...server.simulator.torrents.values()].every(({ tags }) => tags.has("seen"))).toBe(true);
  });

  test("waits for a torrent that qBittorrent does not show yet", async () => {
    await using server = await startTestApp({ rules: RULES });
    const hash = "d".repeat(40);
    const { body } = await server.ask(`POST /execute?hash=${hash}`);
    await until(
      async () => server.simulator.requests,
      (requests) => requests.some(({ path }) => path.startsWith("torrents/info")),
    );
    server.simulator.addTorrent({ hash });
    expect(await ended(server, String(at(body, "job_id")))).toMatchObject({
      status: "completed",
      result: { torrents_processed: 1, actions_executed: 1, warnings: [] },
    });
  });

  test("deletes jobs that are older than they are kept", async () => {
    using folder = tempFolder();
    const sqlitePath = folder.file("old.db");
    const old = await openQueue({ backend: "sqlite", sqlitePath, clock: manualClock(Date.UTC(2025, 0, 1)) });
    const { id } = await old.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await old.cancel(id);
    await old.close();
    await using server = await startTestApp({ rules: RULES, settings: { "queue.sqlite_path": sqlitePath } });
    await until(
      async () => server.lines.join("\n"),
      (log) => log.includes("Deleted old jobs jobs=1"),
    );
    expect((await server.ask(`GET /jobs/${id}`)).status).toBe(404);
  });

  test("changes nothing in a dry run", async () => {
    await using server = await startTestApp({ rules: RULES, simulator: { torrents: [SEEDING] } });
    expect(await run(server, "?dry_run=true")).toMatchObject({ result: { dry_run: true, actions_executed: 1 } });
    expect([...server.simulator.torrents.values()][0]?.tags.size).toBe(0);
  });

  test("runs the rules as they are when the job starts", async () => {
    await using server = await startTestApp({ rules: RULES, simulator: { torrents: [SEEDING] } });
    await run(server);
    server.writeRules(RULES.replace("tag: seen", "tag: seen-anew"));
    await run(server);
    expect([...server.simulator.torrents.values()][0]?.tags).toEqual(new Set(["seen", "seen-anew"]));
  });

  test("is healthy once qBittorrent has answered, and says which one it is", async () => {
    await using server = await startTestApp({ rules: RULES });
    const health = await until(
      () => server.ask("GET /health"),
      // Between the login and the answer it is there, and nobody knows yet which one.
      ({ body }) => at(body, "qbittorrent", "version") !== null,
    );
    expect(health.body).toMatchObject({
      status: "healthy",
      worker: { status: "running" },
      qbittorrent: { connected: true, version: "v5.1.0" },
      rules: { count: 1, error: null },
      queue: { backend: "sqlite" },
    });
  });

  test("starts without a qBittorrent: health says what is wrong, and jobs fail with the cause", async () => {
    await using server = await startTestApp({ rules: RULES, settings: { "qbittorrent.host": NOBODY } });
    const error = expect.stringContaining(`Cannot reach qBittorrent at ${NOBODY}`);
    expect(await run(server)).toMatchObject({ status: "failed", error });
    expect(await server.ask("GET /health")).toMatchObject({
      status: 503,
      body: { status: "unhealthy", errors: [error] },
    });
  });

  test("tells its uptime and its version", async () => {
    await using server = await startTestApp({ rules: RULES });
    expect(at((await server.ask("GET /stats")).body, "uptime")).toMatch(/^\d+s$/);
    expect((await server.ask("GET /version")).body).toMatchObject({ version: "0.4.0", runtime: `bun ${Bun.version}` });
  });

  test("writes neither key nor password into its log", async () => {
    await using server = await startTestApp({ rules: RULES, simulator: { torrents: [SEEDING] } });
    await run(server);
    await fetch(`${server.app.url}/api/stats?key=${APP_KEY}`);
    await server.app.stop();
    const log = server.lines.join("\n");
    expect(log).toContain("Job completed");
    expect(log).not.toContain(APP_KEY);
    expect(log).not.toContain("adminadmin");
  });
});

describe("a job outlives the server", () => {
  test("that was stopped before it could run", async () => {
    await using server = await startTestApp({
      rules: RULES,
      settings: { "qbittorrent.host": NOBODY, "queue.retry_for": 600_000 },
    });
    const first = String(at((await server.ask("POST /execute?context=first")).body, "job_id"));
    const second = String(at((await server.ask("POST /execute?context=second")).body, "job_id"));
    await until(
      () => server.ask(`GET /jobs/${first}`),
      ({ body }) => at(body, "status") === "processing",
    );
    await server.restart();
    const left = await server.ask(`GET /jobs/${second}`);
    expect(left.body).toMatchObject({ status: "pending", context: "second" });
    // Taken up again, the older one first.
    await until(
      () => server.ask(`GET /jobs/${first}`),
      ({ body }) => at(body, "status") === "processing",
    );
  });

  test("that died while it ran: it runs again, and the log says so", async () => {
    using folder = tempFolder();
    const sqlitePath = folder.file("left.db");
    const dead = await openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });
    const { id } = await dead.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await dead.claim(1);
    await dead.close();
    await using server = await startTestApp({ rules: RULES, settings: { "queue.sqlite_path": sqlitePath } });
    expect(await ended(server, id)).toMatchObject({ status: "completed" });
    expect(server.lines.join("\n")).toContain("Jobs of a server that died run again jobs=1");
  });
});

describe("stop", () => {
  test("can be asked for twice, and leaves nobody listening", async () => {
    await using server = await startTestApp({ rules: RULES });
    const { url } = server.app;
    await Promise.all([server.app.stop(), server.app.stop()]);
    expect(await fetch(url).catch(() => "nobody")).toBe("nobody");
    expect(server.lines.filter((line) => line.endsWith("Stopped"))).toHaveLength(1);
  });

  test("does not wait for a qBittorrent that does not answer a look at its health", async () => {
    const asked = Promise.withResolvers<void>();
    const silent = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: () => {
        asked.resolve();
        return new Promise<Response>(() => {});
      },
    });
    try {
      const settings = { "qbittorrent.host": silent.url.origin, "qbittorrent.timeout": 600_000 };
      await using server = await startTestApp({ rules: RULES, settings });
      await asked.promise;
      await server.app.stop();
      expect(server.lines.at(-1)).toEndWith("Stopped");
    } finally {
      await silent.stop(true);
    }
  });
});

test("a caller who never finishes a request does not hold up the end for longer than the grace period", async () => {
  const clock = manualClock();
  await using server = await startTestApp({ rules: RULES, clock });
  const slow = connect(server.app.port, "127.0.0.1");
  const closed = new Promise((resolve) => slow.once("close", resolve));
  slow.on("error", () => {});
  const head = `POST /api/execute HTTP/1.1\r\nHost: localhost\r\nX-API-Key: ${APP_KEY}\r\nContent-Length: 9\r\n\r\n`;
  await new Promise<void>((resolve) => slow.write(`${head}a`, () => resolve()));
  // Another request on a connection that came later: the first has arrived by then.
  await server.ask("GET /version");
  const sleepersBefore = clock.sleepers;
  const stopped = server.app.stop();
  await until(
    async () => clock.sleepers,
    (sleepers) => sleepers !== sleepersBefore,
  );
  await clock.advance(server.settings["server.shutdown_grace"]);
  await Promise.all([stopped, closed]);
  expect(server.lines.at(-1)).toEndWith("Stopped");
});

/** What the start throws; its address if it does not. */
const failure = async (options: Parameters<typeof startTestApp>[0]): Promise<unknown> => {
  try {
    await using server = await startTestApp(options);
    return server.app.url;
  } catch (thrown) {
    return thrown;
  }
};

describe("a server that cannot start", () => {
  test("for its rules says what is wrong with them", async () => {
    expect(await failure({ rules: "rules: [{name: a}]" })).toMatchObject({
      code: "rules",
      problems: [{ where: expect.stringContaining("rules.yml:1:9") }],
    });
  });

  test("for its port gives the queue back, so that it can start on another", async () => {
    await using first = await startTestApp({ rules: RULES });
    using folder = tempFolder();
    const settings = { "queue.sqlite_path": folder.file("shared.db") };
    const failed = await failure({ rules: RULES, settings: { ...settings, "server.port": first.app.port } });
    expect(failed).toBeInstanceOf(AppError);
    expect(failed).toMatchObject({ code: "port_unavailable" });
    expect(await failure({ rules: RULES, settings })).toBeString();
  });

  test("for its queue, which another server has, says so", async () => {
    await using first = await startTestApp({ rules: RULES });
    const settings = { "queue.sqlite_path": first.settings["queue.sqlite_path"] };
    expect(await failure({ rules: RULES, settings })).toMatchObject({ code: "queue_unavailable" });
  });
});
