import type { Tally } from "../engine/tally.ts";
import { createCounter } from "./counter.ts";
import { expose } from "./exposition.ts";
import { createHistogram } from "./histogram.ts";
import { type State, stateFamilies } from "./state.ts";

export type EndStatus = "completed" | "failed" | "cancelled";

export interface Metrics {
  jobAccepted(): void;
  jobEnded(status: EndStatus): void;
  /** Of a job that ran, from its start to its end. */
  jobTook(seconds: number): void;
  /** `tally`: what the pass did, if it did anything for real. */
  passEnded(pass: { readonly dryRun: boolean; readonly outcome: PassOutcome; readonly tally?: Tally }): void;
  qbittorrentAsked(request: { readonly endpoint: string; readonly method: string; readonly status: string }): void;
  /** `route`: the pattern of the path, never the path, of which there are any number. */
  httpAnswered(answer: { readonly route: string; readonly method: string; readonly status: string }): void;
  /** All of it, with the state of the moment, for Prometheus. */
  text(state: State): string;
}

export type PassOutcome = "completed" | "failed";

/** What happened since the start, counted. */
export function createMetrics(): Metrics {
  const accepted = createCounter("qbt_rules_jobs_accepted_total", "Jobs taken into the queue");
  const jobs = createCounter("qbt_rules_jobs_total", "Jobs that ended, by how");
  const durations = createHistogram("qbt_rules_job_duration_seconds", "Jobs that ran, from start to end", SECONDS);
  const passes = createCounter("qbt_rules_passes_total", "Passes of the rules; jobs may share one, or need several");
  const matches = createCounter("qbt_rules_rule_matches_total", "Torrents that a rule matched; dry runs not counted");
  const actions = createCounter(
    "qbt_rules_actions_total",
    "Actions of a rule on a torrent, by what became of them; dry runs not counted",
  );
  const qbittorrent = createCounter(
    "qbt_rules_qbittorrent_requests_total",
    "Requests to qBittorrent, logins included; status none: no answer came",
  );
  const http = createCounter("qbt_rules_http_requests_total", "Requests answered, by route");
  const counted = [accepted, jobs, durations, passes, matches, actions, qbittorrent, http];

  accepted.add({}, 0);
  for (const status of ["completed", "failed", "cancelled"]) jobs.add({ status }, 0);
  for (const dryRun of ["false", "true"])
    for (const outcome of ["completed", "failed"]) passes.add({ dry_run: dryRun, outcome }, 0);

  function addTally({ rules, ran, matched, acted }: Tally): void {
    const known = new Set(rules);
    // As many series as the rules file has rules, however often their names change.
    for (const counter of [matches, actions]) counter.keep(({ rule }) => rule !== undefined && known.has(rule));
    for (const rule of ran) matches.add({ rule }, matched.get(rule) ?? 0);
    for (const { rule, action, outcome, times } of acted) actions.add({ rule, action, outcome }, times);
  }

  return {
    jobAccepted: () => accepted.add({}),
    jobEnded: (status) => jobs.add({ status }),
    jobTook: (seconds) => durations.observe(seconds),
    passEnded: ({ dryRun, outcome, tally }) => {
      passes.add({ dry_run: String(dryRun), outcome });
      if (tally !== undefined) addTally(tally);
    },
    qbittorrentAsked: ({ endpoint, method, status }) => qbittorrent.add({ endpoint, method, status }),
    httpAnswered: ({ route, method, status }) => http.add({ route, method, status }),
    text: (state) => expose([...stateFamilies(state), ...counted.map((one) => one.family())]),
  };
}

/** A webhook for one torrent takes some milliseconds; a first look at the files of 40,000 torrents takes minutes. */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];
