import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { openapiFile } from "../../scripts/openapi/document.ts";
import { isRecord } from "../../src/lib/json.ts";
import { loadRules } from "../../src/rules/load.ts";
import { APP_KEY, startTestApp, until } from "../support/app.ts";
import { at } from "../support/json.ts";
import { claimed } from "../queue/jobs.ts";
import { KEY, type ServerBench, serverBench } from "./support.ts";

const [path, text] = openapiFile();
const document: unknown = JSON.parse(text);
const methods = ["get", "post", "put", "patch", "delete"];

/** Of the document: `GET /api/jobs/{id}`. */
const described = Object.entries(Object(at(document, "paths"))).flatMap(([pattern, operations]) =>
  Object.keys(Object(operations)).flatMap((method) =>
    methods.includes(method) ? [`${method.toUpperCase()} ${pattern}`] : [],
  ),
);

describe("the description of the API", () => {
  test("is what the program makes it", () => {
    const isCurrent = readFileSync(path, "utf8") === text;
    expect(isCurrent || `${path} is out of date: run npm run openapi`).toBe(true);
  });

  test("has every endpoint of the server, and no other", () => {
    using api = serverBench();
    const served = api.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path: route }) => `${method} ${route.replaceAll(/:(\w+)/g, "{$1}")}`);
    expect(described.toSorted()).toEqual([...new Set(served)].toSorted());
  });

  test("refers to nothing that it does not define, and defines nothing that it does not refer to", () => {
    const referred = [...text.matchAll(/"\$ref": "#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(referred)).toEqual(new Set(Object.keys(Object(at(document, "components", "schemas")))));
    expect(text).not.toContain("$defs");
  });

  test("says of parameters what they stand for, and how far they go", () => {
    const parameters: unknown = at(document, "paths", "/api/jobs", "get", "parameters");
    const shapes = Object.fromEntries(
      (Array.isArray(parameters) ? parameters : []).map((one) => [at(one, "name"), at(one, "schema")]),
    );
    expect(shapes).toMatchObject({
      limit: { type: "integer", minimum: 1, maximum: 100 },
      offset: { type: "integer", minimum: 0 },
      status: { enum: ["pending", "processing", "completed", "failed", "cancelled"] },
    });
  });

  test("wants the key where the server does", async () => {
    using api = serverBench();
    for (const operation of described) {
      const [method = "", pattern = ""] = operation.split(" ");
      const { status } = await api.request(pattern.replace("{id}", "x"), { method });
      const { security } = Object(at(document, "paths", pattern, method.toLowerCase()));
      expect({ operation, open: status !== 401 }).toEqual({ operation, open: Array.isArray(security) });
    }
  });

  test("is served, to everybody", async () => {
    using api = serverBench();
    const response = await api.request("/openapi.json");
    expect(response.headers.get("Content-Type")).toBe("application/json");
    expect(await response.json()).toEqual(document);
  });
});

/** Nothing may be in an answer that is not in the document: there, others may come to be, so it does not say that. */
function closed(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(closed);
  if (!isRecord(json)) return json;
  const inside = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, closed(value)]));
  return json["type"] === "object" && isRecord(json["properties"])
    ? { ...inside, additionalProperties: false }
    : inside;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(Object(closed({ $id: "openapi", ...Object(document) })));

/** With all that is in it. */
async function answerOf(api: ServerBench, request: string, headers: Record<string, string> = { "X-API-Key": KEY }) {
  const [method = "", target = ""] = request.split(" ");
  const response = await api.fetch(new Request(`http://localhost/api${target}`, { method, headers }));
  const body: unknown = await response.json();
  return { status: response.status, body };
}

/** What is wrong with an answer, by the document; and that it is one of those described. */
function faultsOf(operation: string, { status, body }: { readonly status: number; readonly body: unknown }): unknown {
  const [method = "", pattern = ""] = operation.split(" ");
  at(document, "paths", pattern, method.toLowerCase(), "responses", String(status), "content", "application/json");
  const place = [pattern, method.toLowerCase(), "responses", String(status), "content", "application/json", "schema"];
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  const validate = ajv.getSchema(`openapi#/paths/${pointer}`);
  if (validate === undefined) throw new Error(`no schema for ${operation} ${status}`);
  return validate(body) === true ? [] : validate.errors;
}

describe("real answers are as described:", () => {
  test.each([
    ["POST /api/execute", "POST /execute?context=a&dry_run=true"],
    ["POST /api/execute", "POST /execute?nonsense=1"],
    ["GET /api/jobs", "GET /jobs?limit=1"],
    ["GET /api/jobs", "GET /jobs?limit=none"],
    ["GET /api/jobs/{id}", "GET /jobs/nobody"],
    ["DELETE /api/jobs/{id}", "DELETE /jobs/nobody"],
    ["GET /api/rules", "GET /rules"],
    ["GET /api/stats", "GET /stats"],
    ["GET /api/health", "GET /health"],
    ["GET /api/health/live", "GET /health/live"],
    ["GET /api/health/ready", "GET /health/ready"],
    ["GET /api/version", "GET /version"],
  ])("%s, to %s", async (operation, request) => {
    const loaded = loadRules("rules.yml", "rules: [{name: a, context: b, match_all: true, actions: [{type: stop}]}]");
    const list = loaded.ok ? loaded.book.rules : [];
    using api = serverBench({ rules: { file: "rules.yml", list, error: null } });
    for (let i = 0; i < 2; i++) await api.queue.enqueue({ context: "a", hash: null, dryRun: false, trace: false });
    expect(faultsOf(operation, await answerOf(api, request))).toEqual([]);
  });

  test("401, and a job that cannot be cancelled, and one that can", async () => {
    using api = serverBench();
    expect(faultsOf("GET /api/jobs", await answerOf(api, "GET /jobs", {}))).toEqual([]);
    const running = await api.queue.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    await claimed(api.queue);
    expect(faultsOf("DELETE /api/jobs/{id}", await answerOf(api, `DELETE /jobs/${running.id}`))).toEqual([]);
    const { id } = await api.queue.enqueue({ context: null, hash: null, dryRun: false, trace: false });
    expect(faultsOf("DELETE /api/jobs/{id}", await answerOf(api, `DELETE /jobs/${id}`))).toEqual([]);
  });

  test("503 of a server that is not well", async () => {
    using api = serverBench({ health: { worker: { status: "stopped" } } });
    expect(faultsOf("GET /api/health", await answerOf(api, "GET /health"))).toEqual([]);
  });

  test.each(["", "?dry_run=true&trace=true"])("a job that ran the rules (%s)", async (query) => {
    const rules = `rules:
      - {name: tag, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}
      - {name: unsure, conditions: [{field: info.tags, operator: contains, value: SEEN}], actions: [{type: stop}]}`;
    await using server = await startTestApp({ rules, simulator: { torrents: [{}] } });
    const id = String(at((await server.ask(`POST /execute${query}`)).body, "job_id"));
    const job = await until(
      () => server.ask(`GET /jobs/${id}`),
      ({ body }) => at(body, "status") === "completed",
    );
    expect(at(job.body, "result", "undecided")).toHaveLength(1);
    expect(faultsOf("GET /api/jobs/{id}", job)).toEqual([]);
  });

  test("and the document would notice one that is not", async () => {
    using api = serverBench();
    const { status, body } = await api.ask("GET /stats");
    expect(faultsOf("GET /api/stats", { status, body: { ...Object(body), more: 1 } })).toHaveLength(1);
    expect([KEY, APP_KEY].every((key) => !text.includes(key))).toBe(true);
  });
});
