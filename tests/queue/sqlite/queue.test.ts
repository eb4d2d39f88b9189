import { expect, test } from "bun:test";
import { statSync } from "node:fs";
import { AppError } from "../../../src/errors.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import { openQueue } from "../../../src/queue/open.ts";
import type { Queue } from "../../../src/queue/queue.ts";
import type { SqliteDriver } from "../../../src/queue/sqlite/driver.ts";
import { tempFolder } from "../../support/temp.ts";
import { claimOne, claimed, complete, drain, request } from "../jobs.ts";
import { queueOnDriver, refusalOf } from "./support.ts";

test("jobs and deletions are there again after a restart, each job in its state", async () => {
  using folder = tempFolder();
  const options = { backend: "sqlite", sqlitePath: folder.file("queue.db"), clock: systemClock } as const;
  const before = await openQueue(options);
  for (const context of ["a", null, "c", "d"]) await before.enqueue(request({ context, dryRun: true }));
  await complete(before, await claimed(before), { torrents: 3 });
  await before.fail(await claimed(before), "no");
  await before.recordDeletions(12);
  const claim = await claimed(before);
  const jobs = await everything(before);
  await before.close();

  const after = await openQueue(options);
  expect(await everything(after)).toEqual(jobs);
  expect(await complete(after, claim, { late: "but nobody took it back" })).toBe(true);
  expect(await drain(after)).toHaveLength(1);
  await after.close();
});

async function everything(queue: Queue) {
  const page = await queue.list({ limit: 10, offset: 0 });
  const jobs = await Promise.all(page.jobs.map(({ id }) => queue.get(id)));
  return { page, jobs, deletions: await queue.deletionsSince(0) };
}

test("concurrent enqueues share one transaction", async () => {
  using folder = tempFolder();
  let transactions = 0;
  const counting = (db: SqliteDriver): SqliteDriver => ({
    ...db,
    unsynced: (work) => {
      transactions++;
      return db.unsynced(work);
    },
  });
  await using opened = queueOnDriver(folder.file("queue.db"), counting);
  await Promise.all(Array.from({ length: 100 }, () => opened.queue.enqueue(request())));
  expect(transactions).toBe(1);
  await opened.queue.enqueue(request());
  expect(transactions).toBe(2);
});

test("a job is in the file before enqueue resolves, and not visible before", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  const enqueued = opened.queue.enqueue(request());
  expect(opened.db.get("SELECT count(*) AS count FROM jobs")).toEqual({ count: 0 });
  const { id } = await enqueued;
  expect(opened.db.all("SELECT id FROM jobs")).toEqual([{ id }]);
});

test("a commit waits for the disk, and nobody else has the file", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  const pragmas = ["synchronous", "journal_mode", "locking_mode", "auto_vacuum"];
  const set = pragmas.map((name) => opened.db.get(`PRAGMA ${name}`));
  const full = 2;
  const incremental = 2;
  expect(Object.assign({}, ...set)).toEqual({
    synchronous: full,
    journal_mode: "wal",
    locking_mode: "exclusive",
    auto_vacuum: incremental,
  });
});

test("deletions are in the file before they are acknowledged, and a closed queue refuses them", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  await opened.queue.recordDeletions(3);
  expect(opened.db.all("SELECT torrents FROM deletions")).toEqual([{ torrents: 3 }]);
  await opened.queue.close();
  expect((await refusalOf(opened.queue.recordDeletions(3))).code).toBe("queue_unavailable");
});

test("a disk that fails fails every job of the group, and the next group is stored", async () => {
  using folder = tempFolder();
  let broken = true;
  const failing = (db: SqliteDriver): SqliteDriver => ({
    ...db,
    unsynced: (work) => {
      if (broken) throw new AppError("queue_unavailable", "the disk is gone");
      return db.unsynced(work);
    },
  });
  await using opened = queueOnDriver(folder.file("queue.db"), failing);
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => opened.queue.enqueue(request())));
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  broken = false;
  await opened.queue.enqueue(request());
  expect((await opened.queue.list({ limit: 9, offset: 0 })).total).toBe(1);
  broken = true;
  const last = refusalOf(opened.queue.enqueue(request()));
  await opened.queue.close();
  expect((await last).message).toBe("the disk is gone");
});

test("a full disk: what was acknowledged is stored, the rest is refused with what to do, then work goes on", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  const { queue, db } = opened;
  db.script("PRAGMA max_page_count = 60");
  const stored: string[] = [];
  const fill = async () => {
    for (;;) stored.push((await queue.enqueue(request({ context: "x".repeat(10_000) }))).id);
  };
  const refused = await refusalOf(fill());
  expect(refused.code).toBe("queue_unavailable");
  expect(refused.message).toEndWith("queue.db cannot grow: no space is left");
  expect(refused.hint).toContain("free space");
  expect(refused.cause).toBeDefined();
  expect((await queue.list({ limit: 99, offset: 0 })).jobs.map(({ id }) => id)).toEqual(stored.toReversed());

  // Enough for a claim, and not for a large result.
  db.script("PRAGMA max_page_count = 64");
  const claim = await claimed(queue);
  expect((await refusalOf(complete(queue, claim, { large: "x".repeat(99_000) }))).code).toBe("queue_unavailable");
  expect((await queue.get(claim.job.id))?.status).toBe("processing");

  db.script("PRAGMA max_page_count = 1000000");
  expect(await complete(queue, claim, { large: "x".repeat(99_000) })).toBe(true);
  await queue.enqueue(request());
  expect(await drain(queue)).toHaveLength(stored.length);
});

