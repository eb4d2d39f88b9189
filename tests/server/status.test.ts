import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import type { ScheduleState } from "../../src/worker/schedule.ts";
import { claimed, complete, request } from "../queue/jobs.ts";
import { at } from "../support/json.ts";
import { failing, serverBench } from "./support.ts";

const away = new AppError("queue_unavailable", "The job queue /data/queue.db cannot be written: the disk is full", {
  publicly: "The job queue cannot be written: the disk is full",
});

const idle = { lastRun: null, lastJob: null, queued: 0, skipped: 0, late: 0 };

const SCHEDULE: ScheduleState = {
  timeZone: "Europe/Berlin",
  entries: [
    {
      cron: "0 4 * * *",
      context: "daily",
      dryRun: false,
      nextRun: Date.UTC(2025, 11, 14, 3),
      lastRun: Date.UTC(2025, 11, 13, 3),
      lastJob: "a-job",
      queued: 3,
      skipped: 2,
      late: 1,
    },
    { cron: "@hourly", context: null, dryRun: true, nextRun: null, ...idle },
  ],
};

describe("GET /health", () => {
  test("of a server that is well", async () => {
    using api = serverBench();
    await api.queue.enqueue(request());
    await api.clock.advance(5_000);
    await complete(api.queue, await claimed(api.queue));
    await api.queue.enqueue(request());
    await api.queue.enqueue(request());
    await claimed(api.queue);
    expect(await api.ask("GET /health", {})).toEqual({
      status: 200,
      body: {
        status: "healthy",
        version: "0.4.0",
        queue: { backend: "memory", pending_jobs: 1, processing_jobs: 1 },
        worker: { status: "running", last_job_completed: "2025-12-13T10:00:05.000Z" },
        qbittorrent: { connected: true, version: "v5.0.2" },
        rules: { count: 3, error: null },
        schedule: { timezone: "UTC", entries: [] },
      },
    });
  });

  test("tells when the schedule comes round next", async () => {
    using api = serverBench({ health: { schedule: SCHEDULE } });
    expect(at((await api.ask("GET /health")).body, "schedule")).toEqual({
      timezone: "Europe/Berlin",
      entries: [
        { cron: "0 4 * * *", context: "daily", dry_run: false, next_run: "2025-12-14T03:00:00.000Z" },
        { cron: "@hourly", context: null, dry_run: true, next_run: null },
      ],
    });
  });

  test("before the first job has completed", async () => {
    using api = serverBench();
    expect(at((await api.ask("GET /health")).body, "worker")).toEqual({ status: "running", last_job_completed: null });
  });

  test.each([
    ["the worker does not run", { worker: { status: "stopped" } }, ["Worker not running"]],
    [
      "qBittorrent is away",
      {
        qbittorrent: {
          connected: false,
          version: null,
          apiVersion: null,
          error: "Cannot reach qBittorrent at http://q",
        },
      },
      ["Cannot reach qBittorrent at http://q"],
    ],
    [
      "qBittorrent is away for no known reason",
      { qbittorrent: { connected: false, version: null, apiVersion: null, error: null } },
      ["Cannot connect to qBittorrent"],
    ],
    [
      "several things are wrong",
      {
        worker: { status: "stopped" },
        qbittorrent: { connected: false, version: null, apiVersion: null, error: "away" },
      },
      ["Worker not running", "away"],
    ],
  ] as const)("is 503 when %s", async (_, health, errors) => {
    using api = serverBench({ health });
    expect(await api.ask("GET /health")).toMatchObject({ status: 503, body: { status: "unhealthy", errors } });
  });

  test("is 503 when the queue cannot be read, and tells the rest", async () => {
    using api = serverBench({ through: failing("stats", away) });
    expect(await api.ask("GET /health")).toMatchObject({
      status: 503,
      body: {
        status: "unhealthy",
        errors: ["The queue cannot be read: The job queue cannot be written: the disk is full"],
        queue: { backend: "memory", pending_jobs: null, processing_jobs: null },
        qbittorrent: { connected: true },
      },
    });
  });

  test("says that the rules file is broken, and stays healthy: the last good rules go on", async () => {
    using api = serverBench({ health: { rules: { count: 3, error: "rules.yml has mistakes" } } });
    const rules = { count: 3, error: "rules.yml has mistakes" };
    expect(await api.ask("GET /health")).toMatchObject({ status: 200, body: { status: "healthy", rules } });
  });
});

