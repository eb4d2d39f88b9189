export const jobStatuses = ["pending", "processing", "completed", "failed", "cancelled"] as const;

export type JobStatus = (typeof jobStatuses)[number];

/** What a caller asks for. */
export interface JobRequest {
  /** Only rules of this context (and those without one) run; null: only rules without one. */
  readonly context: string | null;
  /** Only this torrent, 40 or 64 lower-case hex digits; null: all of them. */
  readonly hash: string | null;
  /** Nothing is written; the result shows what would have been done. */
  readonly dryRun: boolean;
  /** The result explains, for every torrent and rule, why the conditions held or did not. */
  readonly trace: boolean;
}

/** Times are milliseconds since 1970. */
export interface Job extends JobRequest {
  /** UUIDv7: ids sort by the time of creation. */
  readonly id: string;
  readonly status: JobStatus;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
  /** What the engine reported, as JSON; null until the job has ended, and where it failed before there was anything to say. */
  readonly result: JobResult | null;
  /** A message a person can act on; null unless failed. */
  readonly error: string | null;
}

/** A job without what came of it, which may be many times larger than all the rest. */
export type JobSummary = Omit<Job, "result" | "error">;

export type JobResult = Readonly<Record<string, unknown>>;

/**
 * Jobs taken by a worker, in the order they came: one, or several that may share a pass. The token proves it: every later
 * transition needs it and fails once the jobs were taken back.
 */
export interface Claim {
  readonly jobs: readonly [Job, ...Job[]];
  readonly token: string;
  /** What earlier claims of these jobs have sent, or may have: those were cut off. In the order it was sent. */
  readonly sent: readonly SentStep[];
}

/** A request of a pass, for the engine to read again. */
export type StepRequest = Readonly<Record<string, unknown>>;

export interface SentStep {
  readonly request: StepRequest;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  /** Its answer came; otherwise nobody knows. */
  readonly isDone: boolean;
}

/** What a job did that has ended, by its id; a job that is not named has none. */
export type JobResults = ReadonlyMap<string, JobResult>;

type Kind = Omit<JobRequest, "hash">;

/** Whether one pass can do the work of both: each then has the result of its own torrents. */
export const mayShare = (one: Kind, other: Kind): boolean =>
  one.context === other.context && [one, other].every(({ dryRun, trace }) => !dryRun && !trace);

/** As it is when it has just come: pending, and nothing has happened to it. `createdAt` in milliseconds since 1970. */
export function newJob(id: string, createdAt: number, { context, hash, dryRun, trace }: JobRequest): Job {
  const untouched = { startedAt: null, completedAt: null, result: null, error: null };
  return { id, context, hash, dryRun, trace, status: "pending", createdAt, ...untouched };
}
