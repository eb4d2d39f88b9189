import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Socket, createServer } from "node:net";
import { startTestApp } from "../support/app.ts";
import { type CallOptions, call, clientOf } from "../support/cli.ts";
import { manualClock } from "../support/clock.ts";
import { at } from "../support/json.ts";
import { freePort } from "../support/free-port.ts";
import { tempFolder } from "../support/temp.ts";
import { asleep, whileItSleeps } from "./support.ts";

const HASH = "ab".repeat(20);
const ARGS = ["--context", "on_added", "--hash", HASH];
const KEY = "a-key-that-no-server-has-0123456789";
const ID = "01900000-0000-7000-8000-000000000000";

const client = (port: number, env: Readonly<Record<string, string>> = {}) => ({
  QBT_RULES_CLIENT_SERVER_URL: `http://127.0.0.1:${port}`,
  QBT_RULES_CLIENT_API_KEY: KEY,
  ...env,
});

/** A server that says it accepted whatever it is sent, on this port. */
function accepting(port: number) {
  let requests = 0;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    fetch: () => {
      requests += 1;
      const job = { job_id: ID, status: "pending", context: "on_added", hash: HASH, dry_run: false, trace: false };
      return Response.json(job, { status: 202 });
    },
  });
  return { requests: () => requests, [Symbol.asyncDispose]: () => server.stop(true) };
}

/** A server that takes connections and does this with what arrives; counts requests. */
async function rude(answer: (socket: Socket) => void) {
  let requests = 0;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      requests += 1;
      answer(socket);
    });
  });
  const port = freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port,
    requests: () => requests,
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("while nobody takes the connection", () => {
  test("the job is submitted again, with rests that grow, until the server is there", async () => {
    const port = freePort();
    const clock = manualClock();
    const begin = clock.now();
    const calling = call(ARGS, { env: client(port), clock });
    const tries: number[] = [];
    for (let rest = 0; rest < 6; rest += 1) {
      await asleep(clock);
      tries.push(clock.now() - begin);
      if (rest < 5) await clock.advance([100, 200, 400, 800, 1_600][rest] ?? 0);
    }
    expect(tries).toEqual([0, 100, 300, 700, 1_500, 3_100]);
    await using server = accepting(port);
    await clock.advance(2_000);
    const { code, out, err } = await calling;
    expect(code).toBe(0);
    expect(out).toEqual([`✓ Job queued: ${ID} (context on_added, torrent abababab…)`]);
    expect(err).toEqual([
      `Cannot reach the qbt-rules server at http://127.0.0.1:${port}: connection refused, nothing listens there; trying again for 30 s`,
    ]);
    expect(server.requests()).toBe(1);
  });

  test("it gives up when client.retry_for is over, and says why", async () => {
    const clock = manualClock();
    const begin = clock.now();
    const calling = call(ARGS, { env: client(freePort(), { QBT_RULES_CLIENT_RETRY_FOR: "5s" }), clock });
    const { code, err } = await whileItSleeps(clock, calling);
    expect(clock.now() - begin).toBe(5_000);
    expect(code).toBe(1);
    expect(err[0]).toEndWith("; trying again for 5 s");
    expect(err[1]).toStartWith("error: Cannot reach the qbt-rules server");
  });

  test("Ctrl-C ends it at once: no job was queued", async () => {
    const stopping = new AbortController();
    const calling = call(ARGS, {
      env: client(freePort()),
      clock: manualClock(),
      signal: stopping.signal,
      onLine,
    });
    function onLine(line: string): void {
      if (line.includes("trying again")) stopping.abort();
    }
    const { code, err } = await calling;
    expect(code).toBe(130);
    expect(err.at(-1)).toBe("error: Interrupted; no job was queued");
  });
});

