import { describe, expect, test } from "bun:test";
import { startTestApp, type TestApp, type TestAppOptions, until } from "../support/app.ts";
import { call, type CallOptions, clientOf } from "../support/cli.ts";
import { manualClock } from "../support/clock.ts";
import { at } from "../support/json.ts";
import { whileItSleeps } from "./support.ts";

const RULES = `
rules:
  - {name: tag, context: nightly, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}
`;
const SEEDING = { name: "Film", progress: 1, stopped: false };
const NOBODY = "http://127.0.0.1:9";

const start = (options: Partial<TestAppOptions> = {}) =>
  startTestApp({ rules: RULES, simulator: { torrents: [SEEDING] }, ...options });

/** A server whose first job never ends, since its qBittorrent is away. */
const stuck = () => start({ settings: { "qbittorrent.host": NOBODY, "queue.retry_for": 600_000 } });

const qbt = (server: TestApp, args: string, { env, ...options }: CallOptions = {}) =>
  call(args.split(" "), { env: { ...clientOf(server), ...env }, ...options });

const jobs = async ({ ask }: TestApp): Promise<unknown> => at((await ask("GET /jobs")).body, "jobs");

describe("submitting a job", () => {
  test("says its id and does not wait for it", async () => {
    await using server = await stuck();
    const { code, out, err } = await qbt(server, "--context nightly");
    expect({ code, err }).toEqual({ code: 0, err: [] });
    expect(out).toEqual([expect.stringMatching(/^✓ Job queued: [\da-f-]{36} \(context nightly, all torrents\)$/)]);
    expect(await jobs(server)).toMatchObject([{ context: "nightly", hash: null, dry_run: false }]);
  });

  test("carries context, hash, dry run and trace", async () => {
    await using server = await stuck();
    const { out } = await qbt(server, `--context nightly --hash ${"AB".repeat(20)} --dry-run --trace`);
    expect(out[0]).toEndWith(" (context nightly, torrent abababab…, dry run, trace)");
    const asked = { context: "nightly", hash: "ab".repeat(20), dry_run: true, trace: true };
    expect(await jobs(server)).toMatchObject([asked]);
  });

  test.each([[[]], [["--trace"]]])(
    "that says only how, if anything (%j), is not understood, and queues nothing",
    async (args) => {
      await using server = await stuck();
      expect(await call(args, { env: clientOf(server) })).toMatchObject({ code: 2, out: [] });
      expect(await jobs(server)).toEqual([]);
    },
  );

  test("for one torrent without a context is for the rules without one", async () => {
    await using server = await stuck();
    const { out } = await qbt(server, `--hash ${"ab".repeat(20)}`);
    expect(out[0]).toEndWith(" (rules without a context, torrent abababab…)");
    expect(await jobs(server)).toMatchObject([{ context: null, hash: "ab".repeat(20), dry_run: false }]);
  });

  test("as JSON is the answer of the API", async () => {
    await using server = await stuck();
    const { out } = await qbt(server, "--output json --context nightly");
    expect(JSON.parse(out.join("\n"))).toMatchObject({
      status: "pending",
      context: "nightly",
      queued_at: expect.any(String),
    });
  });

  test("with a value that is wrong is a usage error, and nothing is sent", async () => {
    await using server = await start();
    const { code, out, err } = await qbt(server, "--hash abc --output xml");
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err).toEqual([
      "error: The command line is not understood",
      '  --hash: expected a torrent hash of 40 or 64 hex digits, found "abc"',
      "      -> copy it from qBittorrent: torrent > General > Info hash",
      '  --output: expected one of table, json, found "xml"',
      "  -> qbt-rules --help shows every flag",
    ]);
    expect(await jobs(server)).toEqual([]);
  });
});

