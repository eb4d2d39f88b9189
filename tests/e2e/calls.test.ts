import { afterAll, beforeAll, expect, test } from "bun:test";
import { realpathSync } from "node:fs";

import { at } from "../support/json.ts";
import { EXECUTABLE, type Finished, type Program, run, startProgram } from "../support/program.ts";
import { freePort } from "../support/free-port.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";

/** No rule is for the context of these calls: their jobs end without a word to qBittorrent. */
const RULES = "rules: [{name: other, context: other, match_all: true, actions: [{type: reannounce}]}]";
const AT_ONCE = 60;
const AWAY = 12;

let program: Program;

beforeAll(async () => {
  const env = { QBT_RULES_SERVER_PORT: String(freePort()) };
  program = await startProgram({ qbittorrent: "http://127.0.0.1:9", rules: RULES, env });
}, 30_000);

afterAll(async () => await program.stop());

/** As qBittorrent calls when as many torrents were added: all at once, each with a hash of its own. */
const calls = (count: number, first: number): Promise<readonly Finished[]> =>
  Promise.all(
    Array.from({ length: count }, (_, n) => program.client("--context", "on_added", "--hash", hashOf(first + n))),
  );

const hashOf = (n: number): string => n.toString(16).padStart(40, "0");

/** How many jobs there are for each of these hashes. */
async function jobsFor(count: number, first: number): Promise<readonly number[]> {
  const found = new Map<unknown, number>();
  for (let cursor = ""; ;) {
    const { body } = await program.api(`/api/jobs?limit=100${cursor}`);
    const jobs = at(body, "jobs");
    for (const job of Array.isArray(jobs) ? jobs : [])
      found.set(at(job, "hash"), (found.get(at(job, "hash")) ?? 0) + 1);
    const next = at(body, "next_cursor");
    if (typeof next !== "string") break;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
  return Array.from({ length: count }, (_, n) => found.get(hashOf(first + n)) ?? 0);
}

test("many calls at once are all accepted, each once", async () => {
  const ended = await calls(AT_ONCE, 0);
  expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
  expect(await jobsFor(AT_ONCE, 0)).toEqual(Array.from({ length: AT_ONCE }, () => 1));
}, 120_000);

test("the hook that is installed names the executable itself", async () => {
  const simulator = startSimulator({ version: "5.1.0" });
  try {
    const { code, stdout } = await run(["--install-hook", "on_completed", "--dry-run"], {
      QBT_RULES_QBITTORRENT_HOST: simulator.url,
      QBT_RULES_QBITTORRENT_PASSWORD: "adminadmin",
    });
    expect(code).toBe(0);
    expect(stdout).toContain(`after   "${realpathSync(EXECUTABLE)}" --context on_completed --hash "%K"\n`);
  } finally {
    await simulator.stop();
  }
}, 30_000);

test("calls while the server is restarted wait for it, and each job is there once", async () => {
  expect(await program.terminate()).toBe(0);
  const calling = calls(AWAY, 1_000);
  // Begun after them, and over: the server is away for them too.
  expect((await program.client("--context", "on_added", "--client-retry-for", "0s")).code).toBe(1);
  await program.restart();
  const ended = await calling;
  expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
  for (const { stderr } of ended) if (stderr !== "") expect(stderr).toEndWith("; trying again for 30 s\n");
  expect(await jobsFor(AWAY, 1_000)).toEqual(Array.from({ length: AWAY }, () => 1));
}, 120_000);
