import { expect, test } from "bun:test";
import { copyFileSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import type { Job } from "../../../src/queue/job.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import { createLogSync } from "../../../src/queue/sqlite/log-sync.ts";
import { openQueueFile } from "../../../src/queue/sqlite/open.ts";
import type { SqliteDriver } from "../../../src/queue/sqlite/driver.ts";
import { tempFolder } from "../../support/temp.ts";
import { claimed, complete, request } from "../jobs.ts";
import { queueOnDriver, refusalOf } from "./support.ts";

const open = (path: string): SqliteDriver => openQueueFile(path, () => {}, systemClock);
const record = (db: SqliteDriver, at: number) =>
  db.unsynced(() => void db.run("INSERT INTO deletions (at, torrents) VALUES (?, 1)", at));
const recorded = (db: SqliteDriver) => db.all("SELECT at FROM deletions ORDER BY at");

test("after what need not wait for the disk, a commit waits again", () => {
  using folder = tempFolder();
  const db = open(folder.file("queue.db"));
  record(db, 1);
  expect(() =>
    db.unsynced(() => {
      throw new Error("of the work");
    }),
  ).toThrow("of the work");
  expect(db.get("PRAGMA synchronous")).toEqual({ synchronous: 2 });
  expect(recorded(db)).toEqual([{ at: 1 }]);
  db.close();
});

test("a sync that fails is told as a fault of the disk, and no later one hides it: what it was about goes to the database first", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  const db = open(path);
  record(db, 1);
  renameSync(`${path}-wal`, `${path}-away`);
  const refused = await refusalOf(db.synced());
  expect(refused.message).toEndWith("queue.db cannot be read or written");
  expect(refused.hint).toContain("check its disk");
  expect(db.isSound()).toBe(false);
  renameSync(`${path}-away`, `${path}-wal`);
  record(db, 2);
  await db.synced();
  // Without its log: only the first has gone there.
  copyFileSync(path, folder.file("copy.db"));
  const copy = open(folder.file("copy.db"));
  expect(recorded(copy)).toEqual([{ at: 1 }]);
  copy.close();
  expect(recorded(db)).toEqual([{ at: 1 }, { at: 2 }]);
  db.close();
});

test("who asks while a sync is under way that fails, fails with it; who asks later does not", async () => {
  using folder = tempFolder();
  const path = folder.file("log");
  await Bun.write(path, "log");
  const paths = [folder.file("not there"), path];
  const log = createLogSync(() => paths.shift() ?? path);
  const outcomes = await Promise.allSettled([log.synced(), log.synced(), log.synced()]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await log.synced()).toBeUndefined();
  log.close();
});

test("who asks while a sync is under way shares the next one", async () => {
  using folder = tempFolder();
  const path = folder.file("log");
  await Bun.write(path, "log");
  const log = createLogSync(() => path);
  const order: string[] = [];
  const ask = async (name: string) => {
    await log.synced();
    order.push(name);
  };
  const first = ask("first");
  const others = [ask("second"), ask("third")];
  await first;
  expect(order).toEqual(["first"]);
  await Promise.all(others);
  expect(order).toEqual(["first", "second", "third"]);
  log.close();
});

test("a queue file may be a link to another place, where SQLite has its log", async () => {
  using folder = tempFolder();
  mkdirSync(folder.file("elsewhere"));
  symlinkSync(folder.file("elsewhere/real.db"), folder.file("queue.db"));
  await using opened = queueOnDriver(folder.file("queue.db"));
  const { id } = await opened.queue.enqueue(request());
  expect((await claimed(opened.queue)).job.id).toBe(id);
});

test("a job may be claimed before it is on disk", async () => {
  using folder = tempFolder();
  const order: string[] = [];
  const held = Promise.withResolvers<undefined>();
  const slow = (db: SqliteDriver): SqliteDriver => ({ ...db, synced: () => held.promise });
  await using opened = queueOnDriver(folder.file("queue.db"), slow);
  const claimable = Promise.withResolvers<Job | undefined>();
  const accepted: Promise<Job> = opened.queue.enqueue(request(), () => claimable.resolve(undefined));
  void accepted.then(() => order.push("accepted"));
  await claimable.promise;
  const claim = await claimed(opened.queue);
  order.push("claimed");
  held.resolve(undefined);
  expect((await accepted).id).toBe(claim.job.id);
  expect(order).toEqual(["claimed", "accepted"]);
});

test("what comes in is waited for in another thread, and a claim is on its way: all else is on disk when its commit returns", async () => {
  using folder = tempFolder();
  const commits: string[] = [];
  const counting = (db: SqliteDriver): SqliteDriver => ({
    ...db,
    transaction: (work) => {
      commits.push("waits");
      return db.transaction(work);
    },
    unsynced: (work) => {
      commits.push("goes on");
      return db.unsynced(work);
    },
    synced: () => {
      commits.push("to the disk");
      return db.synced();
    },
  });
  await using opened = queueOnDriver(folder.file("queue.db"), counting);
  const { queue } = opened;
  const howOf = async <T>(act: () => Promise<T>): Promise<readonly [T, readonly string[]]> => {
    commits.length = 0;
    return [await act(), [...commits]];
  };
  const once = ["waits"];
  expect((await howOf(() => queue.enqueue(request())))[1]).toEqual(["goes on", "to the disk"]);
  const [claim, ofClaim] = await howOf(() => claimed(queue));
  expect(ofClaim).toEqual(["goes on", "to the disk"]);
  expect(await howOf(() => queue.recordSteps(claim, [{ type: "recheck" }], 0))).toEqual([true, once]);
  expect(await howOf(() => queue.beginStep(claim, 0))).toEqual([true, once]);
  expect(await howOf(() => queue.release(claim))).toEqual([true, once]);
  const again = await claimed(queue);
  expect(await howOf(() => complete(queue, again))).toEqual([true, once]);
  const { id } = await queue.enqueue(request());
  expect((await howOf(() => queue.cancel(id)))[1]).toEqual(once);
  const last = await queue.enqueue(request()).then(() => claimed(queue));
  expect(await howOf(() => queue.fail(last, "no"))).toEqual([true, once]);
  expect((await howOf(() => queue.rescue()))[1]).toEqual(once);
  expect((await howOf(() => queue.recordDeletions(1)))[1].filter((how) => how !== "waits")).toEqual([]);
});

test("closing waits for what is on its way to the disk", async () => {
  using folder = tempFolder();
  const held = Promise.withResolvers<undefined>();
  const slow = (db: SqliteDriver): SqliteDriver => ({ ...db, synced: () => held.promise });
  const opened = queueOnDriver(folder.file("queue.db"), slow);
  const stored = Promise.withResolvers<undefined>();
  const accepted = opened.queue.enqueue(request(), () => stored.resolve(undefined));
  await stored.promise;
  const closed = opened.queue.close();
  expect(await Promise.race([closed.then(() => "closed"), Bun.sleep(20).then(() => "waits")])).toBe("waits");
  held.resolve(undefined);
  await Promise.all([accepted, closed]);
});
