import { describe, expect, test } from "bun:test";
import { KEY, serverBench } from "./support.ts";

describe("GET /metrics", () => {
  test.each([
    ["X-API-Key", { "X-API-Key": KEY }],
    ["bearer token, as Prometheus sends it", { Authorization: `Bearer ${KEY}` }],
  ])("answers in Prometheus' text format to the key as %s", async (_, headers) => {
    using api = serverBench();
    const response = await api.request("/metrics", { headers: { ...headers } });
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await response.text()).toBe("some_metric 1\n");
  });

  test("wants the key: it names the rules", async () => {
    using api = serverBench();
    expect((await api.request("/metrics")).status).toBe(401);
    expect((await api.request("/metrics?key=wrong")).status).toBe(401);
  });
});

describe("every answer is counted", () => {
  test("by the pattern of its path, never by the path, and with its status", async () => {
    using api = serverBench();
    await api.ask("POST /execute");
    await api.ask("GET /jobs?limit=1");
    for (const id of ["one", "two"]) await api.ask(`GET /jobs/${id}`);
    await api.ask("DELETE /jobs/one", {});
    await api.ask("GET /jobs?limit=none");
    await api.ask("GET /health", {});
    await api.request("/metrics");
    expect(api.answered.map(({ method, route, status }) => `${method} ${route} ${status}`)).toEqual([
      "POST /api/execute 202",
      "GET /api/jobs 200",
      "GET /api/jobs/:id 404",
      "GET /api/jobs/:id 404",
      "DELETE /api/jobs/:id 401",
      "GET /api/jobs 400",
      "GET /api/health 200",
      "GET /metrics 401",
    ]);
  });

  test("under one name for all that is not there, and for methods that no endpoint has", async () => {
    using api = serverBench();
    await api.ask("GET /nonsense");
    await api.ask("GET /nonsense", {});
    await api.request("/elsewhere");
    await api.request("/elsewhere", { method: "PROPFIND" });
    expect(api.answered.map(({ method, route, status }) => `${method} ${route} ${status}`)).toEqual([
      "GET unmatched 404",
      "GET unmatched 401",
      "GET unmatched 404",
      "other unmatched 404",
    ]);
  });
});
