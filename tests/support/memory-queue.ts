import type { Clock } from "../../src/lib/clock.ts";
import {
  type Claim,
  type Job,
  type JobRequest,
  type JobResults,
  type JobStatus,
  type JobSummary,
  type SentStep,
  type StepRequest,
  jobStatuses,
  mayShare,
} from "../../src/queue/job.ts";
import { permanentLease } from "../../src/queue/lease.ts";
import { DELETIONS_KEPT, MOST_DEATHS, type Queue, type Turn, diedEachTime } from "../../src/queue/queue.ts";

interface Entry {
  job: Job;
  token: string | null;
  /** Counts from 1, in the order of arrival. */
  readonly place: number;
  /** Claims that were not released. */
  attempts: number;
  /** Tokens of claims that were cut off. */
  interrupted: readonly string[];
}

interface Step {
  readonly request: StepRequest;
  begunAt: number | null;
  isDone: boolean;
}

/** The queue at its simplest, an array in the order of arrival: the model that real ones are compared with. */
export function createMemoryQueue({ clock, createId }: { clock: Clock; createId: () => string }): Queue {
  let entries: Entry[] = [];
  let arrived = 0;
  let deletions: { readonly at: number; readonly torrents: number }[] = [];
  const turns = new Map<string, Turn>();

  /** By the token of the claim. */
  const steps = new Map<string, Step[]>();

  const find = (id: string) => entries.find(({ job }) => job.id === id);
  const withStatus = (...statuses: JobStatus[]) => entries.filter(({ job }) => statuses.includes(job.status));
  const held = ({ jobs, token }: Claim) =>
    entries.filter((entry) => entry.token === token && jobs.some(({ id }) => id === entry.job.id));
  const came = (results: JobResults | undefined, id: string) => ({
    completedAt: clock.now(),
    result: structuredClone(results?.get(id) ?? null),
  });
  const changeAll = (some: readonly Entry[], changes: (id: string) => Partial<Job>): number => {
    for (const entry of some) change(entry, changes(entry.job.id));
    return some.length;
  };
  const end = (claim: Claim, changes: (id: string) => Partial<Job>) => {
    const ending = held(claim);
    for (const entry of ending) entry.interrupted = [];
    return changeAll(ending, changes) === claim.jobs.length;
  };
  const putBack = (some: readonly Entry[]) => {
    for (const entry of some) {
      const hasBegun = (steps.get(entry.token ?? "") ?? []).some(({ begunAt }) => begunAt !== null);
      if (hasBegun && entry.token !== null) entry.interrupted = [...entry.interrupted, entry.token];
    }
    return changeAll(some, () => ({ status: "pending", startedAt: null }));
  };
  const sent = (tokens: readonly string[]): SentStep[] =>
    tokens
      .flatMap((token) => steps.get(token) ?? [])
      .flatMap(({ request, begunAt, isDone }) => (begunAt === null ? [] : [{ request, begunAt, isDone }]));

  function change(entry: Entry, changes: Partial<Job>, token: string | null = null): void {
    entry.job = { ...entry.job, ...changes };
    entry.token = token;
  }

  function enqueue({ context, hash, dryRun, trace }: JobRequest): Job {
    const never = { startedAt: null, completedAt: null, result: null, error: null };
    const asked = { context, hash, dryRun, trace };
    const job: Job = { id: createId(), ...asked, status: "pending", createdAt: clock.now(), ...never };
    entries.push({ job, token: null, place: ++arrived, attempts: 0, interrupted: [] });
    return job;
  }

  return {
    backend: "memory",
    lease: permanentLease,
    enqueue: async (request, claimable) => {
      const job = enqueue(request);
      claimable?.();
      return job;
    },
    lastTurn: async (series) => turns.get(series),
    enqueueTurn: async (request, { series, due, after }) => {
      if (turns.get(series)?.due !== after) return undefined;
      const job = enqueue(request);
      turns.set(series, { due, job: job.id });
      return job;
    },
    skipTurn: async ({ series, due, after }) => {
      const last = turns.get(series);
      if (last?.due !== after) return false;
      turns.set(series, { due, job: last.job });
      return true;
    },
    keepTurns: async (series) => {
      for (const other of [...turns.keys()].filter((each) => !series.includes(each))) turns.delete(other);
    },
    claim: async (most) => {
      const [oldest, ...later] = withStatus("pending");
      if (oldest === undefined) return undefined;
      const together = (other: Entry) =>
        mayShare(oldest.job, other.job) && [oldest, other].every(({ attempts }) => attempts < MOST_DEATHS - 1);
      const alien = later.findIndex((other) => !together(other));
      const sharing = (alien === -1 ? later : later.slice(0, alien)).slice(0, most - 1);
      const token = createId();
      for (const entry of [oldest, ...sharing]) {
        entry.attempts += 1;
        change(entry, { status: "processing", startedAt: clock.now() }, token);
      }
      const cutOff = new Set([oldest, ...sharing].flatMap(({ interrupted }) => interrupted));
      return { jobs: [oldest.job, ...sharing.map(({ job }) => job)], token, sent: sent([...cutOff]) };
    },
    complete: async (claim, results) => end(claim, (id) => ({ status: "completed", ...came(results, id) })),
    fail: async (claim, error, results) => end(claim, (id) => ({ status: "failed", error, ...came(results, id) })),
    recordSteps: async (claim, requests, first) => {
      if (held(claim).length === 0) return false;
      const own = [...(steps.get(claim.token) ?? [])];
      for (const [index, request] of requests.entries()) {
        const { begunAt = null, isDone = false } = own[first + index] ?? {};
        own[first + index] = { request: structuredClone(request), begunAt, isDone };
      }
      steps.set(claim.token, own);
      return true;
    },
    beginStep: async (claim, number) => {
      const own = held(claim).length === 0 ? [] : (steps.get(claim.token) ?? []);
      const step = own[number];
      if (step === undefined) return false;
      for (const before of own.slice(0, number)) before.isDone ||= before.begunAt !== null;
      step.begunAt = clock.now();
      return true;
    },
    release: async (claim) => {
      for (const entry of held(claim)) entry.attempts -= 1;
      return putBack(held(claim)) === claim.jobs.length;
    },
    rescue: async () => {
      const failed = withStatus("processing").filter(({ attempts }) => attempts >= MOST_DEATHS);
      for (const entry of failed) entry.interrupted = [];
      changeAll(failed, () => ({ status: "failed", error: diedEachTime, completedAt: clock.now() }));
      return { again: putBack(withStatus("processing")), failed: failed.map(({ job }) => job.id) };
    },
    cancel: async (id) => {
      const entry = find(id);
      if (entry === undefined) return undefined;
      const cancelled = entry.job.status === "pending";
      if (cancelled) change(entry, { status: "cancelled", completedAt: clock.now() });
      return { cancelled, job: entry.job };
    },
    get: async (id) => find(id)?.job,
    list: async ({ status, context, limit, offset, cursor }) => {
      const found = entries
        .filter(({ job }) => (status ?? job.status) === job.status && (context ?? job.context) === job.context)
        .toReversed();
      const behind = found.filter(({ place }) => cursor === undefined || place < Number(cursor)).slice(offset);
      const page = behind.slice(0, limit);
      const last = page.at(-1);
      const next = behind.length > limit && last !== undefined ? String(last.place) : null;
      return { total: found.length, jobs: page.map(({ job }) => summary(job)), next };
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
        oldestPendingAt: withStatus("pending")[0]?.job.createdAt ?? null,
      };
    },
    prune: async (before, signal) => {
      if (signal?.aborted === true) return 0;
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
