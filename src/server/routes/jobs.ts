import { Hono } from "hono";
import * as v from "valibot";
import { AppError } from "../../errors.ts";
import type { JobStatus } from "../../queue/job.ts";
import { noQuery, query, text, wholeNumber } from "../parameters.ts";
import type { ServerOptions } from "../server.ts";
import { jobDetails, jobSummary } from "../views.ts";

/** Each as itself, so that a status the queue gains is missed here by the compiler. */
const statuses = {
  pending: "pending",
  processing: "processing",
  completed: "completed",
  failed: "failed",
  cancelled: "cancelled",
} as const satisfies { readonly [S in JobStatus]: S };

export const listParameters = {
  status: v.exactOptional(v.enum(statuses, `expected one of ${Object.keys(statuses).join(", ")}`)),
  context: v.exactOptional(text("a context")),
  limit: v.exactOptional(wholeNumber(1, 100)),
  offset: v.exactOptional(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
  cursor: v.exactOptional(v.pipe(v.string(), v.regex(/^\d{1,15}$/, "expected next_cursor of an earlier answer"))),
};

/** GET /api/jobs, GET and DELETE /api/jobs/{id}. */
export const jobRoutes = ({ queue }: ServerOptions) =>
  new Hono()
    .get("/jobs", query(listParameters), async (c) => {
      const { status, context, limit = 50, offset = 0, cursor } = c.req.valid("query");
      const { total, jobs, next } = await queue.list({ status, context, limit, offset, cursor });
      return c.json({ total, limit, offset, next_cursor: next, jobs: jobs.map(jobSummary) });
    })
    .get("/jobs/:id", noQuery(), async (c) => {
      const id = c.req.param("id");
      const job = await queue.get(id);
      if (job === undefined) throw unknownJob(id);
      return c.json(jobDetails(job));
    })
    .delete("/jobs/:id", noQuery(), async (c) => {
      const id = c.req.param("id");
      const outcome = await queue.cancel(id);
      if (outcome === undefined) throw unknownJob(id);
      const { cancelled, job } = outcome;
      if (!cancelled) throw new AppError("cannot_cancel", `Cannot cancel job in status: ${job.status}`);
      return c.json({ job_id: job.id, status: job.status, message: "Job cancelled successfully" });
    });

const unknownJob = (id: string): AppError => new AppError("not_found", `Job not found: ${id}`);
