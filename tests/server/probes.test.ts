import { describe, expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { failing, serverBench } from "./support.ts";

const away = { connected: false, version: null, apiVersion: null, error: "away" };
const FULL = "The job queue /data/queue.db is full";
const publicly = "The job queue is full";
const broken = failing("stats", new AppError("queue_unavailable", FULL, { hint: "free space", publicly }));
const unsaid = failing("stats", new AppError("queue_unavailable", FULL));
const bug = failing("stats", new TypeError("x is undefined"));

describe("GET /health/ready", () => {
  test("needs no key, and no qBittorrent: jobs wait for it", async () => {
    using api = serverBench({ health: { qbittorrent: away } });
    expect(await api.ask("GET /health/ready", {})).toEqual({ status: 200, body: { status: "ready" } });
  });

  test.each([
    ["the worker does not run", { health: { worker: { status: "stopped" } } }, "Worker not running"],
    ["the server is stopping", { health: { stopping: true } }, "The server is stopping"],
    ["the queue cannot be used", { through: broken }, "The queue cannot be read: The job queue is full; free space"],
    ["of what is not for everybody", { through: unsaid }, "The queue cannot be read: see the log"],
    ["of a bug", { through: bug }, "The queue cannot be read: an internal error, see the log"],
  ] as const)("is 503 when %s", async (_, circumstances, error) => {
    using api = serverBench(circumstances);
    expect(await api.ask("GET /health/ready", {})).toEqual({
      status: 503,
      body: { status: "not ready", errors: [error] },
    });
  });

  test("has what is not for everybody in the log", async () => {
    using api = serverBench({ through: unsaid });
    await api.ask("GET /health/ready", {});
    expect(api.lines.join("\n")).toContain(FULL);
  });

  test("has a bug in the log, with its stack", async () => {
    using api = serverBench({ through: bug });
    await api.ask("GET /health/ready", {});
    expect(api.lines.join("\n")).toMatch(/ERROR +server +The queue cannot be read .*x is undefined.*error\.stack=/);
  });
});

test("GET /health/live is 503 when the worker hangs, which a restart mends; so are the others", async () => {
  using api = serverBench({ health: { worker: { status: "hanging" } } });
  const errors = ["The worker hangs: see the log, and restart qbt-rules, which takes the job up again"];
  expect(await api.ask("GET /health/live", {})).toEqual({ status: 503, body: { status: "not live", errors } });
  expect(await api.ask("GET /health/ready", {})).toEqual({ status: 503, body: { status: "not ready", errors } });
  const whole = await api.ask("GET /health", {});
  expect(whole.body).toMatchObject({ status: "unhealthy", errors, worker: { status: "hanging" } });
});

test("GET /health/live is 200 whatever else is wrong: a restart would not mend it", async () => {
  const health = { worker: { status: "stopped" }, qbittorrent: away, stopping: true } as const;
  using api = serverBench({ health, through: broken });
  expect(await api.ask("GET /health/live", {})).toEqual({ status: 200, body: { status: "live" } });
});
