import { Hono } from "hono";
import * as v from "valibot";
import type { ServerOptions } from "../server.ts";
import { flag, hash, queryOrBody, text } from "../parameters.ts";
import { jobAccepted } from "../views.ts";

export const executeParameters = {
  context: v.exactOptional(text("a context")),
  hash: v.exactOptional(hash),
  dry_run: v.exactOptional(flag),
  trace: v.exactOptional(flag),
};

/** POST /api/execute: 202 once the job is on disk. */
export const executeRoute = ({ queue, enqueued }: ServerOptions) =>
  new Hono().post("/execute", queryOrBody(executeParameters), async (c) => {
    const { context = null, hash: torrent = null, dry_run: dryRun = false, trace = false } = c.req.valid("query");
    const job = await queue.enqueue({ context, hash: torrent, dryRun, trace }, enqueued);
    return c.json(jobAccepted(job), 202);
  });
