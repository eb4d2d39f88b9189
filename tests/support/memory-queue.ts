import type { Clock } from "../../src/lib/clock.ts";
import { type Claim, type Job, type JobStatus, type JobSummary, jobStatuses } from "../../src/queue/job.ts";
import { DELETIONS_KEPT, type Queue } from "../../src/queue/queue.ts";

interface Entry {
  job: Job;
  token: string | null;
}

/** The queue at its simplest, an array in the order of arrival: the model that real ones are compared with. */
export function createMemoryQueue({ clock, createId }: { clock: Clock; createId: () => string }): Queue {
  let entries: Entry[] = [];
  let deletions: { readonly at: number; readonly torrents: number }[] = [];

  const find = (id: string) => entries.find(({ job }) => job.id === id);
  const withStatus = (...statuses: JobStatus[]) => entries.filter(({ job }) => statuses.includes(job.status));
  const held = ({ job: { id }, token }: Claim) => entries.find((entry) => entry.job.id === id && entry.token === token);

  function change(entry: Entry | undefined, changes: Partial<Job>, token: string | null = null): boolean {
    if (entry === undefined) return false;
    entry.job = { ...entry.job, ...changes };
    entry.token = token;
    return true;
  }

  return {
    backend: "memory",
    enqueue: async ({ context, hash, dryRun, trace }) => {
      const never = { startedAt: null, completedAt: null, result: null, error: null };
      const asked = { context, hash, dryRun, trace };
      const job: Job = { id: createId(), ...asked, status: "pending", createdAt: clock.now(), ...never };
      entries.push({ job, token: null });
      return job;
    },
    claim: async () => {
      const entry = withStatus("pending")[0];
      if (entry === undefined) return undefined;
      const token = createId();
      change(entry, { status: "processing", startedAt: clock.now() }, token);
      return { job: entry.job, token };
    },
    complete: async (claim, result) =>
      change(held(claim), { status: "completed", completedAt: clock.now(), result: structuredClone(result) }),
    fail: async (claim, error, result) =>
      change(held(claim), {
        status: "failed",
        completedAt: clock.now(),
        error,
        result: structuredClone(result ?? null),
      }),
    release: async (claim) => change(held(claim), { status: "pending", startedAt: null }),
    rescue: async () =>
      withStatus("processing").filter((entry) => change(entry, { status: "pending", startedAt: null })).length,
    cancel: async (id) => {
      const entry = find(id);
      if (entry === undefined) return undefined;
      const cancelled = entry.job.status === "pending";
      if (cancelled) change(entry, { status: "cancelled", completedAt: clock.now() });
      return { cancelled, job: entry.job };
    },
    get: async (id) => find(id)?.job,
    list: async ({ status, context, limit, offset }) => {
      const jobs = entries
        .map(({ job }) => job)
        .filter((job) => (status ?? job.status) === job.status && (context ?? job.context) === job.context)
        .toReversed();
      return { total: jobs.length, jobs: jobs.slice(offset, offset + limit).map(summary) };
    },
    stats: async () => {
      const numbers = jobStatuses.map((status) => withStatus(status).length);
      const [pending = 0, processing = 0, completed = 0, failed = 0, cancelled = 0] = numbers;
      const ran = withStatus("completed", "failed")
        .map(({ job }) => job)
        .toSorted(byEnd)
        .toReversed();
      const timed = ran.slice(0, 100).map((job) => ended(job) - (job.startedAt ?? 0));
      const sum = timed.reduce((total, ms) => total + ms, 0);
      return {
        counts: { pending, processing, completed, failed, cancelled },
        averageExecutionSeconds: timed.length === 0 ? null : sum / timed.length / 1000,
        jobsPerHour: ran.filter((job) => ended(job) > clock.now() - 3_600_000).length,
        lastCompletedAt: ran.find(({ status }) => status === "completed")?.completedAt ?? null,
      };
    },
    prune: async (before) => {
      const kept = entries.filter(({ job }) => job.completedAt === null || job.completedAt >= before);
      const pruned = entries.length - kept.length;
      entries = kept;
      const forgotten = Math.min(before, clock.now() - DELETIONS_KEPT);
      deletions = deletions.filter(({ at }) => at >= forgotten);
      return pruned;
    },
    recordDeletions: async (torrents) => void deletions.push({ at: clock.now(), torrents }),
    deletionsSince: async (since) =>
      deletions.filter(({ at }) => at >= since).reduce((sum, { torrents }) => sum + torrents, 0),
    close: async () => {},
  };
}

function summary({ id, status, context, hash, dryRun, trace, createdAt, startedAt, completedAt }: Job): JobSummary {
  return { id, status, context, hash, dryRun, trace, createdAt, startedAt, completedAt };
}

const ended = ({ completedAt }: Job): number => completedAt ?? 0;

const byEnd = (a: Job, b: Job): number => ended(a) - ended(b);
