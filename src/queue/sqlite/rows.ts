import * as v from "valibot";
import { AppError } from "../../errors.ts";
import { type Job, jobStatuses } from "../job.ts";

export const jobColumns =
  "id, context, hash, dry_run, status, created_at, started_at, completed_at, result, error" as const;

/** A row of the jobs table, selected with `jobColumns`. */
export function readJob(row: unknown): Job {
  const read = v.safeParse(jobRow, row);
  if (read.success) return read.output;
  const [{ message, path }] = read.issues;
  const where = path?.map(({ key }) => String(key)).join(".") ?? "row";
  throw new AppError("queue_unavailable", `The job queue holds a job that cannot be read: ${where}: ${message}`, {
    hint: "its file was changed by another program: restore a backup, or delete that row",
  });
}

const time = v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse));

const jobRow = v.pipe(
  v.object({
    id: v.string(),
    context: v.nullable(v.string()),
    hash: v.nullable(v.string()),
    dry_run: v.number(),
    status: v.picklist(jobStatuses),
    created_at: time,
    started_at: v.nullable(time),
    completed_at: v.nullable(time),
    result: v.nullable(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()))),
    error: v.nullable(v.string()),
  }),
  v.transform(({ dry_run, created_at, started_at, completed_at, ...same }): Job => ({
    ...same,
    dryRun: dry_run !== 0,
    createdAt: created_at,
    startedAt: started_at,
    completedAt: completed_at,
  })),
);
