import { isoTime } from "../lib/clock.ts";
import { formatDuration } from "../lib/units.ts";
import type { Job, JobSummary } from "../queue/job.ts";
import type { QueueStats } from "../queue/queue.ts";
import type { ScheduleState } from "../worker/schedule.ts";
import type { EntryState } from "../worker/schedule-entry.ts";

/** Jobs and numbers as the API shows them. */
export const jobAccepted = (job: Job) => ({
  job_id: job.id,
  status: job.status,
  context: job.context,
  hash: job.hash,
  dry_run: job.dryRun,
  trace: job.trace,
  queued_at: isoTime(job.createdAt),
});

export const jobSummary = (job: JobSummary) => ({
  job_id: job.id,
  status: job.status,
  context: job.context,
  hash: job.hash,
  dry_run: job.dryRun,
  trace: job.trace,
  created_at: isoTime(job.createdAt),
  started_at: isoOrNull(job.startedAt),
  completed_at: isoOrNull(job.completedAt),
});

export const jobDetails = (job: Job) => ({ ...jobSummary(job), result: job.result, error: job.error });

export function statistics(stats: QueueStats, backend: string, uptimeSeconds: number) {
  const { counts, averageExecutionSeconds: average } = stats;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return {
    jobs: { total, ...counts },
    performance: {
      average_execution_time: average === null ? null : brief(average),
      jobs_per_hour: stats.jobsPerHour,
    },
    queue: { backend, depth: counts.pending + counts.processing },
    uptime: formatDuration(uptimeSeconds),
  };
}

/** Many a job takes a few milliseconds. */
const brief = (seconds: number): string =>
  seconds < 1 ? `${Math.round(seconds * 1000)}ms` : `${Math.round(seconds * 10) / 10}s`;

const upcoming = ({ cron, context, dryRun, nextRun }: EntryState) => ({
  cron,
  context,
  dry_run: dryRun,
  next_run: isoOrNull(nextRun),
});

/** What health says of it, to everybody. */
export const scheduleSummary = ({ timeZone, entries }: ScheduleState) => ({
  timezone: timeZone,
  entries: entries.map(upcoming),
});

export const scheduleDetails = ({ timeZone, entries }: ScheduleState) => ({
  timezone: timeZone,
  entries: entries.map((entry) => ({
    ...upcoming(entry),
    last_run: isoOrNull(entry.lastRun),
    last_job_id: entry.lastJob,
    queued: entry.queued,
    skipped: entry.skipped,
    late: entry.late,
  })),
});

export const isoOrNull = (time: number | null): string | null => (time === null ? null : isoTime(time));
