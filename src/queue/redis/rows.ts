import * as v from "valibot";
import { AppError } from "../../errors.ts";
import { type Job, type JobSummary, jobStatuses } from "../job.ts";

/** Of the hash of a job: those of a summary, in the order `readSummary` takes them. */
export const summaryFields = [
  "id",
  "context",
  "hash",
  "dry_run",
  "trace",
  "status",
  "created_at",
  "started_at",
  "completed_at",
  "place",
] as const;

/** A hash as HGETALL gives it: fields and values in turn. Undefined: there is no such hash. */
export function readJob(flat: readonly string[]): Job | undefined {
  if (flat.length === 0) return undefined;
  const fields: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) fields[flat[i] ?? ""] = flat[i + 1] ?? "";
  return read(wholeJob, fields);
}

/** Where the job stands among all there are. */
export interface Placed {
  readonly place: number;
}

/** The values of `summaryFields`. */
export function readSummary(values: readonly (string | null)[]): { readonly job: JobSummary } & Placed {
  const named = Object.fromEntries(summaryFields.map((field, index) => [field, values[index] ?? undefined]));
  return { job: read(summaryJob, named), place: read(placed, named).place };
}

/** What Redis returned, checked: anything else was written by another program. */
export function read<const S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [{ message, path }] = result.issues;
  const where = path?.map(({ key }) => String(key)).join(".") ?? "answer";
  throw new AppError("queue_unavailable", `The job queue in Redis holds what cannot be read: ${where}: ${message}`, {
    hint: "its keys were changed by another program: restore a backup, or choose another queue.redis_prefix",
  });
}

export const texts = v.array(v.string());

const number = v.pipe(v.string(), v.transform(Number), v.number());
const time = v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse));
const flag = v.pipe(
  v.picklist(["0", "1"]),
  v.transform((text) => text === "1"),
);

const text = v.optional(v.nullable(v.string()), null);
const maybeTime = v.optional(v.nullable(time), null);

const summary = {
  id: v.string(),
  context: text,
  hash: text,
  dry_run: flag,
  trace: flag,
  status: v.picklist(jobStatuses),
  created_at: time,
  started_at: maybeTime,
  completed_at: maybeTime,
};

const whole = {
  ...summary,
  result: v.optional(v.nullable(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown()))), null),
  error: text,
};

const placed = v.object({ place: number });
const summaryJob = v.pipe(v.object(summary), v.transform(renamed));
const wholeJob = v.pipe(v.object(whole), v.transform(renamed));

interface Fields {
  readonly dry_run: boolean;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly completed_at: number | null;
}

function renamed<F extends Fields>({ dry_run, created_at, started_at, completed_at, ...same }: F) {
  return { ...same, dryRun: dry_run, createdAt: created_at, startedAt: started_at, completedAt: completed_at };
}
