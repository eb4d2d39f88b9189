import type { Recorder } from "../engine/recorder.ts";
import { AppError, type ErrorCode, describe, toAppError } from "../errors.ts";
import { backOff } from "../lib/back-off.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { createLoop, logBug } from "../lib/loop.ts";
import type { Claim, JobResults } from "../queue/job.ts";
import type { Queue } from "../queue/queue.ts";
import { createPause } from "./pause.ts";
import { createRecorder, describeSent } from "./recorder.ts";

export interface WorkerOptions {
  readonly queue: Queue;
  /** Runs the rules. The signal asks to give up at once. */
  readonly run: (jobs: Claim["jobs"], recorder: Recorder, signal: AbortSignal) => Promise<Ran>;
  /** How long a job waits for qBittorrent before it fails, milliseconds. */
  readonly retryFor: number;
  /** Whether qBittorrent can be used now; asked after a job failed because it could not. */
  readonly usable: () => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What came of jobs that shared a pass. */
export interface Ran {
  readonly results: JobResults;
  /** The jobs fail for this reason, and keep their results. */
  readonly failure?: AppError | undefined;
}

export interface Worker {
  start(): void;
  /** Called after an enqueue, so that the job does not wait for the next look at the queue. */
  wake(): void;
  /** Looks at once whether qBittorrent can be used now, if the queue waits for that. */
  hurry(): void;
  /** Claims nothing more and lets the running job finish. */
  stop(): Promise<void>;
  /** Asks the running job to give up at once: it goes back to the queue. */
  giveUp(): void;
  readonly running: boolean;
  /** Grows with every look at the queue and every attempt at a job; what an attempt does in itself is not counted. */
  readonly signs: number;
  /** The job that runs; of several that share a pass the first. */
  readonly job: string | undefined;
}

/** Jobs that share a pass. */
const MOST_SHARED = 1_000;

/** Between looks at an empty queue; a wake comes first when the job was enqueued here. */
const IDLE_MS = 1_000;

/** Tells the queue what became of a job. */
type Ending = () => Promise<void>;

/** Of a failure: what was thrown, or what was done all the same. */
interface Circumstances {
  readonly thrown?: unknown;
  readonly results?: JobResults;
  /** "" for nothing. */
  readonly sent?: string;
}

/** Takes the jobs one by one, in order. Whatever a job does to it, the worker lives on. */
export function createWorker({ queue, run, retryFor, usable, clock, log }: WorkerOptions): Worker {
  const giveUp = new AbortController();
  const pause = createPause({ usable, clock, log });

  let ending: Ending | undefined;
  let signs = 0;
  let running: Claim | undefined;
  /** Why the queue could not be used at the last look. */
  let trouble: string | undefined;

  async function turn(stopping: AbortSignal): Promise<number> {
    try {
      const rest = await next(stopping);
      signs++;
      return rest;
    } catch (thrown) {
      const error = toAppError(thrown);
      if (isBug(error)) throw thrown;
      signs++;
      const why = describe(error);
      // Once, and not at every look: an outage may last all night.
      if (why !== trouble) log.error("The queue cannot be used", { error: why });
      trouble = why;
      return IDLE_MS;
    }
  }

  async function next(stopping: AbortSignal): Promise<number> {
    await writeDown();
    const left = await pause.left();
    if (left > 0) return left;
    if (stopping.aborted) return 0;
    const claim = await queue.claim(MOST_SHARED);
    trouble = undefined;
    if (claim === undefined) return IDLE_MS;
    running = claim;
    ending = await work(claim, stopping);
    await writeDown();
    return 0;
  }

  /** Kept until it succeeds: a job must not stay `processing` because the queue failed for a moment. */
  async function writeDown(): Promise<void> {
    try {
      await ending?.();
    } catch (thrown) {
      const error = toAppError(thrown);
      if (!isBug(error) || running === undefined) throw thrown;
      // It would be there every time.
      ending = failure(running, error, { thrown });
      await ending();
    }
    ending = undefined;
    running = undefined;
  }

  async function work(claim: Claim, stopping: AbortSignal): Promise<Ending> {
    const recorder = createRecorder(queue, claim, clock);
    const patience = backOff({ clock, retryFor, first: 500, longest: 30_000 });
    for (;;) {
      signs++;
      try {
        const { results, failure: reason } = await run(claim.jobs, recorder, giveUp.signal);
        return reason === undefined ? () => complete(claim, results) : failure(claim, reason, { results });
      } catch (thrown) {
        if (giveUp.signal.aborted) return () => putBack(claim);
        const error = toAppError(thrown);
        // Whoever has the jobs now, or takes them next, goes on with them.
        if (error.code === "interrupted") {
          log.warn("Job was interrupted", { ...about(claim), why: error.message });
          return () => putBack(claim);
        }
        const delay = isPassing(error) ? patience.next() : undefined;
        // They are not to blame, and nothing stands against their running later.
        if (delay === undefined && error.code === "queue_unavailable") return () => putBack(claim);
        if (delay === undefined) return failure(claim, error, { thrown, sent: describeSent(recorder.sent) });
        log.warn("Job waits", { ...about(claim), seconds: delay / 1000, why: error.message });
        await clock.sleep(delay, stopping);
        if (stopping.aborted) return () => putBack(claim);
      }
    }
  }

  async function complete(claim: Claim, results: JobResults): Promise<void> {
    const kept = await queue.complete(claim, results);
    log.info(kept ? "Job completed" : "Job was taken back, its result is dropped", about(claim));
  }

  async function putBack(claim: Claim): Promise<void> {
    const kept = await queue.release(claim);
    log.info(
      kept ? "Job goes back to the queue" : "Job was taken back, and is left to whoever has it now",
      about(claim),
    );
  }

  function failure(claim: Claim, error: AppError, { thrown, results, sent = "" }: Circumstances): Ending {
    const traceId = crypto.randomUUID();
    log.error("Job failed", { ...about(claim), trace_id: traceId, error: isBug(error) ? thrown : describe(error) });
    if (needsQbittorrent.includes(error.code)) pause.begin();
    const message = describe(traced(error, traceId, sent));
    return async () => {
      await queue.fail(claim, message, results);
    };
  }

  const loop = createLoop({ clock, turn, failed: logBug(log) });
  return {
    start: () => loop.start(),
    wake: () => loop.wake(),
    hurry: () => {
      pause.hurry();
      loop.wake();
    },
    stop: () => loop.stop(),
    giveUp: () => giveUp.abort(),
    get running() {
      return loop.running;
    },
    get signs() {
      return signs;
    },
    get job() {
      return running?.jobs[0].id;
    },
  };
}

/** What would let the next job fail in the same way. */
const needsQbittorrent: readonly ErrorCode[] = [
  "qbittorrent_unreachable",
  "qbittorrent_unusable",
  "qbittorrent_banned",
  "qbittorrent_credentials",
];

const isBug = ({ code }: AppError): boolean => code === "internal";

/** For the log: the first of the jobs, and how many share its pass. */
const about = ({ jobs: [{ id: job, context }, ...others] }: Claim) => ({
  job,
  context,
  ...(others.length > 0 && { sharing: others.length }),
});

/** The error for whoever asked for the job: its id leads to the line of the log that says more. */
function traced({ code, message, hint, problems }: AppError, traceId: string, sent: string): AppError {
  const cause = code === "internal" ? `Internal error, see the log: ${message}` : message;
  const what = sent === "" ? cause : `${cause}; sent before that: ${sent}`;
  return new AppError(code, `${what} (trace id ${traceId})`, { hint, problems });
}

const isPassing = ({ code }: AppError): boolean => passing.includes(code);

/**
 * Worth waiting for: qBittorrent is away, somebody else answers in its place, or it is angry for a while; or nothing can be
 * written down, and so nothing be sent. Anything else would fail the same way again.
 */
const passing: readonly ErrorCode[] = [
  "qbittorrent_unreachable",
  "qbittorrent_unusable",
  "qbittorrent_banned",
  "queue_unavailable",
];
