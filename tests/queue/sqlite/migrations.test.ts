import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { openQueue } from "../../../src/queue/open.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import { openQueueFile } from "../../../src/queue/sqlite/open.ts";
import { manualClock } from "../../support/clock.ts";
import { tempFolder } from "../../support/temp.ts";
import { drain, request } from "../jobs.ts";
import { refusalOf } from "./support.ts";
import toVersion2 from "../../../src/queue/sqlite/migrations/2.sql" with { type: "text" };
import version1 from "./version-1.sql" with { type: "text" };

function writeVersion1(path: string, ...more: string[]): void {
  using database = new Database(path);
  for (const sql of ["PRAGMA journal_mode = WAL", version1, ...more]) database.run(sql);
}

function open(sqlitePath: string, options: { notice?: (message: string) => void } = {}) {
  return openQueue({ backend: "sqlite", sqlitePath, clock: manualClock(), ...options });
}

test("version 1: every job is kept, and reads as if written today", async () => {
  using folder = tempFolder();
  writeVersion1(folder.file("queue.db"));
  const queue = await open(folder.file("queue.db"));
  const { total, jobs } = await queue.list({ limit: 20, offset: 0 });
  expect(total).toBe(9);
  const ids = ["done", "odd", "broken", "gone", "lost", "lost too", "next", "last", "forgotten"];
  expect(jobs.map(({ id }) => id).toReversed()).toEqual(ids);
  expect(await queue.get("done")).toEqual({
    id: "done",
    context: "scheduled",
    hash: null,
    dryRun: false,
    trace: false,
    status: "completed",
    createdAt: Date.UTC(2025, 11, 13, 10, 0, 0),
    startedAt: Date.UTC(2025, 11, 13, 10, 0, 1),
    completedAt: Date.UTC(2025, 11, 13, 10, 0, 3, 500),
    result: { actions: 2 },
    error: null,
  });
  expect((await queue.get("odd"))?.result).toEqual({ result: '{"ratio": NaN}' });
  expect((await queue.get("broken"))?.createdAt).toBe(Date.UTC(2025, 11, 13, 10, 2, 0, 123));
  expect((await queue.get("gone"))?.completedAt).toBe(Date.UTC(2025, 11, 13, 10, 4, 0));
  expect(await queue.stats()).toMatchObject({ averageExecutionSeconds: 1.5 });
  await queue.close();
});

test("version 1: what was running is rescued and goes first, then the pending ones in their order", async () => {
  using folder = tempFolder();
  writeVersion1(folder.file("queue.db"));
  const queue = await open(folder.file("queue.db"));
  const { id } = await queue.enqueue(request());
  expect(await queue.rescue()).toEqual({ again: 2, failed: [] });
  const order = ["lost", "lost too", "next", "last", "forgotten", id];
  expect((await drain(queue)).map(({ job }) => job.id)).toEqual(order);
  await queue.close();
});

test("version 1: pending jobs are listed in the order they run in, also those that the table of them had lost", async () => {
  using folder = tempFolder();
  writeVersion1(folder.file("queue.db"));
  const queue = await open(folder.file("queue.db"));
  const ids = async (filter: { context?: string; cursor?: string }) =>
    (await queue.list({ status: "pending", limit: 2, offset: 0, ...filter })).jobs.map(({ id }) => id);
  expect(await ids({})).toEqual(["forgotten", "last"]);
  expect(await ids({ context: "on_added" })).toEqual(["forgotten", "next"]);
  const { next } = await queue.list({ status: "pending", limit: 2, offset: 0 });
  expect(await ids({ cursor: String(next) })).toEqual(["next"]);
  await queue.close();
});

test("version 1: space of deleted jobs is given back, as in a new file", async () => {
  using folder = tempFolder();
  writeVersion1(folder.file("queue.db"), "VACUUM");
  const db = openQueueFile(folder.file("queue.db"), () => {}, systemClock);
  expect(db.get("PRAGMA auto_vacuum")).toEqual({ auto_vacuum: 2 });
  expect(db.get("PRAGMA integrity_check")).toEqual({ integrity_check: "ok" });
  expect(db.all("PRAGMA foreign_key_check")).toEqual([]);
  db.close();
});

