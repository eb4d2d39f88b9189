import { describe, expect, test } from "bun:test";
import { claimed, complete } from "../queue/jobs.ts";
import { at } from "../support/json.ts";
import { type ServerBench, serverBench } from "./support.ts";

const UNKNOWN = "550e8400-e29b-41d4-a716-446655440000";
const NOT_FOUND = { status: 404, body: { error: "Not Found", message: `Job not found: ${UNKNOWN}` } };

const submit = async ({ ask }: ServerBench, query = "") =>
  String(at((await ask(`POST /execute${query}`)).body, "job_id"));

/** Starts the oldest job, and ends it after so many milliseconds. */
async function runFor(
  { queue, clock }: ServerBench,
  ms: number,
  end: { readonly result: object } | { readonly error: string },
) {
  const claim = await claimed(queue);
  await clock.advance(ms);
  if ("error" in end) await queue.fail(claim, end.error);
  else await complete(queue, claim, { ...end.result });
}

describe("GET /jobs/{id}", () => {
  test("shows a job that is pending, processing, and completed", async () => {
    using api = serverBench();
    const job_id = await submit(api, "?context=scheduled&dry_run=true&trace=true");
    const job = {
      job_id,
      context: "scheduled",
      hash: null,
      dry_run: true,
      trace: true,
      created_at: "2025-12-13T10:00:00.000Z",
    };
    const nothing = { started_at: null, completed_at: null, result: null, error: null };
    expect(await api.ask(`GET /jobs/${job_id}`)).toEqual({
      status: 200,
      body: { ...job, ...nothing, status: "pending" },
    });

    await api.clock.advance(1_000);
    const claim = await claimed(api.queue);
    const started_at = "2025-12-13T10:00:01.000Z";
    expect((await api.ask(`GET /jobs/${job_id}`)).body).toEqual({
      ...job,
      ...nothing,
      status: "processing",
      started_at,
    });

    await api.clock.advance(4_000);
    const result = { torrents_processed: 15, rules_matched: 3, actions_executed: 5 };
    await complete(api.queue, claim, result);
    const ended = { status: "completed", started_at, completed_at: "2025-12-13T10:00:05.000Z", result, error: null };
    expect((await api.ask(`GET /jobs/${job_id}`)).body).toEqual({ ...job, ...ended });
  });

  test("shows why a job failed", async () => {
    using api = serverBench();
    const id = await submit(api);
    await runFor(api, 10, { error: "Cannot reach qBittorrent" });
    expect((await api.ask(`GET /jobs/${id}`)).body).toMatchObject({
      status: "failed",
      result: null,
      error: "Cannot reach qBittorrent",
    });
  });

  test("of an unknown job is a 404 that names it", async () => {
    using api = serverBench();
    expect(await api.ask(`GET /jobs/${UNKNOWN}`)).toEqual(NOT_FOUND);
  });

  test("takes no parameters", async () => {
    using api = serverBench();
    expect(await api.ask(`GET /jobs/${UNKNOWN}?verbose=1`)).toMatchObject({ status: 400 });
  });
});

describe("DELETE /jobs/{id}", () => {
  test("cancels a pending job", async () => {
    using api = serverBench();
    const job_id = await submit(api);
    expect(await api.ask(`DELETE /jobs/${job_id}`)).toEqual({
      status: 200,
      body: { job_id, status: "cancelled", message: "Job cancelled successfully" },
    });
    expect(await api.queue.get(job_id)).toMatchObject({ status: "cancelled" });
  });

  test.each([
    ["processing", (api: ServerBench): Promise<unknown> => claimed(api.queue)],
    ["completed", (api: ServerBench): Promise<unknown> => runFor(api, 1, { result: {} })],
    ["failed", (api: ServerBench): Promise<unknown> => runFor(api, 1, { error: "no" })],
  ] as const)("of a job that is %s is refused, and changes nothing", async (status, become) => {
    using api = serverBench();
    const id = await submit(api);
    await become(api);
    const error = `Cannot cancel job in status: ${status}`;
    expect(await api.ask(`DELETE /jobs/${id}`)).toEqual({ status: 400, body: { error } });
    expect(await api.queue.get(id)).toMatchObject({ status });
  });

  test("a second time is refused", async () => {
    using api = serverBench();
    const id = await submit(api);
    await api.ask(`DELETE /jobs/${id}`);
    const error = "Cannot cancel job in status: cancelled";
    expect(await api.ask(`DELETE /jobs/${id}`)).toEqual({ status: 400, body: { error } });
  });

  test("of an unknown job is a 404 that names it", async () => {
    using api = serverBench();
    expect(await api.ask(`DELETE /jobs/${UNKNOWN}`)).toEqual(NOT_FOUND);
  });
});