test("pruning makes the file smaller", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await using opened = queueOnDriver(path);
  const { queue, db } = opened;
  await Promise.all(Array.from({ length: 1200 }, () => queue.enqueue(request({ context: "x".repeat(2000) }))));
  // At once, since every commit waits for the disk.
  db.transaction(() => db.script("UPDATE jobs SET status = 'cancelled', completed_at = created_at"));
  db.script("PRAGMA wal_checkpoint(TRUNCATE)");
  expect(statSync(path).size).toBeGreaterThan(2_400_000);
  expect(await queue.prune(Date.UTC(2030, 0))).toBe(1200);
  expect(statSync(path).size).toBeLessThan(100_000);
  expect(statSync(`${path}-wal`).size).toBe(0);
}, 30_000);

test("pruning that is told to stop in the middle ends at the next step", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  const { queue, db } = opened;
  await Promise.all(Array.from({ length: 1200 }, () => queue.enqueue(request())));
  db.transaction(() => db.script("UPDATE jobs SET status = 'cancelled', completed_at = created_at"));
  const stopping = new AbortController();
  const pruning = queue.prune(Date.UTC(2030, 0), stopping.signal);
  stopping.abort();
  expect(await pruning).toBe(500);
  expect(await queue.prune(Date.UTC(2030, 0))).toBe(700);
}, 30_000);

test("a list reads nothing of the results, however large", async () => {
  using folder = tempFolder();
  const asked: string[] = [];
  const listening = (db: SqliteDriver): SqliteDriver => ({
    ...db,
    all: (sql, ...values) => {
      asked.push(sql);
      return db.all(sql, ...values);
    },
  });
  await using opened = queueOnDriver(folder.file("queue.db"), listening);
  await opened.queue.enqueue(request());
  await opened.queue.list({ limit: 9, offset: 0 });
  expect(asked).toHaveLength(1);
  expect(asked[0]).not.toMatch(/\bresult\b|\berror\b|\*/);
});

test("a drain of the queue leaves the event loop to others", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  await Promise.all(Array.from({ length: 50 }, () => opened.queue.enqueue(request())));
  const drained = drain(opened.queue);
  await opened.queue.enqueue(request());
  expect((await opened.queue.stats()).counts.pending).toBeGreaterThan(40);
  await drained;
});

test("the file itself refuses states that make no sense", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  await opened.queue.enqueue(request());
  for (const nonsense of [
    "UPDATE jobs SET status = 'completed'",
    "UPDATE jobs SET completed_at = created_at",
    "UPDATE jobs SET status = 'processing'",
    "UPDATE jobs SET status = 'sleeping'",
    "INSERT INTO jobs (id, status, created_at) SELECT id, 'pending', created_at FROM jobs",
  ]) {
    expect(() => opened.db.transaction(() => opened.db.run(nonsense))).toThrow(/constraint/i);
  }
});

test("times are ISO 8601 text, and a job that is put back keeps its number", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  for (let i = 0; i < 2; i++) await opened.queue.enqueue(request());
  await opened.queue.release(await claimed(opened.queue));
  await claimed(opened.queue);
  expect(opened.db.all("SELECT number, status, created_at, started_at, attempts FROM jobs ORDER BY number")).toEqual([
    { number: 1, status: "processing", created_at: start, started_at: start, attempts: 1 },
    { number: 2, status: "pending", created_at: start, started_at: null, attempts: 0 },
  ]);
});

const start = "2026-01-01T00:00:00.000Z";

test("a row that somebody else wrote is named, not passed on", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  const { id } = await opened.queue.enqueue(request());
  opened.db.run("UPDATE jobs SET created_at = 'yesterday'");
  const refused = await refusalOf(opened.queue.get(id));
  expect(refused.code).toBe("queue_unavailable");
  expect(refused.message).toContain("created_at");
});

test("a closed queue refuses, after what was enqueued before was stored", async () => {
  using folder = tempFolder();
  const { queue } = queueOnDriver(folder.file("queue.db"));
  const last = queue.enqueue(request());
  await queue.close();
  const { id } = await last;
  for (const use of [
    () => queue.enqueue(request()),
    () => claimOne(queue),
    () => queue.stats(),
    () => queue.rescue(),
  ]) {
    expect((await refusalOf(use())).code).toBe("queue_unavailable");
  }
  await queue.close();
  await using again = queueOnDriver(folder.file("queue.db"));
  expect((await again.queue.get(id))?.status).toBe("pending");
});
