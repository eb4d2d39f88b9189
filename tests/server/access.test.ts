import { describe, expect, test } from "bun:test";
import { failing, KEY, serverBench } from "./support.ts";

const UNAUTHORIZED = { status: 401, body: { error: "Unauthorized", message: "Invalid or missing API key" } };

const CLOSED = ["POST /execute", "GET /jobs", "GET /jobs/some-id", "DELETE /jobs/some-id", "GET /stats"];

describe("without the right key", () => {
  test.each(CLOSED)("%s is refused, and nothing happens", async (request) => {
    using api = serverBench();
    expect(await api.ask(request, {})).toEqual(UNAUTHORIZED);
    expect(await api.queue.list({ limit: 1, offset: 0 })).toMatchObject({ total: 0 });
  });

  test.each([
    ["empty", ""],
    ["of one letter", "x"],
    ["too short by one letter", KEY.slice(0, -1)],
    ["too long by one letter", `${KEY}x`],
    ["wrong in one letter", KEY.replace("k", "K")],
    ["very long", "x".repeat(5_000)],
    ["of letters beyond ASCII", "schlüssel"],
  ])("a key that is %s is wrong, in every way to present it", async (_, wrong) => {
    using api = serverBench();
    const inQuery = `GET /stats?key=${encodeURIComponent(wrong)}`;
    const header = encodeURIComponent(wrong);
    expect(await api.ask(inQuery, {})).toEqual(UNAUTHORIZED);
    expect(await api.ask("GET /stats", { headers: { "X-API-Key": header } })).toEqual(UNAUTHORIZED);
    expect(await api.ask("GET /stats", { headers: { Authorization: `Bearer ${header}` } })).toEqual(UNAUTHORIZED);
  });

  test("an endpoint that does not exist cannot be told from one that does", async () => {
    using api = serverBench();
    expect(await api.ask("GET /nonsense", {})).toEqual(UNAUTHORIZED);
  });

  test("a bad request is refused for the key alone", async () => {
    using api = serverBench();
    expect(await api.ask("POST /execute?nonsense=1", {})).toEqual(UNAUTHORIZED);
  });

  test.each(["GET /health", "GET /version"])("%s answers all the same", async (request) => {
    using api = serverBench();
    expect(await api.ask(request, {})).toMatchObject({ status: 200 });
  });
});

describe("the key is accepted", () => {
  test.each([
    ["as X-API-Key", { "X-API-Key": KEY }, ""],
    ["as a bearer token", { Authorization: `Bearer ${KEY}` }, ""],
    ["as a bearer token in other letters", { Authorization: `bearer  ${KEY}` }, ""],
    ["in the query", {}, `?key=${KEY}`],
    ["in one place, when another holds a wrong one", { "X-API-Key": "wrong" }, `?key=${KEY}`],
  ])("%s", async (_, headers, query) => {
    using api = serverBench();
    expect(await api.ask(`GET /stats${query}`, { headers: { ...headers } })).toMatchObject({ status: 200 });
  });
});

test("no key, right or wrong, reaches the log or an answer", async () => {
  const bug = new Error("unexpected");
  using api = serverBench({ through: (queue) => failing("list", bug)(failing("stats", bug)(queue)) });
  const answers = [
    await api.ask(`GET /stats?key=${KEY}`, {}),
    await api.ask(`GET /jobs?key=${KEY}`, {}),
    await api.ask(`GET /jobs?key=${KEY}&limit=none`, {}),
    await api.ask("GET /stats?key=the-wrong-key", {}),
    await api.ask(`GET /nonsense?key=${KEY}`, {}),
  ];
  expect(answers.map(({ status }) => status)).toEqual([500, 500, 400, 401, 404]);
  expect(api.lines).toHaveLength(2);
  for (const text of [...api.lines, ...answers.map(({ body }) => JSON.stringify(body))]) {
    expect(text).not.toContain(KEY);
    expect(text).not.toContain("the-wrong-key");
  }
});
