import { isoTime } from "../../lib/clock.ts";
import type { Job } from "../job.ts";
import type { SqliteDriver } from "./driver.ts";

/**
 * New jobs, in their order, at the end of the queue. One statement for all of them costs less than one for each, since there
 * are triggers that count.
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
  db.run(`INSERT INTO jobs (${columns}) SELECT ${values} FROM json_each(?) ORDER BY key`, JSON.stringify(rows));
}
