import * as v from "valibot";
import { isoTime } from "../../lib/clock.ts";
import type { Job } from "../job.ts";
import type { SqliteDriver } from "./driver.ts";

/**
 * New jobs, in their order, at the end of the queue, each with one number in both tables that no job had before it: rowids
 * alone would come again once the newest jobs are pruned, and a list would show new jobs behind an old cursor. One statement
 * for all of them costs less than one for each, since there are triggers that count.
 */
export function insertJobs(db: SqliteDriver, jobs: readonly Job[]): void {
  const rows = jobs.map(({ id, context, hash, dryRun, trace, status, createdAt }) => [
    id,
    context,
    hash,
    Number(dryRun),
    Number(trace),
    status,
    isoTime(createdAt),
  ]);
  const columns = "id, context, hash, dry_run, trace, status, created_at";
  const values = rows[0]?.map((_, index) => `value ->> ${index}`).join(", ");
  const first = lastNumber(db) + 1;
  const sql = `INSERT INTO jobs (rowid, ${columns}) SELECT ? + key, ${values} FROM json_each(?) ORDER BY key`;
  db.run(sql, first, JSON.stringify(rows));
  const ids = JSON.stringify(jobs.map(({ id }) => id));
  db.run("INSERT INTO queue (id, job_id) SELECT ? + key, value FROM json_each(?) ORDER BY key", first, ids);
}

/** The table `queue` remembers the greatest it ever had; servers before this one numbered the jobs apart from it. */
function lastNumber(db: SqliteDriver): number {
  const ever = "(SELECT seq FROM sqlite_sequence WHERE name = 'queue')";
  const row = db.get(`SELECT max(ifnull(${ever}, 0), ifnull((SELECT max(rowid) FROM jobs), 0)) AS last`);
  return v.parse(numberRow, row).last;
}

const numberRow = v.object({ last: v.number() });
