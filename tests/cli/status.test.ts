import { describe, expect, test } from "bun:test";
import { scheduleLines } from "../../src/cli/schedule-view.ts";
import { startTestApp, until } from "../support/app.ts";
import { at } from "../support/json.ts";
import { call, clientOf } from "../support/cli.ts";
import { manualClock } from "../support/clock.ts";

const RULES = "rules: [{name: a, match_all: true, actions: [{type: stop}]}]";
const NOBODY = "http://127.0.0.1:9";

const schedule = [
  { cron: "0 4 * * *", context: "daily", dryRun: false, where: "" },
  { cron: "@hourly", context: null, dryRun: true, where: "" },
];

describe("a schedule", () => {
  const start = Date.UTC(2026, 0, 1, 3, 30);

  test("is a table under the statistics, with what has come of it", async () => {
    const clock = manualClock(start);
    await using server = await startTestApp({ rules: RULES, clock, settings: { schedule } });
    await clock.advance(1_800_000);
    await until(
      () => server.ask("GET /stats"),
      ({ body }) => at(body, "jobs", "total") === 2,
    );
    const { code, out } = await call(["--stats"], { env: clientOf(server) });
    expect(code).toBe(0);
    expect(out.slice(-6)).toEqual([
      "",
      "Schedule, in UTC:",
      "Cron       Context      Next run              Last run              Queued  Skipped  Late",
      "---------  -----------  --------------------  --------------------  ------  -------  ----",
      "0 4 * * *  daily        2026-01-02 04:00:00Z  2026-01-01 04:00:00Z  1       0        0",
      "@hourly    - (dry run)  2026-01-01 05:00:00Z  2026-01-01 04:00:00Z  1       0        0",
    ]);
    const narrow = (await call(["--stats"], { env: clientOf(server), width: 80 })).out;
    expect(narrow.slice(-7)).toEqual([
      "Cron       Context      Next run",
      "  Last run              Queued  Skipped  Late",
      "---------  -----------  --------------------",
      "0 4 * * *  daily        2026-01-02 04:00:00Z",
      "  2026-01-01 04:00:00Z  1       0        0",
      "@hourly    - (dry run)  2026-01-01 05:00:00Z",
      "  2026-01-01 04:00:00Z  1       0        0",
    ]);
  });

  test("is a table under the health, with what comes next", async () => {
    const settings = { schedule, "server.timezone": "Europe/Berlin" };
    await using server = await startTestApp({ rules: RULES, clock: manualClock(start), settings });
    const { out } = await call(["--health"], { env: clientOf(server) });
    const from = out.indexOf("Schedule, in Europe/Berlin:");
    expect(out.slice(from + 1, from + 5)).toEqual([
      "Cron       Context      Next run",
      "---------  -----------  -------------------------",
      "0 4 * * *  daily        2026-01-02 04:00:00+01:00",
      "@hourly    - (dry run)  2026-01-01 05:00:00+01:00",
    ]);
  });

  test.each([
    ["America/St_Johns", "2026-07-01 20:45:00-02:30"],
    ["Asia/Kathmandu", "2026-07-02 05:00:00+05:45"],
    ["UTC", "2026-07-01 23:15:00Z"],
    // As an older system may not know a zone that the server does.
    ["Europe/Nowhere", "2026-07-01 23:15:00Z"],
  ])("is shown by the clocks of its zone: %s", (timezone, shown) => {
    const entry = { cron: "15 * * * *", context: null, dry_run: false, next_run: "2026-07-01T23:15:00.000Z" };
    expect(scheduleLines({ timezone, entries: [entry] }, Infinity).at(-1)).toEndWith(`  ${shown}`);
  });
});

