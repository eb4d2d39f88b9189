import { isoTime } from "../../lib/clock.ts";
import type { Job } from "../job.ts";
import type { SqliteDriver } from "./driver.ts";

/** New jobs, in their order, at the end of the queue: many with one statement, which costs less than one for each. */
export function insertJobs(db: SqliteDriver, jobs: readonly Job[]): void {
  for (let from = 0; from < jobs.length; from += MOST_AT_ONCE) {
    const some = jobs.slice(from, from + MOST_AT_ONCE);
    db.run(statementFor(some.length), ...some.flatMap(valuesOf));
  }
}

/** So that there are only so many statements, each of which stays prepared. */
const MOST_AT_ONCE = 32;

const valuesOf = ({ id, context, hash, dryRun, trace, createdAt }: Job) => [
  id,
  context,
  hash,
  Number(dryRun),
  Number(trace),
  isoTime(createdAt),
];

const statementFor = (jobs: number): string =>
  `INSERT INTO jobs (id, context, hash, dry_run, trace, created_at, status) VALUES ${Array.from({ length: jobs }, () => "(?, ?, ?, ?, ?, ?, 'pending')").join(", ")}`;
