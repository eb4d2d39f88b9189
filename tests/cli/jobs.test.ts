import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startTestApp, type TestApp, until } from "../support/app.ts";
import { call, clientOf } from "../support/cli.ts";
import { at } from "../support/json.ts";

const UNKNOWN = "01900000-0000-7000-8000-000000000000";

/** A server with one job that ended, one that waits for a qBittorrent that is away, and two behind it. */
async function start(): Promise<{ readonly server: TestApp; readonly ids: readonly string[] }> {
  const settings = { "qbittorrent.host": "http://127.0.0.1:9", "queue.retry_for": 600_000 };
  const rules = "rules: [{name: a, context: stuck, match_all: true, actions: [{type: stop}]}]";
  const server = await startTestApp({ rules, settings });
  const submit = async (query: string) => String(at((await server.ask(`POST /execute?${query}`)).body, "job_id"));
  const becomes = (id: string, wanted: string) =>
    until(
      () => statusOf(server, id),
      (now) => now === wanted,
    );
  const idle = await submit("context=idle&dry_run=true");
  await becomes(idle, "completed");
  const stuck = await submit(`context=stuck&hash=${"ab".repeat(20)}`);
  await becomes(stuck, "processing");
  return { server, ids: [idle, stuck, await submit("context=stuck"), await submit("")] };
}

const statusOf = async (server: TestApp, id: string) => at((await server.ask(`GET /jobs/${id}`)).body, "status");

describe("jobs", () => {
  let server: TestApp;
  let ids: readonly string[];

  const qbt = (...args: readonly string[]) => call(args, { env: clientOf(server) });

  beforeAll(async () => {
    ({ server, ids } = await start());
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  test("--list-jobs is a table, newest first", async () => {
    const { code, out, err } = await qbt("--list-jobs");
    expect({ code, err }).toEqual({ code: 0, err: [] });
    const cells = out.slice(2, -1).map((line) => line.split(/ {2,}/));
    expect(out[0]?.split(/ {2,}/)).toEqual(["Job", "Status", "Context", "Hash", "Created", "Took"]);
    expect(cells.map(([id, ...rest]) => [ids.indexOf(id ?? ""), ...rest.slice(0, 3)])).toEqual([
      [3, "pending", "-", "-"],
      [2, "pending", "stuck", "-"],
      [1, "processing", "stuck", "abababab"],
      [0, "completed", "idle", "-"],
    ]);
    expect(cells.map((row) => row.at(-1) === "-")).toEqual([true, true, true, false]);
    expect(out.at(-1)).toBe("4 of 4 jobs");
  });

  test("--list-jobs keeps to a terminal of 80 columns, and cuts no id", async () => {
    const { out } = await call(["--list-jobs"], { env: clientOf(server), width: 80 });
    expect(Math.max(...out.map((line) => line.length))).toBeLessThanOrEqual(80);
    for (const id of ids) expect(out.some((line) => line.startsWith(`${id}  `))).toBe(true);
    expect(out.slice(3).filter((line) => /^ {2}\d{4}-\d\d-\d\d \S+ {2}/.test(line))).toHaveLength(ids.length);
  });

  test("--list-jobs that finds none says so, and as JSON is the answer of the API", async () => {
    expect((await qbt("--list-jobs", "--context", "nobody")).out).toEqual(["There are no such jobs"]);
    const { out } = await qbt("--list-jobs", "--context", "nobody", "--output", "json");
    expect(JSON.parse(out.join("\n"))).toMatchObject({ jobs: [], total: 0 });
    await using other = await startTestApp({ rules: "rules: []" });
    expect((await call(["--list-jobs"], { env: clientOf(other) })).out).toEqual(["There are no jobs"]);
  });

  test.each([
    ["--context stuck", "2 of 2 jobs"],
    ["--status-filter completed", "1 of 1 jobs"],
    ["--status-filter pending --context stuck", "1 of 1 jobs"],
    ["--limit 3", "3 of 4 jobs"],
  ])("--list-jobs %s", async (flags, last) => {
    const { out } = await qbt("--list-jobs", ...flags.split(" "));
    expect(out.at(-1)).toBe(last);
    expect(out).toHaveLength(3 + Number.parseInt(last));
  });

  test("--list-jobs --output json is the answer of the API", async () => {
    const { out } = await qbt("--list-jobs", "--limit", "100", "--output", "json");
    expect(JSON.parse(out.join("\n"))).toEqual((await server.ask("GET /jobs?limit=100")).body);
  });

  test("--job-status shows the job", async () => {
    const { code, out } = await qbt("--job-status", ids[0] ?? "");
    expect(code).toBe(0);
    expect(out.slice(0, 4)).toEqual([
      `Job:     ${ids[0]}`,
      "Status:  completed",
      "Context: idle",
      "Dry run: nothing was changed",
    ]);
    expect(out).toContain("Warning: no rule runs for this job");
  });

  test("--job-status --output json is the answer of the API", async () => {
    const { out } = await qbt("--job-status", ids[0] ?? "", "--output", "json");
    expect(JSON.parse(out.join("\n"))).toEqual((await server.ask(`GET /jobs/${ids[0]}`)).body);
  });

  test.each(["--job-status", "--cancel-job"])("%s of an unknown job says so", async (flag) => {
    const { code, err } = await qbt(flag, UNKNOWN);
    expect(code).toBe(1);
    expect(err).toEqual([`error: The server at ${server.app.url} refused (404): Job not found: ${UNKNOWN}`]);
  });

  test("an id is one, whatever is in it: it cannot reach another endpoint", async () => {
    const { code, err } = await qbt("--job-status", "../stats?x=1#y");
    expect(code).toBe(1);
    expect(err[0]).toEndWith("Job not found: ../stats?x=1#y");
  });

  test("--cancel-job of a job that runs is refused with the reason", async () => {
    const { code, err } = await qbt("--cancel-job", ids[1] ?? "");
    expect(code).toBe(1);
    expect(err).toEqual([
      `error: The server at ${server.app.url} refused (400): Cannot cancel job in status: processing`,
    ]);
  });
});

describe("--cancel-job of a pending job", () => {
  test("cancels it", async () => {
    const { server, ids } = await start();
    await using _ = server;
    const id = ids[2] ?? "";
    const { code, out } = await call(["--cancel-job", id], { env: clientOf(server) });
    expect({ code, out }).toEqual({ code: 0, out: [`Job ${id} cancelled`] });
    expect(await statusOf(server, id)).toBe("cancelled");
  });

  test("with --output json is the answer of the API", async () => {
    const { server, ids } = await start();
    await using _ = server;
    const { out } = await call(["--cancel-job", ids[2] ?? "", "--output", "json"], { env: clientOf(server) });
    expect(JSON.parse(out.join("\n"))).toEqual({
      job_id: ids[2],
      status: "cancelled",
      message: "Job cancelled successfully",
    });
  });
});
