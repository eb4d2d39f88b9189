import { Hono } from "hono";
import { AppError } from "../errors.ts";
import type { Log } from "../lib/log.ts";
import type { Queue } from "../queue/queue.ts";
import type { Rule } from "../rules/rule.ts";
import { requireKey } from "./auth.ts";
import { problemHandler } from "./problem.ts";
import { executeRoute } from "./routes/execute.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { rulesRoute } from "./routes/rules.ts";
import { openRoutes, statsRoute } from "./routes/status.ts";

export interface Health {
  readonly worker: { readonly status: "running" | "stopped" };
  readonly qbittorrent: { readonly connected: boolean; readonly version: string | null; readonly error: string | null };
  readonly rules: { readonly count: number; readonly error: string | null };
}

export interface ServerOptions {
  readonly queue: Queue;
  readonly apiKey: string;
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
  readonly log: Log;
}

export type Api = ReturnType<typeof createServer>;

/** The HTTP API as a function from Request to Response: it enqueues and reads, and does nothing else. */
export function createServer(options: ServerOptions) {
  return new Hono()
    .basePath("/api")
    .onError(problemHandler(options.log))
    .notFound((c) => {
      throw new AppError("not_found", `Endpoint not found: ${c.req.method} ${c.req.path}`);
    })
    .route("/", openRoutes(options))
    .use(requireKey(options.apiKey))
    .route("/", executeRoute(options))
    .route("/", jobRoutes(options))
    .route("/", rulesRoute(options))
    .route("/", statsRoute(options));
}
