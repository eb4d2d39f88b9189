import type { QueueStats } from "../queue/queue.ts";
import type { Family, Labels } from "./exposition.ts";

/** What is so at the moment, known without asking qBittorrent. Times are milliseconds since 1970. */
export interface State {
  readonly now: number;
  readonly startedAt: number;
  readonly build: { readonly version: string; readonly commit: string };
  readonly runtime: string;
  /** Undefined: the queue cannot be read, and there are no samples of it. */
  readonly stats: QueueStats | undefined;
  /** Whether passes run here. */
  readonly isRunner: boolean;
  readonly qbittorrent: { readonly connected: boolean };
  readonly rules: { readonly count: number; readonly error: string | null };
}

export function stateFamilies(state: State): Family[] {
  const { now, startedAt, build, runtime, stats, isRunner, qbittorrent, rules } = state;
  return [
    gauge("build_info", "What runs, as labels", [1, { version: build.version, commit: build.commit, runtime }]),
    gauge("start_time_seconds", "When the server started, seconds since 1970", [startedAt / 1000]),
    gauge("runner_held", "1: passes run in this server, 0: they do not", [Number(isRunner)]),
    gauge("qbittorrent_up", "1: the last request to qBittorrent was answered", [Number(qbittorrent.connected)]),
    gauge("rules_loaded", "Rules that the next job may run", [rules.count]),
    gauge("rules_file_valid", "0: the rules file is broken or missing, and older rules go on", [
      Number(rules.error === null),
    ]),
    ...(stats === undefined ? [] : queueFamilies(stats, now)),
  ];
}

const queueFamilies = ({ counts, oldestPendingAt }: QueueStats, now: number): Family[] => [
  gauge("queue_jobs", "Jobs of the queue by status; ended ones until they are cleaned up", ...byStatus(counts)),
  gauge("queue_oldest_pending_seconds", "How long the job has waited whose turn is next; 0: none waits", [
    oldestPendingAt === null ? 0 : Math.max(0, now - oldestPendingAt) / 1000,
  ]),
];

const byStatus = (counts: QueueStats["counts"]) =>
  Object.entries(counts).map(([status, count]): Reading => [count, { status }]);

type Reading = readonly [value: number, labels?: Labels];

const gauge = (name: string, help: string, ...readings: readonly Reading[]): Family => ({
  name: `qbt_rules_${name}`,
  help,
  type: "gauge",
  samples: readings.map(([value, labels = {}]) => ({ labels, value })),
});
