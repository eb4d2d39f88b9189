import { setImmediate } from "node:timers/promises";
import { type Clock, isoTime } from "../../lib/clock.ts";
import { createGroupCommit } from "../group-commit.ts";
import { type Claim, type Job, type JobResults, newJob } from "../job.ts";
import { permanentLease } from "../lease.ts";
import { DELETIONS_KEPT, type Queue } from "../queue.ts";
import { claimOldest } from "./claim.ts";
import { deletionsSince, pruneDeletions, recordDeletions } from "./deletions.ts";
import type { SqliteDriver } from "./driver.ts";
import { insertJobs } from "./insert.ts";
import { release, rescue } from "./put-back.ts";
import { listJobs, readStats } from "./reports.ts";
import { jobColumns, readJob } from "./rows.ts";
import { beginStep, pruneSteps, recordSteps } from "./steps.ts";
import { keepTurns, lastTurn, skipTurn, takeTurn } from "./turns.ts";

export interface SqliteQueueOptions {
  /** Open, locked and of our schema version; the queue closes it. */
  readonly db: SqliteDriver;
  readonly clock: Clock;
  /** Ids in the order of time. */
  readonly createId: () => string;
}

/**
 * Pending jobs are claimed in the order of their numbers, which AUTOINCREMENT gives and never gives twice: what is put back
 * goes before all that came later, and a cursor stays true whatever is pruned.
 */
export function createSqliteQueue({ db, clock, createId }: SqliteQueueOptions): Queue {
  const now = () => isoTime(clock.now());
  const commits = createGroupCommit<Arrival>(async (arrivals) => {
    db.unsynced(() => {
      insertJobs(
        db,
        arrivals.map(({ job }) => job),
      );
    });
    for (const { claimable } of arrivals) claimable?.();
    await db.synced();
  });

  function finish({ jobs, token, sent }: Claim, status: "completed" | "failed", { results, error }: End): boolean {
    const sql = `UPDATE jobs SET status = ?, result = ?, error = ?, completed_at = ?, claim = NULL,
      interrupted = NULL WHERE id = ? AND claim = ?`;
    const at = now();
    return db.transaction(() => {
      const changed = jobs.filter(({ id }) => {
        const result = results?.get(id);
        return (
          db.run(sql, status, result === undefined ? null : JSON.stringify(result), error ?? null, at, id, token) === 1
        );
      });
      // One who comes late must not take from the next what he has sent.
      if (changed.length > 0) db.run("DELETE FROM steps WHERE claim = ?", token);
      if (changed.length > 0 && sent.length > 0) pruneSteps(db);
      return changed.length === jobs.length;
    });
  }

  function find(id: string): Job | undefined {
    const row = db.get(`SELECT ${jobColumns} FROM jobs WHERE id = ?`, id);
    return row === undefined ? undefined : readJob(row);
  }

  function cancel(id: string): boolean {
    const sql = "UPDATE jobs SET status = 'cancelled', completed_at = ? WHERE id = ? AND status = 'pending'";
    return db.run(sql, now(), id) === 1;
  }

  function pruneSome(before: number): number {
    const some = "SELECT number FROM jobs WHERE completed_at < ? LIMIT ?";
    const sql = `DELETE FROM jobs WHERE number IN (${some})`;
    const pruned = db.transaction(() => db.run(sql, isoTime(before), PRUNED_AT_ONCE));
    db.script("PRAGMA incremental_vacuum");
    return pruned;
  }

  /** In steps, and between them others have their turn. */
  async function prune(before: number, signal?: AbortSignal): Promise<number> {
    db.transaction(() => pruneSteps(db));
    pruneDeletions(db, Math.min(before, clock.now() - DELETIONS_KEPT));
    let pruned = 0;
    let more = true;
    while (more) {
      if (signal?.aborted === true) return pruned;
      const some = pruneSome(before);
      pruned += some;
      more = some === PRUNED_AT_ONCE;
      await setImmediate();
    }
    if (pruned > 0) db.script("PRAGMA wal_checkpoint(TRUNCATE)");
    return pruned;
  }

  return {
    backend: "sqlite",
    lease: permanentLease,
    enqueue: async (request, claimable) => {
      const job = newJob(createId(), clock.now(), request);
      await commits.add({ job, claimable });
      return job;
    },
    lastTurn: async (series) => lastTurn(db, series),
    enqueueTurn: async (request, turn) => {
      const job = newJob(createId(), clock.now(), request);
      const isTaken = db.transaction(() => {
        if (!takeTurn(db, turn, job.id)) return false;
        insertJobs(db, [job]);
        return true;
      });
      return isTaken ? job : undefined;
    },
    skipTurn: async (turn) => db.transaction(() => skipTurn(db, turn)),
    keepTurns: async (series) => db.transaction(() => keepTurns(db, series)),
    claim: async (most) => {
      // Otherwise a worker that drains the queue would keep the server in this process from everything else.
      await setImmediate();
      const claim = db.unsynced(() => claimOldest(db, { most, token: createId(), at: now() }));
      // On its way to the disk, and not waited for: nothing is done for it before its plan is there, and that comes after it.
      // What fails on the way, the next commit sees to.
      if (claim !== undefined) void db.synced().catch(() => {});
      return claim;
    },
    complete: async (claim, results) => finish(claim, "completed", { results }),
    fail: async (claim, error, results) => finish(claim, "failed", { error, results }),
    release: async (claim) => db.transaction(() => release(db, claim)) === claim.jobs.length,
    rescue: async () => db.transaction(() => rescue(db, now())),
    recordSteps: async ({ token }, requests, first) => db.transaction(() => recordSteps(db, token, requests, first)),
    beginStep: async ({ token }, step) => db.transaction(() => beginStep(db, token, step, clock.now())),
    cancel: async (id) => {
      const cancelled = db.transaction(() => cancel(id));
      const job = find(id);
      return job === undefined ? undefined : { cancelled, job };
    },
    get: async (id) => find(id),
    list: async (filter) => listJobs(db, filter),
    stats: async () => readStats(db, clock.now()),
    prune,
    recordDeletions: async (torrents) => recordDeletions(db, clock.now(), torrents),
    deletionsSince: async (at) => deletionsSince(db, at),
    close: async () => {
      await commits.settled();
      db.close();
    },
  };
}

interface Arrival {
  readonly job: Job;
  readonly claimable: (() => void) | undefined;
}

interface End {
  readonly results: JobResults | undefined;
  readonly error?: string;
}

/** Some 10 ms of work. */
const PRUNED_AT_ONCE = 500;
