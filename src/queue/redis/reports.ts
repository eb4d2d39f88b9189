import * as v from "valibot";
import { jobStatuses } from "../job.ts";
import type { JobFilter, JobPage, QueueStats } from "../queue.ts";
import type { RedisConnection } from "./connection.ts";
import { read, readSummary, summaryFields } from "./rows.ts";
import { scripts } from "./scripts.ts";

export async function listJobs(
  { run }: RedisConnection,
  { status, context, limit, offset, cursor = "" }: JobFilter,
): Promise<JobPage> {
  const by = [status ?? "", context === undefined ? "0" : "1", context ?? ""];
  const answer = await run(scripts.list, ...by, offset, limit + 1, cursor, ...summaryFields);
  const [total, rows] = read(page, answer);
  const shown = rows.slice(0, limit).map(readSummary);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? String(last.place) : null;
  return { total, jobs: shown.map(({ job }) => job), next };
}

export async function readStats({ run }: RedisConnection, now: number): Promise<QueueStats> {
  const answer = await run(scripts.stats, now - HOUR_MS, TIMED, ...jobStatuses);
  const [[pending, processing, completed, failed, cancelled], jobsPerHour, last, oldest, times] = read(numbers, answer);
  const sum = times.reduce((total, [started, ended]) => total + ended - started, 0);
  return {
    counts: { pending, processing, completed, failed, cancelled },
    averageExecutionSeconds: times.length === 0 ? null : sum / times.length / 1000,
    jobsPerHour,
    lastCompletedAt: last === "" ? null : Number(last),
    oldestPendingAt: oldest === "" ? null : Date.parse(oldest),
  };
}

const HOUR_MS = 3_600_000;

/** The mean is of as many jobs. */
const TIMED = 100;

const page = v.tuple([v.number(), v.array(v.array(v.nullable(v.string())))]);

const numbers = v.tuple([
  // As many as there are statuses, in their order.
  v.tuple([v.number(), v.number(), v.number(), v.number(), v.number()]),
  v.number(),
  v.string(),
  v.union([v.literal(""), v.pipe(v.string(), v.isoTimestamp())]),
  v.array(
    v.tuple([
      v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse)),
      v.pipe(v.string(), v.transform(Number), v.number()),
    ]),
  ),
]);