describe("--wait", () => {
  test("shows what was done, and ends with 0", async () => {
    await using server = await start();
    const { code, out, err } = await qbt(server, "--context nightly --wait");
    expect(code).toBe(0);
    expect(err).toEqual([
      expect.stringMatching(/^Job queued: [\da-f-]{36} \(context nightly, all torrents\); waiting for it to end$/),
    ]);
    expect(out).toContain("Status:  completed");
    expect(out.at(-1)).toBe("Film     tag   add_tag tag=seen  executed");
  });

  test("as JSON is the job, and nothing else on standard output or error", async () => {
    await using server = await start();
    const { out, err } = await qbt(server, "--context nightly --wait --output json --dry-run");
    expect(err).toEqual([]);
    expect(JSON.parse(out.join("\n"))).toMatchObject({
      status: "completed",
      dry_run: true,
      result: { actions_executed: 1 },
    });
    expect([...server.simulator.torrents.values()][0]?.tags.size).toBe(0);
  });

  test("shows the warnings of a job for a context that no rule names, which is no failure", async () => {
    await using server = await start();
    const { code, out } = await qbt(server, "--context nightyl --wait");
    expect(code).toBe(0);
    expect(out).toContain('Warning: no rule names the context "nightyl"; known are: nightly');
  });

  test("prints the names of torrents so that they cannot fake anything", async () => {
    const torrents = [{ ...SEEDING, name: "x\u001b[2J\nStatus:  failed\u202e" }];
    await using server = await start({ simulator: { torrents } });
    const { out } = await qbt(server, "--context nightly --wait");
    expect(out.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(out.filter((line) => line.startsWith("Status:"))).toEqual(["Status:  completed"]);
  });

  test("ends with 1 when qBittorrent refused an action", async () => {
    await using server = await start({
      simulator: {
        torrents: [SEEDING],
        faults: [{ kind: "status", status: 409, body: "Not today", at: "torrents/addTags" }],
      },
    });
    const { code, out } = await qbt(server, "--context nightly --wait");
    expect(code).toBe(1);
    expect(out).toContain("Status:  completed");
    expect(out).toContain("Errors:                  1");
    expect(out.at(-1)).toContain("failed: ");
    expect(out.at(-1)).toContain("Not today");
  });

  test("ends with 1 when the job failed, and says why and what to do", async () => {
    await using server = await start({ settings: { "qbittorrent.password": "not-the-password" } });
    const { code, out } = await qbt(server, "--context nightly --wait");
    expect(code).toBe(1);
    expect(out).toContain("Status:  failed");
    expect(out).toContainEqual(
      expect.stringMatching(/^Error: .* refused the login of user "admin" \(trace id [\da-f-]{36}\)$/),
    );
    expect(out.at(-1)).toStartWith(
      "  -> correct qbittorrent.username or qbittorrent.password, and submit the job again",
    );
  });

  test("ends with 1 when somebody cancelled the job", async () => {
    await using server = await stuck();
    await qbt(server, "--context nightly");
    const waiting = qbt(server, "--context second --wait");
    const second = await until(
      () => server.ask("GET /jobs?context=second&status=pending"),
      ({ body }) => at(body, "total") === 1,
    );
    const [job] = Object.values(Object(at(second.body, "jobs")));
    await server.ask(`DELETE /jobs/${String(at(job, "job_id"))}`);
    const { code, out } = await waiting;
    expect(code).toBe(1);
    expect(out).toContain("Status:  cancelled");
  });

  test("says once what the job waits for, and ends with 1 when it has waited long enough", async () => {
    await using server = await stuck();
    const clock = manualClock();
    const begun = clock.now();
    const waiting = qbt(server, "--context nightly --wait --client-wait-timeout 10s", { clock });
    const { code, out, err } = await whileItSleeps(clock, waiting);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err[1]).toStartWith("Still waiting: Cannot reach qBittorrent at http://127.0.0.1:9: connection refused");
    expect(err[2]).toMatch(/^error: The job is still (?:pending|processing) after 10 s$/);
    expect(err[3]).toMatch(/^ {2}-> it goes on: qbt-rules --job-status [\da-f-]{36}; client\.wait_timeout says/);
    expect(clock.now() - begun).toBeWithin(10_000, 11_000);
  });

  test("ends with 130 when it is interrupted, and the job goes on", async () => {
    await using server = await stuck();
    const interruption = new AbortController();
    const { code, err } = await qbt(server, "--context nightly --wait", {
      signal: interruption.signal,
      onLine: () => interruption.abort(),
    });
    expect(code).toBe(130);
    expect(err[1]).toMatch(/^error: Stopped waiting; the job goes on: qbt-rules --job-status [\da-f-]{36}$/);
    expect(await jobs(server)).toHaveLength(1);
  });
});