describe("GET /jobs", () => {
  test("is empty at first", async () => {
    using api = serverBench();
    expect(await api.ask("GET /jobs")).toEqual({
      status: 200,
      body: { total: 0, limit: 50, offset: 0, next_cursor: null, jobs: [] },
    });
  });

  test("lists a job without its result", async () => {
    using api = serverBench();
    const job_id = await submit(api, "?context=scheduled");
    await runFor(api, 5_000, { result: { torrents_processed: 1 } });
    const job = { job_id, status: "completed", context: "scheduled", hash: null, dry_run: false, trace: false };
    const times = {
      created_at: "2025-12-13T10:00:00.000Z",
      started_at: "2025-12-13T10:00:00.000Z",
      completed_at: "2025-12-13T10:00:05.000Z",
    };
    expect(at((await api.ask("GET /jobs")).body, "jobs")).toEqual([{ ...job, ...times }]);
  });

  test("goes on from the cursor of an answer, while new jobs arrive", async () => {
    using api = serverBench();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift(await submit(api));
    const read = async (query: string) => {
      const { body } = await api.ask(`GET /jobs?limit=2${query}`);
      const jobs = at(body, "jobs");
      return {
        next: at(body, "next_cursor"),
        ids: Array.isArray(jobs) ? jobs.map((job: unknown) => at(job, "job_id")) : [],
      };
    };
    const first = await read("");
    await submit(api);
    const second = await read(`&cursor=${String(first.next)}`);
    const third = await read(`&cursor=${String(second.next)}`);
    expect([first.ids, second.ids, third.ids]).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(third.next).toBeNull();
  });

  test("gives pages, newest first, with the total of all of them", async () => {
    using api = serverBench();
    const ids: string[] = [];
    for (let i = 0; i < 60; i++) ids.unshift(await submit(api));
    const page = async (query: string) => {
      const { body } = await api.ask(`GET /jobs${query}`);
      const jobs = at(body, "jobs");
      const { next_cursor: next, ...rest } = Object(body);
      return {
        ...rest,
        hasMore: next !== null,
        jobs: Array.isArray(jobs) ? jobs.map((job: unknown) => at(job, "job_id")) : jobs,
      };
    };
    expect(await page("")).toEqual({ total: 60, limit: 50, offset: 0, hasMore: true, jobs: ids.slice(0, 50) });
    expect(await page("?limit=20&offset=50")).toEqual({
      total: 60,
      limit: 20,
      offset: 50,
      hasMore: false,
      jobs: ids.slice(50),
    });
    expect(await page("?limit=100")).toEqual({ total: 60, limit: 100, offset: 0, hasMore: false, jobs: ids });
    expect(await page("?offset=1000")).toEqual({ total: 60, limit: 50, offset: 1000, hasMore: false, jobs: [] });
  });

  test("filters by status and by context", async () => {
    using api = serverBench();
    for (const context of ["a", "b", "a"]) await submit(api, `?context=${context}`);
    await runFor(api, 1, { result: {} });
    const total = async (query: string) => at((await api.ask(`GET /jobs?${query}`)).body, "total");
    expect(await total("status=completed")).toBe(1);
    expect(await total("context=a")).toBe(2);
    expect(await total("status=pending&context=a")).toBe(1);
    expect(await total("status=failed")).toBe(0);
  });

  test.each(["pending", "processing", "completed", "failed", "cancelled"])("knows the status %s", async (status) => {
    using api = serverBench();
    expect(await api.ask(`GET /jobs?status=${status}`)).toMatchObject({ status: 200 });
  });

  test.each([
    ["limit=0", "limit: expected a whole number from 1 to 100"],
    ["limit=101", "limit: expected a whole number from 1 to 100"],
    ["limit=ten", "limit: expected a whole number from 1 to 100"],
    ["limit=1.5", "limit: expected a whole number from 1 to 100"],
    ["limit=", "limit: expected a whole number from 1 to 100"],
    ["offset=-1", "offset: expected a whole number from 0 to 9007199254740991"],
    ["offset=1e3", "offset: expected a whole number from 0 to 9007199254740991"],
    ["status=done", "status: expected one of pending, processing, completed, failed, cancelled"],
    ["context=", "context: expected a context, found nothing"],
    ["page=2", 'unknown parameter "page": known are: status, context, limit, offset, cursor, key'],
  ])("refuses %s", async (query, problem) => {
    using api = serverBench();
    const { status, body } = await api.ask(`GET /jobs?${query}`);
    expect(status).toBe(400);
    expect(body).toEqual({ error: "Bad Request", message: problem, problems: [problem] });
  });
});
