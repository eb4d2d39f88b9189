import * as v from "valibot";

import type { Stage } from "./stage.ts";

export interface JobWanted {
  readonly context: string;
  /** Undefined: the whole library. */
  readonly hash?: string | undefined;
}

/** All that those see of the server who ask for jobs. What should not be is noted, and nothing thrown. */
export interface Clients {
  readonly ask: (wanted: JobWanted) => Promise<void>;
  /** Resolves when every job that was asked for has ended, or has been given up. */
  readonly allEnded: () => Promise<void>;
  /** Reads what people look at. */
  readonly look: () => Promise<void>;
  /** What was seen since the last call. */
  readonly take: () => Seen;
  /** What must not be, a line each. */
  readonly wrong: readonly string[];
}

export interface Seen {
  /** Jobs that were accepted. */
  accepted: number;
  /** Milliseconds that each answer took. */
  readonly answers: number[];
  /** Jobs that completed. */
  readonly jobs: Times[];
}

/** Of a job, milliseconds since 1970. */
export interface Times {
  readonly created: number;
  readonly started: number;
  readonly completed: number;
}

const FOLLOWERS = 4;
const LOOK_AGAIN_MS = 200;
/** After the job before it. */
const ENDS_WITHIN_MS = 120_000;
const WITHIN_MS = 60_000;
const LOOKED_AT = ["/api/jobs?limit=20", "/api/jobs?status=failed", "/api/stats", "/api/health", "/metrics"];

export function createClients({ url, key }: Pick<Stage, "url" | "key">): Clients {
  const wrong: string[] = [];
  let seen = nothing();
  /**
   * Each follows one job after the other, in the order they came, which is the order they end in: a thousand who wait must
   * not cost more than these.
   */
  const followers = Array.from({ length: FOLLOWERS }, () => Promise.resolve());

  async function request(path: string, method = "GET"): Promise<unknown> {
    const start = performance.now();
    const signal = AbortSignal.timeout(WITHIN_MS);
    const headers = { "X-API-Key": key };
    try {
      // A connection for each, as whoever runs a program for each has it: one that is kept may end just as it is used again.
      const response = await fetch(`${url}${path}`, { method, headers, signal, keepalive: false });
      const text = await response.text();
      seen.answers.push(performance.now() - start);
      if (!response.ok) throw new Error(`${response.status} ${text}`);
      return path === "/metrics" ? text : JSON.parse(text);
    } catch (error) {
      const took = `after ${(performance.now() - start).toFixed(0)} ms`;
      throw new Error(`${method} ${path} ${took}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }

  async function enqueue({ context, hash }: JobWanted): Promise<void> {
    const which = hash === undefined ? "" : `&hash=${hash}`;
    const { job_id: id } = v.parse(accepted, await request(`/api/execute?context=${context}${which}`, "POST"));
    seen.accepted += 1;
    const next = followers.shift() ?? Promise.resolve();
    followers.push(next.then(() => noting(() => follow(id))));
  }

  async function follow(id: string): Promise<void> {
    for (const end = performance.now() + ENDS_WITHIN_MS; performance.now() < end;) {
      const job = v.parse(details, await request(`/api/jobs/${id}`));
      if (job.completed_at !== null && job.started_at !== null) return judge(id, job, job.started_at, job.completed_at);
      await Bun.sleep(LOOK_AGAIN_MS);
    }
    throw new Error(`job ${id} did not end within ${ENDS_WITHIN_MS / 1_000} s`);
  }

  function judge(id: string, { status, error, result, created_at }: Details, started: string, completed: string): void {
    if (status !== "completed") throw new Error(`job ${id} is ${status}: ${error ?? ""}`);
    if (result === null || result.errors > 0) throw new Error(`job ${id} completed with errors`);
    const [from, start, end] = [Date.parse(created_at), Date.parse(started), Date.parse(completed)];
    seen.jobs.push({ created: from, started: start, completed: end });
  }

  async function noting(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      wrong.push(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    ask: (wanted) => noting(() => enqueue(wanted)),
    allEnded: async () => void (await Promise.all(followers)),
    look: () => noting(() => Promise.all(LOOKED_AT.map((path) => request(path)))),
    take: () => {
      const taken = seen;
      seen = nothing();
      return taken;
    },
    wrong,
  };
}

const nothing = (): Seen => ({ accepted: 0, answers: [], jobs: [] });

const accepted = v.object({ job_id: v.string() });
const details = v.object({
  status: v.string(),
  error: v.nullable(v.string()),
  created_at: v.string(),
  started_at: v.nullable(v.string()),
  completed_at: v.nullable(v.string()),
  result: v.nullable(v.looseObject({ errors: v.number() })),
});

type Details = v.InferOutput<typeof details>;
