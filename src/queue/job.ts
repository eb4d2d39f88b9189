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

/** A job taken by a worker. The token proves it: every later transition needs it and fails once the job was taken back. */
export interface Claim {
  readonly job: Job;
  readonly token: string;
}
