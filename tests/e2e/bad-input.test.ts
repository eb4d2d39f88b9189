import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { at } from "../support/json.ts";
import { freePort } from "../support/free-port.ts";
import { type Simulator, startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { type Program, run, startProgram } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";

const RULES = `
rules:
  - name: Tag everything
    match_all: true
    actions: [{type: add_tag, params: {tag: seen}}]
`;
const KEY = "a-key-for-tests-0123456789abcdef";
const UNKNOWN_JOB = "01900000-0000-7000-8000-000000000000";

/** What no message of ours may show to the person at the keyboard. */
const STACK = /\n\s+at /;

describe("with a qBittorrent that answers", () => {
  let qbittorrent: Simulator;
  let program: Program;
  beforeAll(async () => {
    qbittorrent = startSimulator({ version: "5.3.0" });
    qbittorrent.addTorrent();
    program = await startProgram({ qbittorrent: qbittorrent.url, rules: RULES });
  });
  afterAll(async () => {
    await program.stop();
    await qbittorrent.stop();
  });

  test("a malformed hash is a usage error of the client and a 400 of the API, never a run over everything", async () => {
    const client = await program.client("--hash", "xyz", "--wait");
    expect(client).toMatchObject({ code: 2, stdout: "" });
    expect(client.stderr).toContain('expected a torrent hash of 40 or 64 hex digits, found "xyz"');
    for (const hash of ["", "xyz", "-", "%25K"]) {
      const { status, body } = await program.api(`/api/execute?hash=${hash}`, { method: "POST" });
      expect(status).toBe(400);
      expect(body).toMatchObject({ error: "Bad Request" });
    }
    expect(await program.api("/api/jobs")).toMatchObject({ body: { total: 0 } });
  });

  test("an unknown job is a 404, and exit 1 of the client", async () => {
    expect(await program.api(`/api/jobs/${UNKNOWN_JOB}`)).toEqual({
      status: 404,
      body: { error: "Not Found", message: `Job not found: ${UNKNOWN_JOB}`, request_id: expect.any(String) },
    });
    for (const flag of ["--job-status", "--cancel-job"]) {
      const client = await program.client(flag, UNKNOWN_JOB);
      expect(client.code).toBe(1);
      expect(client.stderr).toContain(`Job not found: ${UNKNOWN_JOB}`);
    }
  });

  test("a wrong key is refused, and the client says which setting to look at", async () => {
    const client = await program.client("--context", "x", "--client-api-key", "wrong");
    expect(client.code).toBe(1);
    expect(client.stderr).toContain("client.api_key");
    expect(client.stderr).not.toMatch(STACK);
  });

  test("a second server on the same database is refused at once, whatever port it takes", async () => {
    const second = await run(["--serve"], serverEnv(program.folder, qbittorrent.url, "0"));
    expect(second.code).toBe(1);
    expect(second.stderr).toContain("qbt-rules.db");
    expect(second.stderr).not.toMatch(STACK);
    expect(await program.api("/api/jobs")).toMatchObject({ status: 200 });
  });

  test("a second server on the same port is refused, with a database of its own or not", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    const port = new URL(program.url).port;
    const second = await run(["--serve"], serverEnv(folder.path, qbittorrent.url, port));
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`Cannot listen on 127.0.0.1:${port}`);
    expect(second.stderr).toContain("server.port");
    expect(second.stderr).not.toMatch(STACK);
  });

  test("a torrent that qBittorrent does not have is a warning, not a failure", async () => {
    const client = await program.client("--hash", "f".repeat(40), "--wait");
    expect(client.code).toBe(0);
    expect(client.stdout).toContain(`Warning: qBittorrent has no torrent ${"f".repeat(40)}`);
  });
});

describe("with a wrong password", () => {
  test("the server starts, says why in health and in the failed job, logs in only once, and lets the others wait", async () => {
    const qbittorrent = startSimulator({ version: "4.5.2" });
    const program = await startProgram({
      qbittorrent: qbittorrent.url,
      rules: RULES,
      env: { QBT_RULES_QBITTORRENT_PASSWORD: "s3cret-but-wrong" },
    });
    try {
      const client = await program.client("--wait");
      expect(client.code).toBe(1);
      expect(client.stdout).toContain('refused the login of user "admin"');
      expect(client.stdout).toContain("qbittorrent.password");
      for (let job = 0; job < 7; job++) {
        const { code } = await program.client("--context", "behind");
        expect(code).toBe(0);
      }
      const waiting = await program.client("--wait", "--client-wait-timeout", "3s");
      expect(waiting.stderr).toContain("Still waiting: ");
      expect(waiting.stderr).toContain('refused the login of user "admin"');
      expect(await program.api("/api/stats")).toMatchObject({ body: { jobs: { failed: 1, pending: 8 } } });
      const { status, body } = await program.api("/api/health");
      expect(status).toBe(503);
      expect(JSON.stringify(body)).toContain("refused the login");
      expect(qbittorrent.requests.filter(({ path }) => path === "auth/login")).toHaveLength(1);
      expect(program.console()).not.toContain("s3cret-but-wrong");
    } finally {
      await program.stop();
      await qbittorrent.stop();
    }
  });
});

