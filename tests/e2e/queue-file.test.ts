import { expect, test } from "bun:test";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { at } from "../support/json.ts";
import { type Program, run, startProgram } from "../support/program.ts";
import { type TempFolder, tempFolder } from "../support/temp.ts";
import { until } from "../support/until.ts";

const NOBODY = "http://127.0.0.1:9";

/** Starts a server of its own on the folder, which is not expected to last; how it ended. */
function serveIn(folder: string) {
  return run(["--serve"], {
    QBT_RULES_CONFIG_DIR: folder,
    QBT_RULES_SERVER_HOST: "127.0.0.1",
    QBT_RULES_SERVER_PORT: "0",
    QBT_RULES_SERVER_API_KEY: "another-key-for-tests-0123456789",
    QBT_RULES_QBITTORRENT_HOST: NOBODY,
    QBT_RULES_QBITTORRENT_PASSWORD: "adminadmin",
  });
}

test("a second server on the same file ends at once and says why; the first goes on", async () => {
  const program = await startProgram({ qbittorrent: NOBODY, rules: "rules: []" });
  try {
    const { code, stderr } = await serveIn(program.folder);
    expect(code).toBe(1);
    expect(stderr).toContain("is in use by another server");
    expect(stderr).toContain("queue.sqlite_path");
    expect((await program.api("/api/execute?context=x", { method: "POST" })).status).toBe(202);
  } finally {
    await program.stop();
  }
});

test.each([
  [
    "something else",
    async (folder: TempFolder) => writeFileSync(folder.file("qbt-rules.db"), "# my notes\n".repeat(500)),
  ],
  ["a damaged queue", damagedQueue],
])("with %s in place of the queue the server ends, says the way out, and leaves the file as it is", async (_, put) => {
  using folder = tempFolder();
  writeFileSync(folder.file("rules.yml"), "rules: []");
  await put(folder);
  const before = readFileSync(folder.file("qbt-rules.db"));
  const { code, stderr } = await serveIn(folder.path);
  expect(code).toBe(1);
  expect(stderr).toMatch(/The job queue \S+ .*(is not an SQLite database|is damaged)/);
  expect(stderr).toContain("move");
  expect(readFileSync(folder.file("qbt-rules.db")).equals(before)).toBe(true);
});

test("jobs that ended are deleted when their time is up, and the file gives back their space", async () => {
  const program = await startProgram({
    qbittorrent: NOBODY,
    rules: "rules: []",
    env: { QBT_RULES_QUEUE_CLEANUP_AFTER: "2s" },
  });
  try {
    let largest = 0;
    // In parts, since the first may go before the last are there.
    for (let part = 0; part < 5; part += 1) {
      await enqueue(program, 300);
      largest = Math.max(largest, sizeOf(program));
    }
    expect(largest).toBeGreaterThan(300_000);
    await until(async () => at((await program.api("/api/stats")).body, "jobs", "total") === 0);
    await until(async () => sizeOf(program) < 150_000);
  } finally {
    await program.stop();
  }
});

async function damagedQueue(folder: TempFolder): Promise<void> {
  const program = await startProgram({ qbittorrent: NOBODY, rules: "rules: []" });
  try {
    await enqueue(program, 200);
    await program.terminate();
    const whole = readFileSync(join(program.folder, "qbt-rules.db"));
    const page = 4096;
    const middle = Math.floor(whole.length / page / 2) * page;
    writeFileSync(folder.file("qbt-rules.db"), whole.fill(0xa5, middle, middle + page));
  } finally {
    await program.stop();
  }
}

async function enqueue(program: Program, jobs: number): Promise<void> {
  const path = `/api/execute?context=${"x".repeat(150)}`;
  const answers = await Promise.all(Array.from({ length: jobs }, () => program.api(path, { method: "POST" })));
  expect(answers.every(({ status }) => status === 202)).toBe(true);
}

/** The file, and the log of what is not in it yet. */
function sizeOf({ folder }: Program): number {
  const files = ["qbt-rules.db", "qbt-rules.db-wal"].map((name) => join(folder, name));
  return files.filter(existsSync).reduce((sum, file) => sum + statSync(file).size, 0);
}
