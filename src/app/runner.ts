import { type Engine, type PassRequest, createEngine } from "../engine/engine.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { firstOf } from "../lib/signals.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { observedEngine, observedFetch } from "../metrics/observed.ts";
import { type Client, createClient } from "../qbittorrent/client.ts";
import type { Claim } from "../queue/job.ts";
import type { Queue } from "../queue/queue.ts";
import type { RulesStore } from "../rules/store.ts";
import { type Watchdog, createWatchdog } from "../worker/watchdog.ts";
import { type Worker, createWorker } from "../worker/worker.ts";
import { type ServerSettings, qbittorrentOf } from "./settings.ts";

export interface RunnerOptions {
  readonly settings: ServerSettings;
  readonly queue: Queue;
  readonly rules: Pick<RulesStore, "current">;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Runner {
  readonly client: Client;
  readonly engine: Engine;
  readonly worker: Worker;
  readonly watchdog: Watchdog;
  /** Asks the running job to give up, and ends what waits for qBittorrent: nothing is sent from then on. */
  giveUp(): void;
}

/** What runs the jobs: the worker, the engine it runs them with, and the client the engine speaks to qBittorrent with. */
export function createRunner({ settings, queue, rules, metrics, clock, log }: RunnerOptions): Runner {
  const closing = new AbortController();
  const client = createClient({
    ...qbittorrentOf(settings),
    fetch: observedFetch(
      (url, init) => fetch(url, { ...init, signal: firstOf(init.signal, closing.signal) ?? null }),
      metrics,
    ),
    mayWrite: () => queue.lease.whileHeld(),
  });
  const made = createEngine({
    client,
    rules: () => rules.current(),
    maxDeletions: settings["safety.max_deletions"],
    journal: queue,
    clock,
    log: log.getChild("engine"),
  });
  const engine = observedEngine(made, metrics);
  const worker = createWorker({
    queue,
    run: async (jobs, recorder, signal) => {
      const { reportFor, failure } = await engine.run(passFor(jobs), recorder, signal);
      return { results: new Map(jobs.map(({ id, hash }) => [id, { ...reportFor(hash) }])), failure };
    },
    retryFor: settings["queue.retry_for"],
    usable: () =>
      client.probe().then(
        () => true,
        () => false,
      ),
    clock,
    log: log.getChild("worker"),
  });
  const watchdog = createWatchdog({
    signs: () => worker.signs + client.requests().read + client.requests().write,
    job: () => worker.job,
    patience: TEN_MINUTES_MS + 5 * settings["qbittorrent.timeout"],
    clock,
    log: log.getChild("worker"),
  });
  const giveUp = () => {
    worker.giveUp();
    closing.abort();
  };
  return { client, engine, worker, watchdog, giveUp };
}

/** A request to qBittorrent takes up to five with the logins it may need; nothing else in a pass takes minutes. */
const TEN_MINUTES_MS = 600_000;

/** A torrent that was just added is there for qBittorrent before it shows in its list. */
const VISIBLE_WITHIN_MS = 10_000;

/** One pass for jobs that may share it. */
function passFor(jobs: Claim["jobs"]): PassRequest {
  const [{ id: job, context, dryRun, trace }] = jobs;
  const named = jobs.flatMap(({ hash, createdAt }) =>
    hash === null ? [] : [{ hash, until: createdAt + VISIBLE_WITHIN_MS }],
  );
  return { job, context, dryRun, trace, scope: { all: named.length < jobs.length, named } };
}
