import { describe, expect, test } from "bun:test";
import { CALLER, KEY, type ServerBench, failing, serverBench } from "./support.ts";

/** An answer, its id by header and by body. */
async function answerTo(api: ServerBench, path: string, { headers = {}, ...init }: RequestInit = {}) {
  const response = await api.fetch(
    new Request(`http://server${path}`, {
      ...init,
      headers: { "X-API-Key": KEY, ...Object.fromEntries(new Headers(headers)) },
    }),
  );
  const body: unknown = await response.json();
  return { status: response.status, id: response.headers.get("X-Request-Id"), body };
}

describe("every answer has the id of its request", () => {
  test("the caller's own", async () => {
    using api = serverBench();
    const { id } = await answerTo(api, "/api/stats", { headers: { "X-Request-Id": "backup-job:42" } });
    expect(id).toBe("backup-job:42");
  });

  test.each([
    ["none", ""],
    ["one that is too long", "x".repeat(129)],
    ["one with spaces", "a b"],
    ["one that would forge a line of the log", 'a" level="ERROR'],
  ])("a new one, where the caller gives %s", async (_, given) => {
    using api = serverBench();
    const ids = [];
    for (let n = 0; n < 2; n++)
      ids.push((await answerTo(api, "/api/stats", { headers: { "X-Request-Id": given } })).id);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
    expect(new Set(ids).size).toBe(2);
  });

  test.each([
    ["a 400", "/api/jobs?nonsense=1", {}, 400],
    ["a job that cannot be cancelled", "/api/jobs/cancelled", { method: "DELETE" }, 400],
    ["a 401", "/api/stats", { headers: { "X-API-Key": "wrong" } }, 401],
    ["a 404", "/api/nonsense", {}, 404],
    ["a 404 outside of /api", "/nonsense", { headers: { "X-API-Key": "wrong" } }, 404],
    ["a 431", "/api/stats", { headers: { "X-Long": "x".repeat(9_000) } }, 431],
    ["a 500", "/api/stats", {}, 500],
  ])("%s names it in its body, too", async (_, path, init, wanted) => {
    using api = serverBench({ through: failing("stats", new Error("bug")) });
    const { id: job } = await api.queue.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await api.queue.cancel(job);
    const { status, id, body } = await answerTo(api, path.replace("cancelled", job), init);
    expect([status, body]).toEqual([wanted, expect.objectContaining({ request_id: id })]);
  });
});

const lineOf = async (path: string, init: RequestInit = {}) => {
  using api = serverBench();
  await answerTo(api, path, {
    ...init,
    headers: { "X-Request-Id": "id-1", ...Object.fromEntries(new Headers(init.headers)) },
  });
  return api.lines.at(-1) ?? "";
};

describe("the log has a line for each request", () => {
  test("with method, path, status, time, address and id", async () => {
    const line = await lineOf("/api/execute?context=a", { method: "POST" });
    const rest = `method=POST path=/api/execute status=202 ms=0 address=${CALLER} request_id=id-1`;
    expect(line).toEndWith(`INFO    server  Request ${rest}`);
  });

  test.each([
    ["a look at something", "DEBUG", "/api/jobs", {}],
    ["a check of its health", "DEBUG", "/api/health", {}],
    ["what changes something", "INFO", "/api/execute", { method: "POST" }],
    ["a wrong key", "WARNING", "/api/stats", { headers: { "X-API-Key": "wrong" } }],
  ])("%s as %s", async (_, level, path, init) => {
    expect(await lineOf(path, init)).toContain(` ${level} `);
  });

  test("without the query, whatever is in it", async () => {
    expect(await lineOf("/api/execute?context=private&key=wrong-key", { method: "POST" })).not.toMatch(
      /private|wrong-key/,
    );
  });

  test("with the reason of a refusal, since who called may have thrown it away", async () => {
    const line = await lineOf("/api/execute?contxt=a", { method: "POST" });
    expect(line).toContain(`status=400 ms=0 address=${CALLER} request_id=id-1 why="unknown parameter `);
    expect(line).toContain("did you mean");
  });

  test("with the reason, too, why a job was not cancelled", async () => {
    using api = serverBench();
    const { id } = await api.queue.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await api.queue.cancel(id);
    await answerTo(api, `/api/jobs/${id}`, { method: "DELETE" });
    expect(api.lines.at(-1)).toEndWith('why="Cannot cancel job in status: cancelled"');
  });

  test("with no more of a long path than tells what it was", async () => {
    expect((await lineOf(`/api/${"x".repeat(5_000)}`)).length).toBeLessThan(500);
  });
});
