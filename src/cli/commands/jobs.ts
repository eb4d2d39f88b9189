import { ask } from "../ask.ts";
import { connectionFor } from "../connection.ts";
import { type Run, outputFormat, printJson } from "../context.ts";
import { showJob } from "../job-view.ts";
import { moment } from "../moment.ts";
import { printable } from "../printable.ts";
import { table } from "../table.ts";
import { jobStatuses } from "../flags.ts";

export const listJobs: Run = async (command) => {
  const { invocation, terminal } = command;
  const format = outputFormat(command);
  const { context, limit = "20", "status-filter": written } = invocation.values;
  const status = jobStatuses.find((known) => known === written);
  const { address, server } = await connectionFor(command);
  const query = {
    limit: Number(limit),
    ...(status !== undefined && { status }),
    ...(context !== undefined && { context }),
  };
  const page = await ask(address, "jobs", () => server.jobs.$get({ query }));
  const filtered = status !== undefined || context !== undefined;
  if (format === "json") printJson(command, page);
  else if (page.total === 0) terminal.out(filtered ? "There are no such jobs" : "There are no jobs");
  else {
    const rows = page.jobs.map((job) => [
      job.job_id,
      job.status,
      printable(job.context ?? "-"),
      job.hash?.slice(0, 8) ?? "-",
      moment(job.created_at),
      took(job),
    ]);
    const options = { width: terminal.width, whole: ["Job", "Created"] };
    for (const line of table(["Job", "Status", "Context", "Hash", "Created", "Took"], rows, options))
      terminal.out(line);
    terminal.out(`${page.jobs.length} of ${page.total} jobs`);
  }
  return 0;
};

export const jobStatus: Run = async (command) => {
  const format = outputFormat(command);
  const { address, server } = await connectionFor(command);
  const id = encodeURIComponent(command.invocation.values["job-status"] ?? "");
  const job = await ask(address, "job_id", () => server.jobs[":id"].$get({ param: { id }, query: {} }));
  if (format === "json") printJson(command, job);
  else showJob(command.terminal, job);
  return 0;
};

export const cancelJob: Run = async (command) => {
  const format = outputFormat(command);
  const { address, server } = await connectionFor(command);
  const id = encodeURIComponent(command.invocation.values["cancel-job"] ?? "");
  const answer = await ask(address, "job_id", () => server.jobs[":id"].$delete({ param: { id }, query: {} }));
  if (format === "json") printJson(command, answer);
  else command.terminal.out(`Job ${answer.job_id} cancelled`);
  return 0;
};

interface Span {
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

function took({ started_at: from, completed_at: to }: Span): string {
  if (from === null || to === null) return "-";
  const ms = Date.parse(to) - Date.parse(from);
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