describe("once somebody took the connection, the job is submitted no second time", () => {
  test.each([
    ["is closed without an answer", (socket: Socket) => socket.destroy()],
    ["is reset", (socket: Socket) => socket.resetAndDestroy()],
    [
      "ends within the answer",
      (socket: Socket) => socket.end('HTTP/1.1 202 Accepted\r\ncontent-length: 100\r\n\r\n{"job_id":'),
    ],
    [
      "comes from a proxy whose server is away",
      (socket: Socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"),
    ],
    [
      "refuses",
      (socket: Socket) =>
        socket.end('HTTP/1.1 503 Service Unavailable\r\ncontent-length: 20\r\n\r\n{"error":"no queue"}'),
    ],
  ])("though it %s", async (_, answer) => {
    await using server = await rude(answer);
    const clock = manualClock();
    const { code, out } = await call(ARGS, { env: client(server.port), clock });
    expect({ code, out, sleepers: clock.sleepers }).toEqual({ code: 1, out: [], sleepers: 0 });
    expect(server.requests()).toBe(1);
  });

  test("and it says that the server may have it, and how to see", async () => {
    await using server = await rude((socket) => socket.destroy());
    const url = `http://127.0.0.1:${server.port}`;
    const { err } = await call([...ARGS, "--client-server-url", url], { env: { QBT_RULES_CLIENT_API_KEY: KEY } });
    expect(err[0]).toEndWith("the connection was closed before the answer came");
    expect(err[1]).toStartWith("  -> the server may have taken the job all the same, so it was not submitted again");
    expect(err[1]).toEndWith(`; to see it: qbt-rules --client-server-url ${url} --list-jobs`);
  });
});

describe("the log file of a call", () => {
  test("has a line for a job that was queued", async () => {
    const port = freePort();
    await using _ = accepting(port);
    const { code, lines } = await logged(ARGS, { env: client(port) });
    expect(code).toBe(0);
    expect(lines).toEqual([`2026-01-01 00:00:00Z INFO    client  Job queued job=${ID} context=on_added hash=${HASH}`]);
    const quiet = await logged([...ARGS, "--log-level", "WARNING"], { env: client(port) });
    expect(quiet.lines).toEqual([]);
  });

  test("has why there is no job: nobody there, no key, or a command line that is not understood", async () => {
    const nobody = await logged(ARGS);
    expect(nobody.code).toBe(1);
    expect(nobody.lines).toEqual([
      expect.stringMatching(/^2026-01-01 00:00:00Z ERROR {3}client {2}Call failed error="Cannot reach the qbt-rules/),
    ]);
    const keyless = await logged(ARGS, { env: { QBT_RULES_CLIENT_API_KEY: "" } });
    expect(keyless.lines).toEqual([expect.stringContaining("client.api_key is not set")]);
    for (const [hash, why] of [
      ["%K", String.raw`qBittorrent did not replace %K: %K needs 4.4 or newer, use %I before`],
      ["-", String.raw`qBittorrent passes \"-\" where the torrent has no hash of this kind: use %K instead`],
    ] as const) {
      const { code, lines } = await logged(["--context", "on_added", `--hash=${hash}`]);
      expect(code).toBe(2);
      expect(lines).toEqual([expect.stringContaining(why)]);
    }
  });

  test("has why config.yml is of no use to the call, where something else names the log", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("config.yml"), "client: {api_kee: x}\n");
    const args = [...ARGS, "--config-dir", folder.path];
    const byFlag = await logged(args);
    expect(byFlag.lines).toEqual([expect.stringContaining("api_kee")]);
    const path = folder.file("named.log");
    await call(args, { env: client(freePort(), { QBT_RULES_LOG_FILE: path }) });
    expect(readFileSync(path, "utf8")).toContain("api_kee");
  });

  test("can be named in config.yml, and no line has the key", async () => {
    using folder = tempFolder();
    const path = folder.file("shared.log");
    writeFileSync(folder.file("config.yml"), `client: {api_key: ${KEY}}\nlogging: {file: ${path}}\n`);
    await using server = await startTestApp({ rules: "rules: []" });
    await call([...ARGS, "--config-dir", folder.path, "--client-server-url", server.app.url]);
    const text = readFileSync(path, "utf8");
    expect(text).toContain("refused (401)");
    expect(text).not.toContain(KEY);
  });

  test("is not written unless it was asked for, nor by commands that submit nothing", async () => {
    using folder = tempFolder();
    const env = client(freePort(), { QBT_RULES_CLIENT_RETRY_FOR: "0s", QBT_RULES_CONFIG_DIR: folder.path });
    expect((await call(ARGS, { env })).code).toBe(1);
    expect(existsSync(folder.file("qbt-rules.log"))).toBe(false);
    const path = folder.file("asked.log");
    expect((await call(["--stats"], { env: { ...env, QBT_RULES_LOG_FILE: path } })).code).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  test("that cannot be written is a warning: the job is queued all the same", async () => {
    using folder = tempFolder();
    await using server = await startTestApp({ rules: "rules: []" });
    const path = folder.file("no-such-folder/calls.log");
    const { code, err } = await call([...ARGS, "--log-file", path], { env: clientOf(server) });
    expect(code).toBe(0);
    expect(err).toEqual([expect.stringMatching(/^warning: The log file cannot be written: .*ENOENT/)]);
    expect(at((await server.ask("GET /jobs")).body, "total")).toBe(1);
  });
});

interface Logged {
  readonly code: number;
  readonly err: readonly string[];
  readonly lines: readonly string[];
}

/** Runs a call with a log file asked for by the flag. */
async function logged(args: readonly string[], { env = {}, ...options }: CallOptions = {}): Promise<Logged> {
  using folder = tempFolder();
  const path = folder.file("calls.log");
  const clock = manualClock();
  const { code, err } = await call([...args, "--log-file", path], {
    env: { ...client(freePort(), { QBT_RULES_CLIENT_RETRY_FOR: "0s" }), ...env },
    clock,
    ...options,
  });
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return { code, err, lines: text.split("\n").slice(0, -1) };
}
