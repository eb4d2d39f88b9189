import * as v from "valibot";
import { AppError } from "../../errors.ts";
import { type Job, type JobSummary, jobStatuses } from "../job.ts";

export const summaryColumns =
  "id, context, hash, dry_run, trace, status, created_at, started_at, completed_at" as const;

export const jobColumns = `${summaryColumns}, result, error` as const;

/** A row of the jobs table, selected with `jobColumns`. */
export const readJob = (row: unknown): Job => read(jobRow, row);

/** A row of the jobs table, selected with `summaryColumns`. */
export const readSummary = (row: unknown): JobSummary => read(summaryRow, row);

function read<Row, Output extends JobSummary>(schema: v.GenericSchema<Row, Output>, row: unknown): Output {
  const result = v.safeParse(schema, row);
  if (result.success) return result.output;
  const [{ message, path }] = result.issues;
  const where = path?.map(({ key }) => String(key)).join(".") ?? "row";
  throw new AppError("queue_unavailable", `The job queue holds a job that cannot be read: ${where}: ${message}`, {
    hint: "its file was changed by another program: restore a backup, or delete that row",
  });
}

const time = v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse));

const summary = {
  id: v.string(),
  context: v.nullable(v.string()),
  hash: v.nullable(v.string()),
  dry_run: v.number(),
  trace: v.number(),
  status: v.picklist(jobStatuses),
  created_at: time,
  started_at: v.nullable(time),
  completed_at: v.nullable(time),
};

const whole = {
  ...summary,
  result: v.nullable(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()))),
  error: v.nullable(v.string()),
};

const summaryRow = v.pipe(v.object(summary), v.transform(renamed));
const jobRow = v.pipe(v.object(whole), v.transform(renamed));

interface Columns {
  readonly dry_run: number;
  readonly trace: number;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly completed_at: number | null;
}

function renamed<C extends Columns>({ dry_run, trace, created_at, started_at, completed_at, ...same }: C) {
  return {
    ...same,
    dryRun: dry_run !== 0,
    trace: trace !== 0,
    createdAt: created_at,
    startedAt: started_at,
    completedAt: completed_at,
  };
}
