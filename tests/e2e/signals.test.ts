import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { at } from "../support/json.ts";
import { freePort } from "../support/free-port.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { type Program, startProgram } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";
import { until } from "../support/until.ts";

const RULES = "rules: [{name: tag, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}]";

/** A server that waits for its qBittorrent, with a key in a file. */
async function start(env: Readonly<Record<string, string>> = {}): Promise<Program> {
  const qbittorrent = silent();
  const program = await startProgram({
    qbittorrent: qbittorrent.url.origin,
    rules: RULES,
    env: { QBT_RULES_SERVER_SHUTDOWN_GRACE: "20s", ...env },
  });
  return {
    ...program,
    get url() {
      return program.url;
    },
    stop: async () => {
      await program.stop();
      await qbittorrent.stop(true);
    },
  };
}

/** A qBittorrent that takes for ever to answer, so that a job runs until it is stopped. */
const silent = () =>
  Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 0, fetch: () => new Promise<Response>(() => {}) });

const statusOf = async (program: Program, id: string) =>
  String(at((await program.api(`/api/jobs/${id}`)).body, "status"));

test("a second signal ends at once: what ran is taken up by the next start", async () => {
  const program = await start();
  try {
    const id = String(at((await program.api("/api/execute", { method: "POST" })).body, "job_id"));
    await until(async () => (await statusOf(program, id)) === "processing");
    program.signal("SIGTERM");
    await until(async () => program.console().includes("Stopping"));
    expect(program.console()).toContain(
      "Stopping: a running job has 20 s to finish; a second Ctrl-C or SIGTERM ends it at once",
    );
    program.signal("SIGTERM");
    expect(await program.ended()).toBe(143);

    await program.restart({ QBT_RULES_QBITTORRENT_HOST: `http://127.0.0.1:${freePort()}` });
    expect(program.console()).toContain("Jobs of a server that died run again jobs=1");
    expect(["pending", "processing"]).toContain(await statusOf(program, id));
  } finally {
    await program.stop();
  }
}, 30_000);

test("a running job that takes longer than the grace period goes back to the queue, and the end is an orderly one", async () => {
  const program = await start({ QBT_RULES_SERVER_SHUTDOWN_GRACE: "0.1s" });
  try {
    const id = String(at((await program.api("/api/execute", { method: "POST" })).body, "job_id"));
    await until(async () => (await statusOf(program, id)) === "processing");
    expect(await program.terminate()).toBe(0);
    expect(program.console()).toContain("Job goes back to the queue");
  } finally {
    await program.stop();
  }
}, 60_000);

test("SIGHUP lets a new key in, and the old one out; a broken file of keys changes nothing", async () => {
  const program = await start();
  const file = join(program.folder, "key");
  const statusWith = async (key: string) =>
    (await fetch(`${program.url}/api/stats`, { headers: { "X-API-Key": key } })).status;
  try {
    await program.kill();
    writeFileSync(file, `${program.key}\n`);
    await program.restart({ QBT_RULES_SERVER_API_KEY_FILE: file });
    writeFileSync(file, `the-next-key-0123456789\n${program.key}\n`);
    program.signal("SIGHUP");
    await until(async () => program.console().includes("API keys have changed count=2"));
    expect([await statusWith(program.key), await statusWith("the-next-key-0123456789")]).toEqual([200, 200]);

    writeFileSync(file, "not a key\n");
    program.signal("SIGHUP");
    await until(async () => program.console().includes("stay as they were"));
    expect([await statusWith(program.key), await statusWith("the-next-key-0123456789")]).toEqual([200, 200]);
    expect(program.console()).not.toMatch(/not a key|the-next-key/);
  } finally {
    await program.stop();
  }
}, 30_000);

test("SIGHUP lets a corrected password in, and the queue goes on; neither password is in the log", async () => {
  const simulator = startSimulator({
    version: "5.1.0",
    password: "the-right-secret",
  });
  using folder = tempFolder();
  const file = folder.file("password");
  writeFileSync(file, "the-wrong-secret\n");
  const program = await startProgram({
    qbittorrent: simulator.url,
    rules: RULES,
    env: { QBT_RULES_QBITTORRENT_PASSWORD_FILE: file },
  });
  const queue = async () => String(at((await program.api("/api/execute", { method: "POST" })).body, "job_id"));
  try {
    const refused = await queue();
    await until(async () => (await statusOf(program, refused)) === "failed");
    const behind = await queue();
    writeFileSync(file, "the-right-secret\n");
    program.signal("SIGHUP");
    await until(async () => (await statusOf(program, behind)) === "completed");
    expect(program.console()).toContain("The credentials of qBittorrent have changed");
    expect(program.console()).not.toMatch(/the-(wrong|right)-secret/);
    expect(simulator.requests.filter(({ path }) => path === "auth/login")).toHaveLength(2);
  } finally {
    await program.stop();
    await simulator.stop();
  }
}, 30_000);
