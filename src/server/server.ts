import { Hono } from "hono";
import { AppError } from "../errors.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Queue } from "../queue/queue.ts";
import type { Rule } from "../rules/rule.ts";
import type { ScheduleState } from "../worker/schedule.ts";
import { accessLog } from "./access-log.ts";
import { requireKey } from "./auth.ts";
import { createBrake } from "./brake.ts";
import { type CallEnv, requestId } from "./call.ts";
import { type Answered, countAnswers } from "./count.ts";
import type { KeyRing } from "./key-ring.ts";
import { limits } from "./limits.ts";
import { problemHandler } from "./problem.ts";
import { executeRoute } from "./routes/execute.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { metricsRoute } from "./routes/metrics.ts";
import { observe } from "./observe.ts";
import { openapiRoute } from "./routes/openapi.ts";
import { probeRoutes } from "./routes/probes.ts";
import { rulesRoute } from "./routes/rules.ts";
import { openRoutes, statsRoute } from "./routes/status.ts";

export interface Health {
  /** Hanging: nothing has happened for longer than can be explained, and only a restart helps. */
  readonly worker: { readonly status: "running" | "stopped" | "hanging" };
  readonly qbittorrent: {
    readonly connected: boolean;
    readonly version: string | null;
    readonly apiVersion: string | null;
    readonly error: string | null;
  };
  readonly rules: { readonly count: number; readonly error: string | null };
  /** Requests under way are still answered, and no job is taken any more. */
  readonly stopping: boolean;
  readonly schedule: ScheduleState;
}

export interface ServerOptions {
  readonly queue: Queue;
  readonly keys: KeyRing;
  /** Called after each enqueue. */
  readonly enqueued: () => void;
  /** As the next job will find them. */
  readonly rules: () => Promise<{
    readonly file: string;
    readonly list: readonly Rule[];
    readonly error: string | null;
  }>;
  /** The last known state; must not wait for anything. */
  readonly health: () => Health;
  readonly build: { readonly version: string; readonly commit: string; readonly date: string };
  readonly newestQbittorrentApi: string;
  readonly uptimeSeconds: () => number;
  readonly runtime: string;
  readonly clock: Pick<Clock, "now">;
  readonly metrics: {
    /** Told of every request. */
    readonly answered: (answer: Answered) => void;
    /** All there is to scrape; must not wait for qBittorrent. */
    readonly text: () => Promise<string>;
    readonly contentType: string;
  };
  readonly log: Log;
}

export type Api = ReturnType<typeof createServer>;

/** The HTTP API as a function from Request to Response: it enqueues and reads, and does nothing else. */
export function createServer(options: ServerOptions) {
  const { keys: ring, clock, log } = options;
  const keyed = requireKey({ ring, brake: createBrake({ clock }), log });
  const problem = problemHandler(log);
  return new Hono<CallEnv>()
    .onError(problem)
    .notFound((c) => problem(new AppError("not_found", `Endpoint not found: ${c.req.method} ${c.req.path}`), c))
    .use(observe(requestId, countAnswers(options.metrics.answered), accessLog(log, clock)), limits)
    .route("/", metricsRoute(options, keyed))
    .route("/", openapiRoute())
    .basePath("/api")
    .route("/", openRoutes(options))
    .route("/", probeRoutes(options))
    .use(keyed)
    .route("/", executeRoute(options))
    .route("/", jobRoutes(options))
    .route("/", rulesRoute(options))
    .route("/", statsRoute(options));
}
