import * as v from "valibot";
import { isoTime } from "../../lib/clock.ts";
import { type JobStatus, jobStatuses } from "../job.ts";
import type { JobFilter, JobPage, QueueStats } from "../queue.ts";
import type { SqliteDriver } from "./driver.ts";
import { readSummary, summaryColumns } from "./rows.ts";

export function listJobs(db: SqliteDriver, { status, context, limit, offset, cursor }: JobFilter): JobPage {
  const filters = Object.entries({ status, context }).flatMap(([column, value]) =>
    value === undefined ? [] : [{ column, sql: `${column} = ?`, value }],
  );
  const total = countJobs(
    db,
    allOf(filters.map(({ sql }) => sql)),
    filters.map(({ column, value }) => (column === "context" ? `=${value}` : value)),
  );
  // By number, which grows with every insert: creation times repeat, and go back when somebody sets the clock.
  const behind = cursor === undefined ? [] : [{ sql: "number < ?", value: Number(cursor) }];
  const wanted = [...filters, ...behind];
  const parts = waysTo(status, context).map(({ from, also }) => {
    const where = allOf([...wanted.map(({ sql }) => sql), ...also]);
    return `SELECT number, ${summaryColumns} FROM ${from} ${where}`;
  });
  const page = `${parts.join(" UNION ALL ")} ORDER BY number DESC LIMIT ? OFFSET ?`;
  const rows = db.all(page, ...parts.flatMap(() => wanted.map(({ value }) => value)), limit + 1, offset);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? String(v.parse(placeRow, last).number) : null;
  return { total, jobs: shown.map(readSummary), next };
}

const allOf = (conditions: readonly string[]): string =>
  conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;

interface Way {
  readonly from: string;
  readonly also: readonly string[];
}

/** By context, jobs that have ended have indexes of their own; of the others there are few, unless something holds them up. */
function waysTo(status: JobStatus | undefined, context: string | undefined): readonly Way[] {
  if (context === undefined) return [{ from: "jobs", also: [] }];
  if (status === undefined) return [ACTIVE, ENDED];
  return status === "pending" || status === "processing" ? [ACTIVE] : [ENDED];
}

const ACTIVE: Way = { from: "jobs INDEXED BY idx_status", also: ["status IN ('pending', 'processing')"] };
const ENDED: Way = { from: "jobs", also: ["completed_at IS NOT NULL"] };

/** By `counts`, which triggers keep. */
function countJobs(db: SqliteDriver, where: string, values: readonly string[]): number {
  return v.parse(totalRow, db.get(`SELECT coalesce(sum(jobs), 0) AS total FROM counts ${where}`, ...values)).total;
}

export function readStats(db: SqliteDriver, now: number): QueueStats {
  const counted = v.parse(countRows, db.all("SELECT status, sum(jobs) AS count FROM counts GROUP BY status"));
  const known = new Map(counted.map(({ status, count }) => [status, count]));
  const count = (status: (typeof jobStatuses)[number]) => known.get(status) ?? 0;
  const { average, recent, last } = v.parse(performanceRow, db.get(performance, isoTime(now - HOUR_MS)));
  return {
    counts: {
      pending: count("pending"),
      processing: count("processing"),
      completed: count("completed"),
      failed: count("failed"),
      cancelled: count("cancelled"),
    },
    averageExecutionSeconds: average === null ? null : average / 1000,
    jobsPerHour: recent,
    lastCompletedAt: last === null ? null : Date.parse(last),
    oldestPendingAt: oldestPending(db),
  };
}

/** By place in the queue: a job that was put back has its old one. */
function oldestPending(db: SqliteDriver): number | null {
  const row = db.get("SELECT created_at FROM jobs WHERE status = 'pending' ORDER BY number LIMIT 1");
  return row === undefined ? null : Date.parse(v.parse(creationRow, row).created_at);
}

const HOUR_MS = 3_600_000;

const placeRow = v.object({ number: v.number() });
const creationRow = v.object({ created_at: v.string() });
const totalRow = v.object({ total: v.number() });
const countRows = v.array(v.object({ status: v.picklist(jobStatuses), count: v.number() }));
const performanceRow = v.object({
  average: v.nullable(v.number()),
  recent: v.number(),
  last: v.nullable(v.string()),
});

/**
 * A job that was cancelled has ended, but it never ran: it counts for none of these. The index is named, since left alone
 * SQLite goes by status and reads every job there is.
 */
const performance = `
  WITH ended AS (SELECT status, started_at, completed_at FROM jobs INDEXED BY idx_completed_at WHERE completed_at IS NOT NULL)
  SELECT
    (SELECT avg(ms) FROM (
      SELECT round((unixepoch(completed_at, 'subsec') - unixepoch(started_at, 'subsec')) * 1000) AS ms
      FROM ended WHERE status IN ('completed', 'failed') ORDER BY completed_at DESC LIMIT 100
    )) AS average,
    (SELECT count(*) FROM ended WHERE completed_at > ? AND status IN ('completed', 'failed')) AS recent,
    (SELECT completed_at FROM ended WHERE status = 'completed' ORDER BY completed_at DESC LIMIT 1) AS last`;