test("version 2: every job is kept, none of them with a trace, and nothing was deleted yet", async () => {
  using folder = tempFolder();
  writeVersion1(folder.file("queue.db"), toVersion2);
  const queue = await open(folder.file("queue.db"));
  const { total, jobs } = await queue.list({ limit: 20, offset: 0 });
  expect(total).toBe(9);
  expect(jobs.map(({ trace }) => trace)).toEqual(Array.from({ length: 9 }, () => false));
  expect(await queue.deletionsSince(0)).toBe(0);
  expect(readdirSync(folder.path)).toContain("queue.db.v2.bak");
  await queue.close();
});

test("a migrated file has the schema of a new one", () => {
  using folder = tempFolder();
  writeVersion1(folder.file("old.db"));
  const [migrated, fresh] = ["old.db", "new.db"].map((name) => schemaOf(folder.file(name)));
  expect(migrated).toEqual(fresh);
});

function schemaOf(path: string): unknown {
  const db = openQueueFile(path, () => {}, systemClock);
  const columns = ["jobs", "deletions", "turns", "schema_version"].map((table) =>
    db.all(`PRAGMA table_xinfo(${table})`),
  );
  const schema = [columns, db.all("SELECT type, name FROM sqlite_schema ORDER BY name")];
  db.close();
  return schema;
}

test("a copy is made before each step, named after the version it holds, and the owner is told", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  writeVersion1(path);
  const told: string[] = [];
  await (await open(path, { notice: (message) => told.push(message) })).close();
  const copies = [1, 2, 3, 4, 5, 6].map((version) => ({ version, name: `queue.db.v${version}.bak` }));
  expect(readdirSync(folder.path).toSorted()).toEqual(["queue.db", ...copies.map(({ name }) => name)]);
  expect(told).toHaveLength(copies.length);
  for (const [index, { version, name }] of copies.entries()) {
    expect(told[index]).toContain(folder.file(name));
    using backup = new Database(folder.file(name), { readonly: true });
    expect(backup.query("SELECT max(version) AS version FROM schema_version").get()).toEqual({ version });
    expect(backup.query("SELECT count(*) AS jobs FROM jobs").get()).toEqual({ jobs: 9 });
    expect(backup.query("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  }

  await (await open(path, { notice: (message) => told.push(message) })).close();
  expect(told).toHaveLength(copies.length);
});

test("a server that died before it had rewritten an older file leaves that to the next", () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  openQueueFile(path, () => {}, systemClock).close();
  using database = new Database(path);
  for (const sql of ["PRAGMA auto_vacuum = NONE", "PRAGMA journal_mode = DELETE", "VACUUM"]) database.run(sql);
  expect(database.query("PRAGMA auto_vacuum").get()).toEqual({ auto_vacuum: 0 });
  database.close();
  const db = openQueueFile(path, () => {}, systemClock);
  expect(db.get("PRAGMA auto_vacuum")).toEqual({ auto_vacuum: 2 });
  db.close();
});

test("a copy can be put back and migrated again; the copy made then takes its place", async () => {
  using folder = tempFolder();
  const [path, copy] = [folder.file("queue.db"), folder.file("queue.db.v1.bak")];
  writeVersion1(path);
  await (await open(path)).close();
  rmSync(path);
  await (await open(copy)).close();
  expect(existsSync(`${copy}.v1.bak`)).toBe(true);
});

test("without a copy there is no migration", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  writeVersion1(path);
  const before = readFileSync(path);
  mkdirSync(folder.file("queue.db.v1.bak"));
  const error = await refusalOf(open(path));
  expect(error.code).toBe("queue_unavailable");
  expect(error.message).toContain("queue.db.v1.bak");
  expect(readFileSync(path)).toEqual(before);
});

test("a migration that fails says so, and leaves every row as it was", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  writeVersion1(path, "UPDATE jobs SET status = 'paused' WHERE id = 'next'");
  const error = await refusalOf(open(path));
  expect(error.code).toBe("queue_unavailable");
  expect(error.message).toContain("cannot be brought to schema version 2");
  using database = new Database(path);
  expect(database.query("SELECT max(version) AS version FROM schema_version").get()).toEqual({ version: 1 });
  expect(database.query("SELECT created_at FROM jobs WHERE id = 'done'").get()).toEqual({
    created_at: "2025-12-13 10:00:00",
  });
});
