import { createUuidV7 } from "../../src/lib/uuid.ts";
import { AppError } from "../../src/errors.ts";
import { type Logging, configureLogging } from "../../src/lib/log.ts";
import type { JobRequest, JobResult } from "../../src/queue/job.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { createWorker, type Worker, type WorkerOptions } from "../../src/worker/worker.ts";
import { type ManualClock, manualClock } from "../support/clock.ts";
import { createMemoryQueue } from "../support/memory-queue.ts";

export interface WorkerBench extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly queue: Queue;
  readonly worker: Worker;
  /** What was logged, a line each. */
  readonly lines: readonly string[];
  readonly enqueue: (context?: string) => Promise<string>;
  readonly status: (id: string) => Promise<string | undefined>;
}

export interface WorkerBenchOptions extends Partial<Pick<WorkerOptions, "retryFor" | "usable">> {
  /** What becomes of every job of a pass: told of the first of them. */
  readonly run?: (request: JobRequest, signal: AbortSignal) => Promise<JobResult>;
  /** Instead of `run`: what becomes of all the jobs of a pass. */
  readonly ran?: WorkerOptions["run"];
  /** What every job fails of in the end, its work done. */
  readonly failure?: AppError;
  /** Stands between the worker and the queue. */
  readonly through?: (queue: Queue) => Queue;
}

/** A worker on a queue in memory, on a clock that stands still; started by the test. */
export function workerBench({
  run = async () => ({}),
  ran = async (jobs, _, signal) => {
    const result = await run(jobs[0], signal);
    return { results: new Map(jobs.map(({ id }) => [id, result])), failure };
  },
  failure,
  through = (queue) => queue,
  retryFor = 60_000,
  usable = async () => true,
}: WorkerBenchOptions): WorkerBench {
  const clock = manualClock();
  const queue = createMemoryQueue({ clock, createId: createUuidV7(() => clock.now()) });
  const lines: string[] = [];
  const logging: Logging = configureLogging({
    level: "DEBUG",
    fileIsExplicit: false,
    secrets: [],
    console: (line) => void lines.push(line),
  });
  const worker = createWorker({
    queue: through(queue),
    run: ran,
    retryFor,
    usable,
    clock,
    log: logging.log.getChild("worker"),
  });
  return {
    clock,
    queue,
    worker,
    lines,
    enqueue: async (context) => {
      const { id } = await queue.enqueue({ context: context ?? null, hash: null, dryRun: false, trace: false });
      worker.wake();
      await clock.advance(0);
      return id;
    },
    status: async (id) => (await queue.get(id))?.status,
    [Symbol.asyncDispose]: async () => {
      worker.giveUp();
      await worker.stop();
      logging.close();
    },
  };
}

/** Work that a test lets end, job by job; or that is told to give up. */
export function gates() {
  const started: (string | null)[] = [];
  const open = new Map<string | null, PromiseWithResolvers<JobResult>>();
  return {
    started,
    run: async ({ context }: JobRequest, signal: AbortSignal): Promise<JobResult> => {
      started.push(context);
      const gate = Promise.withResolvers<JobResult>();
      open.set(context, gate);
      signal.addEventListener("abort", () => gate.reject(new Error("gave up")));
      return await gate.promise;
    },
    finish: (context: string, result: JobResult = {}) => open.get(context)?.resolve(result),
    break: (context: string, error: unknown) => open.get(context)?.reject(error),
  };
}

/** A queue that fails at an operation as often as told, and then works. */
export const flaky =
  (
    operation: "claim" | "complete" | "fail",
    times: number,
    failure: Error = new AppError("queue_unavailable", "the disk is full"),
  ) =>
  (queue: Queue) => {
    let left = times;
    const trip = (name: typeof operation) => {
      if (name === operation && left-- > 0) throw failure;
    };
    return {
      ...queue,
      claim: async (...args: Parameters<Queue["claim"]>) => {
        trip("claim");
        return await queue.claim(...args);
      },
      complete: async (...args: Parameters<Queue["complete"]>) => {
        trip("complete");
        return await queue.complete(...args);
      },
      fail: async (...args: Parameters<Queue["fail"]>) => {
        trip("fail");
        return await queue.fail(...args);
      },
    };
  };
