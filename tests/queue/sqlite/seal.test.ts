import { expect, test } from "bun:test";
import { copyFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { openQueue } from "../../../src/queue/open.ts";
import type { Queue } from "../../../src/queue/queue.ts";
import { seal } from "../../../src/queue/sqlite/seal.ts";
import { manualClock } from "../../support/clock.ts";
import { tempFolder } from "../../support/temp.ts";
import { request } from "../jobs.ts";
import { refusalOf } from "./support.ts";

const DAY_MS = 24 * 3_600_000;
const clock = manualClock();

const open = (sqlitePath: string): Promise<Queue> => openQueue({ backend: "sqlite", sqlitePath, clock });

/** Closed, and large enough for a seal. */
async function writeLargeQueue(path: string): Promise<void> {
  const queue = await open(path);
  await Promise.all(Array.from({ length: 200 }, () => queue.enqueue(request({ context: "x".repeat(10_000) }))));
  await queue.close();
}

/** Same size, and a page in the middle of it is not what it was, or more. */
function damage(path: string, bytes = 4096): void {
  const whole = readFileSync(path);
  writeFileSync(path, whole.fill(0xa5, whole.length / 2, Math.min(whole.length / 2 + bytes, whole.length)));
}

/** As if the damage had come without anybody writing to the file: the system cannot tell, only reading can. */
async function rotten(path: string, bytes?: number): Promise<void> {
  await writeLargeQueue(path);
  damage(path, bytes);
  seal({ path, isSound: () => true, script: () => {} }, { checkedAt: clock.now() });
}

test("a large queue is sealed when it is closed, and the seal is broken for as long as it is open", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await writeLargeQueue(path);
  expect(readdirSync(folder.path).toSorted()).toEqual(["queue.db", "queue.db.seal"]);
  const queue = await open(path);
  expect(existsSync(`${path}.seal`)).toBe(false);
  await queue.close();
  expect(existsSync(`${path}.seal`)).toBe(true);
});

test("what was written to a sealed file is found at start, though its size is the same", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await writeLargeQueue(path);
  damage(path);
  const before = readFileSync(path);
  expect((await refusalOf(open(path))).message).toContain("is damaged");
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("so is damage in a copy that was put in its place, seal and all", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await rotten(path);
  copyFileSync(path, folder.file("copy.db"));
  rmSync(path);
  copyFileSync(folder.file("copy.db"), path);
  expect((await refusalOf(open(path))).message).toContain("is damaged");
});

test("and damage in a file that a server left behind when it died", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await rotten(path);
  writeFileSync(`${path}-wal`, "what it had not yet put into the file");
  expect((await refusalOf(open(path))).message).toContain("is damaged");
});

test("a file that is as it was sealed is not read through, and once in 30 days it is", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await rotten(path);
  await clock.advance(29 * DAY_MS);
  await (await open(path)).close();
  // That did not begin the month anew.
  await clock.advance(2 * DAY_MS);
  expect((await refusalOf(open(path))).message).toContain("is damaged");
});

test("a seal from the future is none", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await rotten(path);
  await clock.advance(-31 * DAY_MS);
  expect((await refusalOf(open(path))).message).toContain("is damaged");
});

test("a file in which damage was come upon is not sealed again", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await rotten(path, Infinity);
  const queue = await open(path);
  const { message } = await refusalOf(queue.list({ limit: 100, offset: 0 }));
  expect(message).toContain("is damaged");
  await queue.close();
  expect(existsSync(`${path}.seal`)).toBe(false);
  expect((await refusalOf(open(path))).message).toContain("is damaged");
});

test.each(["", "{}", '{"looks": 1, "checkedAt": "never"}', "\u0000"])(
  "a seal that says %j says nothing",
  async (text) => {
    using folder = tempFolder();
    const path = folder.file("queue.db");
    await rotten(path);
    writeFileSync(`${path}.seal`, text);
    expect((await refusalOf(open(path))).message).toContain("is damaged");
  },
);