describe("GET /stats", () => {
  test("of a new server", async () => {
    using api = serverBench();
    expect(await api.ask("GET /stats")).toEqual({
      status: 200,
      body: {
        jobs: { total: 0, pending: 0, processing: 0, completed: 0, failed: 0, cancelled: 0 },
        performance: { average_execution_time: null, jobs_per_hour: 0 },
        queue: { backend: "memory", depth: 0 },
        uptime: "0s",
        schedule: { timezone: "UTC", entries: [] },
      },
    });
  });

  test("counts jobs by status, times them, and adds up what is still to do", async () => {
    using api = serverBench();
    for (let i = 0; i < 6; i++) await api.queue.enqueue(request());
    const first = await claimed(api.queue);
    await api.clock.advance(4_000);
    await complete(api.queue, first);
    const second = await claimed(api.queue);
    await api.clock.advance(4_440);
    await api.queue.fail(second, "no");
    await claimed(api.queue);
    const { jobs } = await api.queue.list({ status: "pending", limit: 1, offset: 0 });
    await api.queue.cancel(jobs[0]?.id ?? "");
    await api.clock.advance(3_600_000 - 4_000);
    expect((await api.ask("GET /stats")).body).toEqual({
      jobs: { total: 6, pending: 2, processing: 1, completed: 1, failed: 1, cancelled: 1 },
      // 4 s and 4.44 s; the first has ended more than an hour ago.
      performance: { average_execution_time: "4.2s", jobs_per_hour: 1 },
      queue: { backend: "memory", depth: 3 },
      uptime: "1h",
      schedule: { timezone: "UTC", entries: [] },
    });
  });

  test.each([
    [13, "13ms"],
    [999, "999ms"],
    [1000, "1s"],
    [1260, "1.3s"],
  ])("show how long jobs of %d ms take", async (took, shown) => {
    using api = serverBench();
    await api.queue.enqueue(request());
    const job = await claimed(api.queue);
    await api.clock.advance(took);
    await complete(api.queue, job);
    expect(at((await api.ask("GET /stats")).body, "performance", "average_execution_time")).toBe(shown);
  });

  test("tell of the schedule what comes next and what has come of it", async () => {
    using api = serverBench({ health: { schedule: SCHEDULE } });
    const next = { cron: "0 4 * * *", context: "daily", dry_run: false, next_run: "2025-12-14T03:00:00.000Z" };
    const last = { last_run: "2025-12-13T03:00:00.000Z", last_job_id: "a-job", queued: 3, skipped: 2, late: 1 };
    expect(at((await api.ask("GET /stats")).body, "schedule")).toMatchObject({
      timezone: "Europe/Berlin",
      entries: [
        { ...next, ...last },
        { next_run: null, last_run: null, last_job_id: null, queued: 0 },
      ],
    });
  });

  test("tells days, hours and minutes of uptime", async () => {
    using api = serverBench();
    await api.clock.advance(((5 * 24 + 12) * 60 + 30) * 60_000);
    expect(at((await api.ask("GET /stats")).body, "uptime")).toBe("5d 12h 30m");
  });
});

test("GET /version tells what this is, what it speaks, and what it was built from", async () => {
  using api = serverBench();
  expect(await api.ask("GET /version", {})).toEqual({
    status: 200,
    body: {
      version: "0.4.0",
      api_version: "1.0",
      qbittorrent_api_version: "2.16.2",
      qbittorrent: { version: "v5.0.2", api_version: "2.11.2" },
      build_date: "2025-12-13",
      git_commit: "abc123def456",
      runtime: "bun 1.2.3",
    },
  });
});

describe("when something goes wrong", () => {
  test.each([
    ["POST /execute", "enqueue"],
    ["GET /jobs", "list"],
    ["GET /jobs/x", "get"],
    ["DELETE /jobs/x", "cancel"],
    ["GET /stats", "stats"],
  ] as const)("%s is 503 while the queue is unavailable, with its message", async (request_, operation) => {
    using api = serverBench({ through: failing(operation, away) });
    expect(await api.ask(request_)).toEqual({
      status: 503,
      body: { error: "Service Unavailable", message: away.message },
    });
    expect(api.wakes()).toBe(0);
    expect(api.lines.join("\n")).toContain(away.message);
  });

  test("a bug is a 500 with a trace id and no details, which are in the log under that id", async () => {
    using api = serverBench({ through: failing("stats", new TypeError("secret is undefined")) });
    const { status, body } = await api.ask("GET /stats");
    const trace_id = at(body, "trace_id");
    expect(status).toBe(500);
    expect(body).toEqual({ error: "Internal Server Error", message: "An unexpected error occurred", trace_id });
    expect(api.lines).toHaveLength(2);
    expect(api.lines[0]).toContain(`trace_id=${String(trace_id)}`);
    expect(api.lines[0]).toContain("TypeError: secret is undefined");
  });

  test("two bugs have two trace ids", async () => {
    using api = serverBench({ through: failing("stats", new Error("bug")) });
    const ids = [await api.ask("GET /stats"), await api.ask("GET /stats")].map(({ body }) => at(body, "trace_id"));
    expect(new Set(ids).size).toBe(2);
  });

  test.each(["GET /nonsense", "PUT /jobs", "GET /execute", "GET /"])("%s is a 404 that names it", async (request_) => {
    using api = serverBench();
    const [method = "", path = ""] = request_.split(" ");
    expect(await api.ask(request_)).toEqual({
      status: 404,
      body: { error: "Not Found", message: `Endpoint not found: ${method} /api${path}` },
    });
  });
});
