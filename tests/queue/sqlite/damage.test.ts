import { expect, test } from "bun:test";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { systemClock } from "../../../src/lib/clock.ts";
import { openQueue } from "../../../src/queue/open.ts";
import { tempFolder } from "../../support/temp.ts";
import { request } from "../jobs.ts";
import { refusalOf } from "./support.ts";

const open = (sqlitePath: string) => openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });

/** A closed queue of some 100 pages. */
async function writeQueue(path: string): Promise<Buffer<ArrayBuffer>> {
  const queue = await open(path);
  await Promise.all(Array.from({ length: 100 }, () => queue.enqueue(request({ context: "x".repeat(3_000) }))));
  await queue.close();
  return readFileSync(path);
}

test.each([
  [
    "a page in the middle overwritten",
    (whole: Buffer) => Buffer.from(whole).fill(0xa5, whole.length / 2, whole.length / 2 + 4096),
  ],
  [
    "a page in the middle lost to zeros",
    (whole: Buffer) => Buffer.from(whole).fill(0, whole.length / 2, whole.length / 2 + 4096),
  ],
  ["the second half cut off", (whole: Buffer) => Buffer.from(whole.subarray(0, whole.length / 2))],
  ["cut off in the first page", (whole: Buffer) => Buffer.from(whole.subarray(0, 1000))],
  ["nothing but zeros", (whole: Buffer) => Buffer.alloc(whole.length)],
])("a queue with %s is refused at start with the way out, and not a byte of it is changed", async (_, damage) => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  const damaged = damage(await writeQueue(path));
  writeFileSync(path, damaged);
  const { code, message, hint } = await refusalOf(open(path));
  expect(code).toBe("queue_unavailable");
  expect(message).toMatch(/is damaged|is not an SQLite database/);
  expect(message).toContain(path);
  expect(hint).toContain("move");
  expect(readFileSync(path).equals(damaged)).toBe(true);
  expect(readdirSync(folder.path).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(["queue.db"]);
});
