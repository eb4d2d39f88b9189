import type { Claim, Job, JobRequest, JobResults, JobStatus, JobSummary, StepRequest } from "./job.ts";
import type { Lease } from "./lease.ts";

export interface JobFilter {
  readonly status?: JobStatus | undefined;
  readonly context?: string | undefined;
  readonly limit: number;
  readonly offset: number;
  /** Only jobs behind this place in the list, `next` of an earlier page: it stays where it is while jobs arrive. */
  readonly cursor?: string | undefined;
}

export interface JobPage {
  /** All jobs the filter names, not only those on this page. */
  readonly total: number;
  /** Newest first. */
  readonly jobs: readonly JobSummary[];
  /** The cursor of what comes after them; null: nothing does. */
  readonly next: string | null;
}

export interface QueueStats {
  readonly counts: Readonly<Record<JobStatus, number>>;
  /** Mean of the last 100 finished jobs, from start to end; null before the first. */
  readonly averageExecutionSeconds: number | null;
  /** Jobs finished within the last hour. */
  readonly jobsPerHour: number;
  /** When a job last ended as completed, milliseconds since 1970; null before the first. */
  readonly lastCompletedAt: number | null;
  /** When the pending job was created whose turn is next, milliseconds since 1970; null: none is pending. */
  readonly oldestPendingAt: number | null;
}

/** Of a series, such as one entry of the schedule: the time that had its job, or was skipped, last. */
export interface Turn {
  /** Milliseconds since 1970. */
  readonly due: number;
  /** The id of the last job of the series, which may have been deleted since. */
  readonly job: string;
}

/** The turn that comes next in a series. */
export interface NextTurn {
  readonly series: string;
  readonly due: number;
  /** When the turn before it was due; undefined: there was none. */
  readonly after: number | undefined;
}

/** Only a turn that follows another is skipped. */
export interface SkippedTurn extends NextTurn {
  readonly after: number;
}

/** What became of the jobs of a server that died. */
export interface Rescued {
  /** How many are pending again. */
  readonly again: number;
  /** Ids of those that failed. */
  readonly failed: readonly string[];
}

/** How many servers may die while they run a job, a release not counted, until it fails: otherwise it would end every one. */
export const MOST_DEATHS = 3;

/** Why such a job failed. */
export const diedEachTime = [
  `The server died ${MOST_DEATHS} times while it ran this job, so it is not run again; what it sent before that stands`,
  "  -> look for the cause in the log of the system (memory that ran out?) and of qbt-rules, then ask for the job anew",
].join("\n");

/** Deletions are remembered at least this long, milliseconds. */
export const DELETIONS_KEPT = 3_600_000;

/**
 * Durable, first in first out. Every transition depends on the current status (and, from `processing`, on the claim's
 * token), so a worker that comes late cannot finish a job that was taken back. Throws AppError `queue_unavailable` when
 * the store cannot be reached or written; then nothing was acknowledged.
 */
export interface Queue {
  readonly backend: string;
  readonly lease: Lease;
  /**
   * Resolves once the job is on disk. `claimable`: called as soon as a claim can have it, which may be earlier; the claim is
   * on disk no sooner than its job. Where it rejects since a disk or a server failed in the
   * middle, the job may be there all the same.
   */
  enqueue(request: JobRequest, claimable?: () => void): Promise<Job>;
  /** Undefined: there was none. */
  lastTurn(series: string): Promise<Turn | undefined>;
  /**
   * The same as `enqueue`, if the series still stands where it stood; otherwise undefined, and nothing is enqueued: another
   * server, or an attempt whose answer was lost, was first.
   */
  enqueueTurn(request: JobRequest, turn: NextTurn): Promise<Job | undefined>;
  /** The series goes on without a job, under the same condition; its last job stays the last. False: nothing was changed. */
  skipTurn(turn: SkippedTurn): Promise<boolean>;
  /** Forgets the turns of all series but these: one that comes back begins anew. */
  keepTurns(series: readonly string[]): Promise<void>;
  /**
   * Takes the oldest pending job, or undefined if there is none; and those right behind it that may share a pass with it
   * (`mayShare`), as long as they are no more than `most` together. A job whose next death would be its last goes alone,
   * so that nobody else is taken for the cause. Nothing while another server has the lease.
   */
  claim(most: number): Promise<Claim | undefined>;
  /** False: the jobs are no longer this claim's, and nothing was changed. The same holds for `fail` and `release`. */
  complete(claim: Claim, results: JobResults): Promise<boolean>;
  /** `results`: what was done all the same. */
  fail(claim: Claim, error: string, results?: JobResults): Promise<boolean>;
  /**
   * Before the first request of a pass is sent: all of them, numbered from `first` on. What has those numbers is replaced:
   * whoever got no answer records again by the same numbers.
   */
  recordSteps(claim: Claim, requests: readonly StepRequest[], first: number): Promise<boolean>;
  /**
   * Before a request is sent: those before it have been answered. `step` counts from 0 over all recorded of the claim.
   * False, too, when another server has the lease: then the request must not be sent.
   */
  beginStep(claim: Claim, step: number): Promise<boolean>;
  /** Back to pending, at their old places in the queue. */
  release(claim: Claim): Promise<boolean>;
  /**
   * Takes back every job left `processing` by a server that died; those that saw so many die that they are taken for the
   * cause (`MOST_DEATHS`) fail instead. Only for the one who may run.
   */
  rescue(): Promise<Rescued>;
  /** Only a pending job can be cancelled; otherwise the job as it is, untouched. Undefined: no such job. */
  cancel(id: string): Promise<{ readonly cancelled: boolean; readonly job: Job } | undefined>;
  get(id: string): Promise<Job | undefined>;
  list(filter: JobFilter): Promise<JobPage>;
  stats(): Promise<QueueStats>;
  /**
   * Deletes jobs that ended (completed, failed or cancelled) before the time given; returns how many. Deletions recorded
   * before it go too, but never any of the last hour, however short a time jobs are kept. Works in small steps, and takes
   * no further one once the signal is aborted: what is left goes the next time.
   */
  prune(before: number, signal?: AbortSignal): Promise<number>;
  /** Torrents that are about to be deleted, now; resolves once that is on disk. */
  recordDeletions(torrents: number): Promise<void>;
  /** The sum of what was recorded at that time or later, milliseconds since 1970; restarts included. */
  deletionsSince(at: number): Promise<number>;
  close(): Promise<void>;
}
