import { AppError } from "../../errors.ts";
import { systemClock } from "../../lib/clock.ts";
import { parseHash } from "../../rules/hash.ts";
import { ask } from "../client.ts";
import { type ClientContext, type Command, type Run, clientContext, outputFormat, printJson } from "../context.ts";
import type { JobView } from "../job-view.ts";
import { paint } from "../terminal.ts";

/** Submits a job; with --wait, follows it to its end. */
export const execute: Run = async (command) => {
  const { invocation, terminal } = command;
  const format = outputFormat(command);
  const query = queryOf(command);
  const context = await clientContext(command);
  const accepted = await ask(context.address, "job_id", () => context.server.execute.$post({ query }));
  const dry = accepted.dry_run ? " (dry run)" : "";
  if (!invocation.given.has("wait")) {
    if (format === "json") printJson(command, accepted);
    else terminal.out(`${paint(terminal, "green", "✓")} Job queued: ${accepted.job_id}${dry}`);
    return 0;
  }
  if (format === "table") terminal.err(`Job queued: ${accepted.job_id}${dry}; waiting for it to end`);
  const job = await waitFor(context, accepted.job_id, terminal.signal);
  if (format === "json") printJson(command, job);
  else {
    const { showJob } = await import("../job-view.ts");
    showJob(terminal, job);
  }
  return job.status === "completed" && job.result?.["errors"] === 0 ? 0 : 1;
};

function queryOf({ invocation }: Command): { context?: string; hash?: string; dry_run?: boolean } {
  const { context, hash: written } = invocation.values;
  const hash = written === undefined ? undefined : parseHash(written);
  if (hash !== undefined && !hash.ok) throw new AppError("usage", `--hash: ${hash.message}`, { hint: hash.hint });
  return {
    ...(context !== undefined && { context }),
    ...(hash !== undefined && { hash: hash.value }),
    ...(invocation.given.has("dry-run") && { dry_run: true }),
  };
}

const FIRST_REST_MS = 50;
const LONGEST_REST_MS = 1_000;

async function waitFor(
  { address, server, waitTimeout }: ClientContext,
  id: string,
  signal: AbortSignal,
): Promise<JobView> {
  const end = systemClock.now() + waitTimeout;
  for (let rest = FIRST_REST_MS; ; rest = Math.min(rest * 2, LONGEST_REST_MS)) {
    const job = await ask(address, "job_id", () => server.jobs[":id"].$get({ param: { id }, query: {} }));
    if (job.status !== "pending" && job.status !== "processing") return job;
    if (signal.aborted)
      throw new AppError("interrupted", `Stopped waiting; the job goes on: qbt-rules --job-status ${id}`);
    if (systemClock.now() >= end) {
      throw new AppError("job_unsuccessful", `The job is still ${job.status} after ${waitTimeout / 1000} s`, {
        hint: `it goes on: qbt-rules --job-status ${id}; client.wait_timeout says how long --wait waits`,
      });
    }
    await systemClock.sleep(rest, signal);
  }
}