describe("with no qBittorrent there", () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram({
      qbittorrent: `http://127.0.0.1:${freePort()}`,
      rules: RULES,
      env: { QBT_RULES_QUEUE_RETRY_FOR: "3s" },
    });
  });
  afterAll(() => program.stop());

  test("the server starts, health says why it is unhealthy, and --health exits 1", async () => {
    const { status, body } = await program.api("/api/health");
    expect(status).toBe(503);
    expect(body).toMatchObject({ status: "unhealthy", qbittorrent: { connected: false } });
    const health = await program.client("--health");
    expect(health.code).toBe(1);
    expect(health.stdout).toContain("Cannot reach qBittorrent");
  });

  test("a job waits, cannot be cancelled meanwhile, and then fails with the cause", async () => {
    const { body } = await program.api("/api/execute", { method: "POST" });
    const id = String(at(body, "job_id"));
    await until(async () => (await program.api(`/api/jobs/${id}`)).body, { status: "processing" });
    expect(await program.api(`/api/jobs/${id}`, { method: "DELETE" })).toEqual({
      status: 400,
      body: { error: "Cannot cancel job in status: processing", request_id: expect.any(String) },
    });
    const failed = await until(async () => (await program.api(`/api/jobs/${id}`)).body, { status: "failed" });
    expect(at(failed, "error")).toStartWith("Cannot reach qBittorrent");
    expect(JSON.stringify(failed)).not.toMatch(STACK);
  });
});

describe("a server that cannot start says everything that is in the way", () => {
  test("a typo in config.yml, with file, line, column and the right name", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    writeFileSync(folder.file("config.yml"), "server:\n  prot: 5000\nqbittorrent:\n  hots: http://localhost:8080\n");
    const server = await run(["--serve"], serverEnv(folder.path, "http://127.0.0.1:9", "0"));
    expect(server.code).toBe(1);
    expect(server.stderr).toContain("config.yml:2:3");
    expect(server.stderr).toContain('did you mean "port"?');
    expect(server.stderr).toContain("config.yml:4:3");
    expect(server.stderr).not.toMatch(STACK);
  });

  test("a typo in rules.yml", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), "rules:\n  - name: x\n    actions: [{type: stopp}]\n");
    const server = await run(["--serve"], serverEnv(folder.path, "http://127.0.0.1:9", "0"));
    expect(server.code).toBe(1);
    expect(server.stderr).toContain("rules.yml:3:22");
    expect(server.stderr).toContain('did you mean "stop"?');
    expect(server.stderr).not.toMatch(STACK);
  });

  test("a database in a folder that cannot be written", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    for (const path of ["/proc/qbt-rules.db", join(folder.path, "missing", "qbt-rules.db")]) {
      const server = await run(["--serve"], {
        ...serverEnv(folder.path, "http://127.0.0.1:9", "0"),
        QBT_RULES_QUEUE_SQLITE_PATH: path,
      });
      expect(server.code).toBe(1);
      expect(server.stderr).toContain(path);
      expect(server.stderr).toContain("queue.sqlite_path");
      expect(server.stderr).not.toMatch(STACK);
    }
  });

  test("missing secrets, both at once, with every way to give them", async () => {
    using folder = tempFolder();
    writeFileSync(folder.file("rules.yml"), RULES);
    const server = await run(["--serve", "--config-dir", folder.path]);
    expect(server.code).toBe(1);
    for (const name of ["QBT_RULES_SERVER_API_KEY", "QBT_RULES_QBITTORRENT_PASSWORD"])
      expect(server.stderr).toContain(name);
  });

  test("flags that do not exist, values that are missing and stray words: usage, exit 2", async () => {
    for (const args of [
      ["--serv"],
      ["--context"],
      ["--wait", "stray"],
      ["--serve", "--wait"],
      ["--trace"],
      ["--wait=yes"],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: "" });
      expect(stderr).toContain("--help");
    }
  });
});

const serverEnv = (folder: string, qbittorrent: string, port: string) => ({
  QBT_RULES_CONFIG_DIR: folder,
  QBT_RULES_SERVER_HOST: "127.0.0.1",
  QBT_RULES_SERVER_PORT: port,
  QBT_RULES_SERVER_API_KEY: KEY,
  QBT_RULES_QBITTORRENT_HOST: qbittorrent,
  QBT_RULES_QBITTORRENT_PASSWORD: "adminadmin",
});

async function until(read: () => Promise<unknown>, wanted: { readonly status: string }): Promise<unknown> {
  for (const end = Date.now() + 20_000; Date.now() < end;) {
    const seen = await read();
    if (at(seen, "status") === wanted.status) return seen;
    await Bun.sleep(50);
  }
  throw new Error(`never ${wanted.status}`);
}
