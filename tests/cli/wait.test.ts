import { describe, expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { call } from "../support/cli.ts";
import { manualClock } from "../support/clock.ts";
import { tempFolder } from "../support/temp.ts";
import { asleep, whileItSleeps } from "./support.ts";

describe("--wait while the server is away", () => {
  const ID = "01900000-0000-7000-8000-000000000000";
  const times = { created_at: "2026-01-01T00:00:00.000Z", started_at: null, completed_at: null };
  const job = { job_id: ID, context: null, hash: null, dry_run: false, trace: false, ...times, error: null };
  const away = {
    closed: undefined,
    "behind a proxy": () => new Response("Bad Gateway", { status: 502 }),
    "without its queue": () =>
      Response.json({ error: "Service Unavailable", message: "The job queue cannot be reached" }, { status: 503 }),
  };

  const accepted = () => Response.json({ ...job, status: "pending" }, { status: 202 });

  const listen = (port: number, answer: () => Response) => {
    const fetch = ({ method }: Request) => (method === "POST" ? accepted() : answer());
    return Bun.serve({ hostname: "127.0.0.1", port, fetch });
  };

  /** A server at an address that stays, which a test takes away and brings back. */
  function standIn() {
    let server = listen(0, () => Response.json({ ...job, status: "processing", result: null }));
    const port = server.port ?? 0;
    return {
      env: { QBT_RULES_CLIENT_SERVER_URL: server.url.origin, QBT_RULES_CLIENT_API_KEY: "key" },
      leave: async (answer?: () => Response) => {
        await server.stop(true);
        if (answer !== undefined) server = listen(port, answer);
      },
      return: async () => {
        await server.stop(true);
        server = listen(port, () => Response.json({ ...job, status: "completed", result: { errors: 0 } }));
      },
      [Symbol.asyncDispose]: () => server.stop(true),
    };
  }

  test.each(["closed", "behind a proxy", "without its queue"] as const)(
    "(%s) asks again until it is back",
    async (how) => {
      await using server = standIn();
      const clock = manualClock();
      const waiting = call(["--wait"], { env: server.env, clock });
      await asleep(clock);
      await server.leave(away[how]);
      for (let poll = 0; poll < 5; poll++) {
        await clock.advance(1_000);
        await asleep(clock);
      }
      await server.return();
      const { code, out } = await whileItSleeps(clock, waiting);
      expect({ code, status: out[1] }).toEqual({ code: 0, status: "Status:  completed" });
    },
  );

  test("ends with 1 when it has waited long enough, and says that the job goes on and how to look at it", async () => {
    await using server = standIn();
    const clock = manualClock();
    const waiting = call(["--wait", "--client-wait-timeout", "10s"], { env: server.env, clock });
    await asleep(clock);
    await server.leave();
    const { code, err } = await whileItSleeps(clock, waiting);
    expect(code).toBe(1);
    expect(err.slice(1)).toEqual([
      `error: What became of the job is not known after 10 s: Cannot reach the qbt-rules server at ${server.env.QBT_RULES_CLIENT_SERVER_URL}: connection refused, nothing listens there`,
      `  -> it goes on when the server is back: qbt-rules --job-status ${ID}; client.wait_timeout says how long --wait waits`,
    ]);
  });

  test("says so too where the server answers, but cannot use its queue", async () => {
    await using server = standIn();
    const clock = manualClock();
    const waiting = call(["--wait", "--client-wait-timeout", "10s"], { env: server.env, clock });
    await asleep(clock);
    await server.leave(away["without its queue"]);
    const { code, err } = await whileItSleeps(clock, waiting);
    expect(code).toBe(1);
    expect(err.slice(-2)).toEqual([
      `error: What became of the job is not known after 10 s: The server at ${server.env.QBT_RULES_CLIENT_SERVER_URL} refused (503): The job queue cannot be reached`,
      `  -> it goes on when the server is back: qbt-rules --job-status ${ID}; client.wait_timeout says how long --wait waits`,
    ]);
  });

  test("says how to look at it with the flags that led to the server, as a shell takes them, but for the key", async () => {
    await using server = standIn();
    using parent = tempFolder();
    const folder = parent.file("Ann's rules");
    mkdirSync(folder);
    const clock = manualClock();
    const url = server.env.QBT_RULES_CLIENT_SERVER_URL;
    const flags = ["--config-dir", folder, "--client-server-url", url, "--client-api-key", "the-key"];
    const waiting = call(["--wait", "--client-wait-timeout", "10s", ...flags], { clock });
    const { err } = await whileItSleeps(clock, waiting);
    const shown = /qbt-rules (.*?) --job-status/.exec(err.join("\n"))?.[1] ?? "";
    const shell = Bun.spawnSync(["sh", "-c", `printf '%s\\n' ${shown}`]);
    expect(shell.stdout.toString().trimEnd().split("\n")).toEqual(flags.slice(0, 4));
  });

  test("ends with 130 when it is interrupted", async () => {
    await using server = standIn();
    const clock = manualClock();
    const interruption = new AbortController();
    const waiting = call(["--wait"], { env: server.env, clock, signal: interruption.signal });
    await asleep(clock);
    await server.leave();
    interruption.abort();
    expect((await waiting).code).toBe(130);
  });

  test("a server that answers, but refuses, is not asked again", async () => {
    await using server = standIn();
    const clock = manualClock();
    const waiting = call(["--wait"], { env: server.env, clock });
    await asleep(clock);
    await server.leave(() => Response.json({ error: "Not Found", message: `Job not found: ${ID}` }, { status: 404 }));
    await clock.advance(1_000);
    expect((await waiting).err.at(-1)).toEndWith(`refused (404): Job not found: ${ID}`);
  });
});