describe("--stats", () => {
  test("is a list of names and numbers", async () => {
    await using server = await startTestApp({ rules: RULES });
    await call(["--wait"], { env: clientOf(server) });
    const { code, out } = await call(["--stats"], { env: clientOf(server) });
    expect(code).toBe(0);
    expect(out.slice(0, 6)).toEqual([
      "Jobs total:        1",
      "Jobs pending:      0",
      "Jobs processing:   0",
      "Jobs completed:    1",
      "Jobs failed:       0",
      "Jobs cancelled:    0",
    ]);
    expect(out.slice(6)).toEqual([
      expect.stringMatching(/^Average execution: (?:\d{1,3}ms|\d+(\.\d)?s)$/),
      "Jobs per hour:     1",
      "Queue:             sqlite, depth 0",
      expect.stringMatching(/^Uptime: {12}\d+s$/),
    ]);
  });

  test("of a new server has no average", async () => {
    await using server = await startTestApp({ rules: RULES });
    expect((await call(["--stats"], { env: clientOf(server) })).out).toContain("Average execution: -");
  });

  test("as JSON is the answer of the API", async () => {
    await using server = await startTestApp({ rules: RULES });
    const { out } = await call(["--stats", "--output", "json"], { env: clientOf(server) });
    expect(JSON.parse(out.join("\n"))).toMatchObject({ jobs: { total: 0 }, queue: { backend: "sqlite", depth: 0 } });
  });
});

describe("--health", () => {
  test("of a server that is well ends with 0, and needs no key", async () => {
    await using server = await startTestApp({ rules: RULES });
    await until(
      () => server.ask("GET /health"),
      ({ status }) => status === 200,
    );
    const { code, out, err } = await call(["--health", "--client-server-url", server.app.url]);
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out).toEqual([
      "Status:      healthy",
      "Version:     0.4.0",
      "Queue:       sqlite, 0 pending, 0 processing",
      "Worker:      running",
      "qBittorrent: v5.1.0",
      "Rules:       1",
    ]);
  });

  test("of a server whose qBittorrent is away ends with 1, and says so", async () => {
    await using server = await startTestApp({ rules: RULES, settings: { "qbittorrent.host": NOBODY } });
    const { code, out } = await call(["--health"], { env: clientOf(server) });
    expect(code).toBe(1);
    expect(out[0]).toBe("Status:      unhealthy");
    const narrow = (await call(["--health"], { env: clientOf(server), width: 60 })).out;
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(narrow.join(" ").split(/\s+/)).toEqual(out.join(" ").split(/\s+/));
    expect(out).toContain("qBittorrent: not connected");
    expect(out.at(-1)).toStartWith("Error: ");
  });

  test("says that the rules file is broken, which alone is not unhealthy", async () => {
    await using server = await startTestApp({ rules: RULES });
    server.writeRules("rules: 7");
    await call(["--wait"], { env: clientOf(server) });
    await until(
      () => server.ask("GET /health"),
      ({ status }) => status === 200,
    );
    const { code, out } = await call(["--health"], { env: clientOf(server) });
    expect(code).toBe(0);
    expect(out.join("\n")).toContain("Rules:       1, the file is broken: ");
    expect(out.join("\n")).toContain("rules.yml:1:8");
  });

  test("as JSON is the answer of the API, and still ends with 1", async () => {
    await using server = await startTestApp({ rules: RULES, settings: { "qbittorrent.host": NOBODY } });
    const { code, out } = await call(["--health", "--output", "json"], { env: clientOf(server) });
    expect(code).toBe(1);
    expect(JSON.parse(out.join("\n"))).toMatchObject({ status: "unhealthy", qbittorrent: { connected: false } });
  });

  test("without a server's address looks beside itself, on the port of the server's settings", async () => {
    const rules = Array.from({ length: 17 }, (_, n) => `{name: r${n}, match_all: true, actions: [{type: stop}]}`);
    const settings = { "server.host": "0.0.0.0" };
    await using server = await startTestApp({ rules: `rules: [${rules.join(", ")}]`, settings });
    await until(
      () => fetch(`http://127.0.0.1:${server.app.port}/api/health`),
      ({ status }) => status === 200,
    );
    const { code, out } = await call(["--health"], { env: { QBT_RULES_SERVER_PORT: String(server.app.port) } });
    expect(code).toBe(0);
    // This server, and no other that may run on this machine.
    expect(out.at(-1)).toBe("Rules:       17");
  });
});
