import * as v from "valibot";
import type { Report } from "../../src/engine/report.ts";
import { jobStatuses } from "../../src/queue/job.ts";
import type { summarize } from "../../src/rules/summary.ts";
import type { Health } from "../../src/server/server.ts";
import type { jobAccepted, jobSummary, scheduleDetails, scheduleSummary, statistics } from "../../src/server/views.ts";

type Writable<T> = T extends readonly (infer Item)[]
  ? Writable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Writable<T[Key]> }
    : T;

/** A schema that the compiler holds against what the program answers. */
const of =
  <Answered>() =>
  <Schema extends v.GenericSchema>(schema: Writable<Answered> extends v.InferInput<Schema> ? Schema : never): Schema =>
    schema;

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(text, v.isoTimestamp(), v.description("ISO 8601, UTC"));
const status = v.picklist(jobStatuses);
const object = v.record(text, v.unknown());

const asked = { context: v.nullable(text), hash: v.nullable(text), dry_run: v.boolean(), trace: v.boolean() };

const JobAccepted = of<ReturnType<typeof jobAccepted>>()(v.object({ job_id: text, status, ...asked, queued_at: time }));

const summary = {
  job_id: text,
  status,
  ...asked,
  created_at: time,
  started_at: v.nullable(time),
  completed_at: v.nullable(time),
};
const JobSummary = of<ReturnType<typeof jobSummary>>()(v.object(summary));

const outcome = v.picklist(["executed", "skipped", "superseded", "withheld", "failed"]);
const action = v.object({ rule: text, type: text, params: object, outcome, reason: v.exactOptional(text) });
const torrent = { hash: text, name: text };

const JobResult = of<Omit<Report, "trace">>()(
  v.object({
    torrents_processed: count,
    rules_matched: v.pipe(count, v.description("Pairs of a rule and a torrent")),
    actions_executed: v.pipe(count, v.description("In a dry run: that would have been")),
    actions_skipped: count,
    errors: count,
    dry_run: v.boolean(),
    rules: v.array(
      v.object({
        name: text,
        matched: count,
        undecided: count,
        executed: count,
        skipped: count,
        superseded: count,
        withheld: count,
        failed: count,
      }),
    ),
    torrents: v.array(v.object({ ...torrent, actions: v.array(action) })),
    torrents_not_listed: count,
    undecided: v.array(v.object({ rule: text, ...torrent, unknown: v.array(text), why: v.array(text) })),
    requests: v.object({ read: count, write: count }),
    warnings: v.array(text),
    resumed: v.exactOptional(v.object({ after_requests: count })),
    trace: v.exactOptional(
      v.pipe(
        v.object({ torrents: v.array(object), torrents_not_shown: count, rules_not_run: v.array(object) }),
        v.description("Only of a job that asked for it: why each condition held or did not"),
      ),
    ),
  }),
);

const Job = v.object({ ...summary, result: v.nullable(JobResult), error: v.nullable(text) });

const Rule = of<ReturnType<typeof summarize>>()(
  v.object({
    name: text,
    enabled: v.boolean(),
    context: v.nullable(v.array(text)),
    stop_on_match: v.boolean(),
    actions: v.array(text),
    where: text,
  }),
);

const upcoming = {
  cron: text,
  context: v.nullable(text),
  dry_run: v.boolean(),
  next_run: v.nullable(v.pipe(time, v.description("Null: never"))),
};

const ScheduleSummary = of<ReturnType<typeof scheduleSummary>>()(
  v.object({ timezone: text, entries: v.array(v.object(upcoming)) }),
);

const ScheduleDetails = of<ReturnType<typeof scheduleDetails>>()(
  v.object({
    timezone: text,
    entries: v.array(
      v.object({
        ...upcoming,
        last_run: v.nullable(time),
        last_job_id: v.nullable(text),
        queued: v.pipe(count, v.description("Since the start")),
        skipped: v.pipe(count, v.description("Times whose job before had not ended")),
        late: v.pipe(count, v.description("Of those queued, a minute or more after their time")),
      }),
    ),
  }),
);

const numbers = of<ReturnType<typeof statistics>>()(
  v.object({
    jobs: v.object({
      total: count,
      pending: count,
      processing: count,
      completed: count,
      failed: count,
      cancelled: count,
    }),
    performance: v.object({ average_execution_time: v.nullable(text), jobs_per_hour: count }),
    queue: v.object({ backend: text, depth: count }),
    uptime: text,
  }),
);
const Statistics = v.object({ ...numbers.entries, schedule: ScheduleDetails });

const worker = of<Health["worker"]["status"]>()(v.picklist(["running", "stopped", "hanging"]));
const Health = v.object({
  status: v.picklist(["healthy", "unhealthy"]),
  errors: v.exactOptional(v.array(text)),
  version: text,
  queue: v.object({ backend: text, pending_jobs: v.nullable(count), processing_jobs: v.nullable(count) }),
  worker: v.object({ status: worker, last_job_completed: v.nullable(time) }),
  qbittorrent: v.object({ connected: v.boolean(), version: v.nullable(text) }),
  rules: v.object({ count, error: v.nullable(text) }),
  schedule: ScheduleSummary,
});

/** What the API answers, by name. */
export const responses = {
  JobAccepted,
  JobSummary,
  JobResult,
  Job,
  JobList: v.object({
    total: count,
    limit: count,
    offset: count,
    next_cursor: v.nullable(text),
    jobs: v.array(JobSummary),
  }),
  JobCancelled: v.object({ job_id: text, status, message: text }),
  Rule,
  Rules: v.object({ file: text, rules: v.array(Rule), error: v.nullable(text) }),
  Statistics,
  Health,
  Live: v.object({ status: v.picklist(["live", "not live"]), errors: v.exactOptional(v.array(text)) }),
  Ready: v.object({ status: v.picklist(["ready", "not ready"]), errors: v.exactOptional(v.array(text)) }),
  Version: v.object({
    version: text,
    api_version: text,
    qbittorrent_api_version: v.pipe(
      text,
      v.description(
        "The newest version of qBittorrent's Web API that this program was tested with; not the connected one",
      ),
    ),
    qbittorrent: v.pipe(
      v.object({ version: v.nullable(text), api_version: v.nullable(text) }),
      v.description("The connected qBittorrent, and its Web API; null while there is none"),
    ),
    build_date: text,
    git_commit: text,
    runtime: text,
  }),
  Error: v.object({
    error: text,
    message: v.exactOptional(text),
    problems: v.exactOptional(v.array(text)),
    request_id: v.pipe(text, v.description("As in X-Request-Id, and in the line of the log")),
    trace_id: v.exactOptional(v.pipe(text, v.description("Leads to the line of the log that says more"))),
  }),
};

export type ResponseName = keyof typeof responses;
