import { expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentFor } from "../../scripts/under-test/environment.ts";
import { at } from "../support/json.ts";
import { type Program, EXECUTABLE, startProgram } from "../support/program.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { describeRedis, startRedis } from "../support/redis.ts";
import { tempFolder } from "../support/temp.ts";

const RULES = "rules: [{name: tag, match_all: true, actions: [{type: add_tag, params: {tag: seen}}]}]";

/** Less than a file may take: what is told to stop now does not get there by itself. */
const env = { QBT_RULES_SERVER_SHUTDOWN_GRACE: "0.5s" };

const WITHIN_MS = 60_000;

const rulesOf = ({ folder }: Program) => join(folder, "rules.yml");

/** From now on whoever opens the rules file waits for ever, as on a network file system whose server is gone. */
async function hangRules(program: Program): Promise<void> {
  rmSync(rulesOf(program));
  expect(await Bun.spawn(["mkfifo", rulesOf(program)]).exited).toBe(0);
}

function mendRules(program: Program): void {
  rmSync(rulesOf(program));
  writeFileSync(rulesOf(program), RULES);
}

async function submit(program: Program): Promise<string> {
  return String(at((await program.api("/api/execute", { method: "POST" })).body, "job_id"));
}

/** Ended by the time limit of the test. */
async function untilStatus(program: Program, id: string, wanted: string): Promise<void> {
  while (at((await program.api(`/api/jobs/${id}`)).body, "status") !== wanted) await Bun.sleep(20);
}

test(
  "a worker that hangs does not outlast SIGTERM, and the next start takes up its job",
  async () => {
    const qbittorrent = startSimulator({ version: "5.1.0" });
    const program = await startProgram({ qbittorrent: qbittorrent.url, rules: RULES, env });
    try {
      await hangRules(program);
      const id = await submit(program);
      await untilStatus(program, id, "processing");
      expect(await program.terminate()).toBe(1);
      expect(program.console()).toMatch(
        new RegExp(`Stopped, and left what hangs: .* hanging=\\S*worker\\S* job=${id}\n`),
      );
      mendRules(program);
      await program.restart();
      await untilStatus(program, id, "completed");
      expect(await program.terminate()).toBe(0);
    } finally {
      await program.stop();
      await qbittorrent.stop();
    }
  },
  WITHIN_MS,
);

test(
  "a rules file that hangs is as one that cannot be read: jobs go on with the last good rules, and the server ends in good order",
  async () => {
    const qbittorrent = startSimulator({ version: "5.1.0", torrents: [{}] });
    const program = await startProgram({ qbittorrent: qbittorrent.url, rules: RULES, env });
    try {
      await hangRules(program);
      await untilStatus(program, await submit(program), "completed");
      expect(program.console()).toContain("The last good rules go on, without deleting or moving");
      expect([...qbittorrent.torrents.values()].map(({ tags }) => [...tags])).toEqual([["seen"]]);
      expect(await program.terminate()).toBe(0);
    } finally {
      await program.stop();
      await qbittorrent.stop();
    }
  },
  WITHIN_MS,
);

describeRedis("of two servers with one queue in Redis", () => {
  test(
    "the one that hangs is told to stop: the other goes on with its job",
    async () => {
      await using redis = await startRedis();
      const qbittorrent = startSimulator({ version: "5.1.0" });
      const shared = { ...env, QBT_RULES_QUEUE_BACKEND: "redis", QBT_RULES_QUEUE_REDIS_URL: redis.url };
      const start = () => startProgram({ qbittorrent: qbittorrent.url, rules: RULES, env: shared });
      const first = await start();
      const second = await start();
      try {
        await untilStatus(first, await submit(first), "completed");
        const runner = first.console().includes("Another server runs the jobs") ? second : first;
        const other = runner === first ? second : first;
        await hangRules(runner);
        const id = await submit(runner);
        await untilStatus(other, id, "processing");
        expect(await runner.terminate()).toBe(1);
        await untilStatus(other, id, "completed");
      } finally {
        await first.stop();
        await second.stop();
        await qbittorrent.stop();
      }
    },
    WITHIN_MS,
  );
});

test("whoever read the log may be gone by the time the server is told to stop: it ends in good order", async () => {
  using folder = tempFolder();
  writeFileSync(folder.file("rules.yml"), RULES);
  const server = Bun.spawn([EXECUTABLE, "--serve"], {
    env: environmentFor({
      folder: folder.path,
      qbittorrent: "http://127.0.0.1:9",
      key: "a-key-for-tests-0123456789abcdef",
      password: "adminadmin",
    }),
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  try {
    const reader = server.stderr.getReader();
    const decoder = new TextDecoder();
    let text = "";
    while (!text.includes("Listening")) text += decoder.decode((await reader.read()).value, { stream: true });
    await reader.cancel();
    server.kill("SIGTERM");
    expect(await server.exited).toBe(0);
  } finally {
    server.kill("SIGKILL");
    await server.exited;
  }
}, 30_000);
