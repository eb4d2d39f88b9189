import { describe, expect, test } from "bun:test";
import { CALLER, failing, KEY, type ServerBench, serverBench } from "./support.ts";

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

describe("of several keys", () => {
  const keys = ["the-new-key-0123456789", "the-old-key-0123456789"];

  test.each(keys)("%s is right", async (key) => {
    using api = serverBench({ keys });
    expect(await api.ask("GET /stats", { headers: { "X-API-Key": key } })).toMatchObject({ status: 200 });
  });

  test("all of them together are none", async () => {
    using api = serverBench({ keys });
    expect(await api.ask("GET /stats", { headers: { "X-API-Key": keys.join(",") } })).toEqual(UNAUTHORIZED);
  });
});

const call = (api: ServerBench, headers: Record<string, string>, address = CALLER) =>
  api.fetch(new Request("http://server/api/stats", { headers }), address);

describe("after ten failures of an address within a minute", () => {
  const wrong = { "X-API-Key": "wrong" };
  async function failTenTimes(api: ServerBench) {
    for (let n = 0; n < 10; n++) expect(await api.ask("GET /stats", { headers: wrong })).toEqual(UNAUTHORIZED);
  }
  test("the next is a 429 that says when to come again, until the minute is over", async () => {
    using api = serverBench();
    await failTenTimes(api);
    await api.clock.advance(20_500);
    const answer = await call(api, wrong);
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([429, "40"]);
    expect(await answer.json()).toMatchObject({
      error: "Too Many Requests",
      message: "Too many requests without a valid API key from this address",
    });
    await api.clock.advance(39_500);
    expect((await call(api, wrong)).status).toBe(401);
  });

  test("a right key still passes: behind a proxy all have one address", async () => {
    using api = serverBench();
    await failTenTimes(api);
    expect((await call(api, { "X-API-Key": KEY })).status).toBe(200);
  });

  test("other addresses are answered as usual", async () => {
    using api = serverBench();
    await failTenTimes(api);
    expect((await call(api, wrong, "192.0.2.2")).status).toBe(401);
  });

  test("the log says so once, and goes on quietly", async () => {
    using api = serverBench();
    await failTenTimes(api);
    await call(api, wrong);
    await api.fetch(new Request("http://server/api/execute", { method: "POST", headers: wrong }));
    expect(api.lines.filter((line) => line.includes("An address is held back"))).toEqual([
      expect.stringContaining(`address=${CALLER}`),
    ]);
    const more = api.lines.filter((line) => line.includes("status=429"));
    expect(more).toEqual([expect.stringContaining(" DEBUG "), expect.stringContaining(" DEBUG ")]);
  });

  test("what needs no key is answered as usual", async () => {
    using api = serverBench();
    await failTenTimes(api);
    expect(await api.ask("GET /health", {})).toMatchObject({ status: 200 });
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
  // Two errors, and a line for each request.
  expect(api.lines).toHaveLength(7);
  for (const text of [...api.lines, ...answers.map(({ body }) => JSON.stringify(body))]) {
    expect(text).not.toContain(KEY);
    expect(text).not.toContain("the-wrong-key");
  }
});
