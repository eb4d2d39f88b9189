import type { Loaded } from "./config/load.ts";
import type { SettingKey } from "./config/schema.ts";
import { type PassRequest, createEngine } from "./engine/engine.ts";
import { AppError } from "./errors.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/log.ts";
import { textFile } from "./lib/text-file.ts";
import { systemTimeZone } from "./lib/time-zone.ts";
import { EXPOSITION_TYPE } from "./metrics/exposition.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { observedEngine, observedFetch, observedQueue } from "./metrics/observed.ts";
import { createClient } from "./qbittorrent/client.ts";
import { newestTestedApi } from "./qbittorrent/versions.ts";
import type { Claim } from "./queue/job.ts";
import { type QueueStore, openQueue } from "./queue/open.ts";
import type { Rescued } from "./queue/queue.ts";
import { unnamedContexts } from "./rules/contexts.ts";
import { createRulesStore } from "./rules/store.ts";
import { createKeyRing } from "./server/key-ring.ts";
import { type KeyWatchOptions, createKeyWatch } from "./server/key-watch.ts";
import { type Listener, listen } from "./server/listen.ts";
import { createServer } from "./server/server.ts";
import { build } from "./version.ts";
import { createMaintenance } from "./worker/maintenance.ts";
import { createMonitor } from "./worker/monitor.ts";
import { createSchedule } from "./worker/schedule.ts";
import { createWorker } from "./worker/worker.ts";

/** The settings a server needs. */
export const serverKeys = [
  "server.host",
  "server.port",
  "server.api_key",
  "server.workers",
  "server.shutdown_grace",
  "server.timezone",
  "schedule",
  "queue.backend",
  "queue.sqlite_path",
  "queue.redis_url",
  "queue.redis_prefix",
  "queue.cleanup_after",
  "queue.retry_for",
  "qbittorrent.host",
  "qbittorrent.username",
  "qbittorrent.password",
  "qbittorrent.timeout",
  "safety.max_deletions",
  "rules.file",
  "config.dir",
  "logging.level",
  "logging.file",
] as const satisfies readonly SettingKey[];

export const serverRequired = ["server.api_key", "qbittorrent.password"] as const;

export type ServerSettings = Loaded<(typeof serverKeys)[number], (typeof serverRequired)[number]>;

export interface AppOptions {
  readonly settings: ServerSettings;
  /** Where the keys can be read again; without it they stay as the settings have them. */
  readonly keys?: Pick<KeyWatchOptions, "read" | "text">;
  readonly clock: Clock;
  readonly log: Log;
}

export interface App {
  readonly url: string;
  readonly port: number;
  /** What cannot be read or used is said in the log, and the keys stay as they were. */
  rereadKeys(): Promise<void>;
  /** Lets the running job finish within the grace period, then undoes the start in reverse order. Idempotent. */
  stop(): Promise<void>;
}

/** The composition root: everything is made here, once, and handed what it needs. Throws AppError when it cannot start. */
export async function startApp({ settings, keys, clock, log }: AppOptions): Promise<App> {
  const startedAt = clock.now();
  const rules = createRulesStore(textFile(settings["rules.file"]), log.getChild("rules"));
  for (const { message, where } of await rules.load()) log.getChild("rules").warn("Rules", { warning: message, where });
  for (const { message, where } of unnamedContexts(settings.schedule, (await rules.current()).book))
    log.getChild("schedule").warn("Schedule", { warning: message, where });
  const closing = new AbortController();
  const metrics = createMetrics();
  const client = createClient({
    host: settings["qbittorrent.host"],
    username: settings["qbittorrent.username"],
    password: settings["qbittorrent.password"],
    timeoutMs: settings["qbittorrent.timeout"],
    fetch: observedFetch((url, init) => fetch(url, { ...init, signal: either(init.signal, closing.signal) }), metrics),
  });
  const opened = await openQueue({
    ...storeOf(settings),
    clock,
    notice: (message) => log.getChild("queue").warn("Queue", { notice: message }),
  });
  const queue = observedQueue(opened, metrics, clock);
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
    grace: settings["server.shutdown_grace"],
    usable: () =>
      client.probe().then(
        () => true,
        () => false,
      ),
    clock,
    log: log.getChild("worker"),
  });
  const ring = createKeyRing(settings["server.api_key"]);
  const keyWatch = createKeyWatch({
    read: async () => settings["server.api_key"],
    text: undefined,
    ...keys,
    ring,
    clock,
    log: log.getChild("server"),
  });
  const schedule = createSchedule({
    jobs: settings.schedule,
    timeZone: settings["server.timezone"] ?? systemTimeZone(),
    queue,
    enqueued: () => worker.wake(),
    isRunner: () => queue.lease.isHeld,
    clock,
    log: log.getChild("schedule"),
  });
  const runtime = `bun ${Bun.version}`;
  const server = createServer({
    queue,
    keys: ring,
    enqueued: () => worker.wake(),
    rules: async () => {
      const { book } = await rules.current();
      return { file: settings["rules.file"], list: book.rules, error: rules.state().error };
    },
    health: () => ({
      worker: { status: worker.running ? "running" : "stopped" },
      qbittorrent: client.connection(),
      rules: rules.state(),
      stopping: stopped !== undefined,
      schedule: schedule.state(),
    }),
    build,
    runtime,
    metrics: {
      answered: (answer) => metrics.httpAnswered(answer),
      text: async () =>
        metrics.text({
          now: clock.now(),
          startedAt,
          build,
          runtime,
          stats: await queue.stats().catch(() => undefined),
          isRunner: worker.running && queue.lease.isHeld,
          qbittorrent: client.connection(),
          rules: rules.state(),
        }),
      contentType: EXPOSITION_TYPE,
    },
    newestQbittorrentApi: newestTestedApi,
    uptimeSeconds: () => (clock.now() - startedAt) / 1000,
    clock,
    log: log.getChild("server"),
  });
  const maintenance = createMaintenance({
    queue,
    cleanupAfter: settings["queue.cleanup_after"],
    clock,
    log: log.getChild("queue"),
  });
  const monitor = createMonitor({
    look: () => Promise.allSettled([engine.look(), rules.current()]),
    trouble: () => client.connection().error ?? undefined,
    clock,
    log: log.getChild("qbittorrent"),
  });

  let stopped: Promise<void> | undefined;
  const listener = await openForBusiness();
  keyWatch.start();
  worker.start();
  schedule.start();
  maintenance.start();
  monitor.start();
  log.info("Listening", { url: listener.url, version: build.version, rules: rules.state().count });

  /**
   * Jobs of a server that died come back first: nobody else can hold them where the queue is ours alone. Where it is not,
   * they come back with the lease.
   */
  async function openForBusiness(): Promise<Listener> {
    try {
      const { again, failed } = queue.lease.isPermanent ? await queue.rescue() : NOBODY;
      if (again > 0) log.getChild("queue").warn("Jobs of a server that died run again", { jobs: again });
      for (const job of failed) log.getChild("queue").error("Job failed: the server died whenever it ran it", { job });
      return listen({
        host: settings["server.host"],
        port: settings["server.port"],
        fetch: (request, address) => server.fetch(request, { address }),
      });
    } catch (thrown) {
      await queue.close();
      throw thrown;
    }
  }

  async function stop(): Promise<void> {
    // A caller who is slow to finish a request must not use up the time of the running job.
    const ended = Promise.all([worker.stop(), schedule.stop(), listener.stop()]);
    const inTime = new AbortController();
    const late = clock.sleep(settings["server.shutdown_grace"], inTime.signal).then(() => {
      // What still waits for qBittorrent now is no job, or one that gives up.
      closing.abort();
      return listener.end();
    });
    await ended;
    inTime.abort();
    await late;
    await Promise.all([maintenance.stop(), monitor.stop(), keyWatch.stop()]);
    await queue.close();
    log.info("Stopped");
  }
  return {
    url: listener.url,
    port: listener.port,
    rereadKeys: () => keyWatch.reread(),
    stop: () => (stopped ??= stop()),
  };
}

function storeOf(settings: ServerSettings): QueueStore {
  const { "queue.backend": backend, "queue.redis_url": redisUrl } = settings;
  if (backend === "sqlite") return { backend, sqlitePath: settings["queue.sqlite_path"] };
  if (redisUrl === undefined) throw new AppError("settings", "queue.backend is redis, and queue.redis_url is not set");
  return { backend, redisUrl, redisPrefix: settings["queue.redis_prefix"] };
}

const NOBODY: Rescued = { again: 0, failed: [] };

/** A torrent that was just added is there for qBittorrent before it shows in its list. */
const VISIBLE_WITHIN_MS = 10_000;

/** One pass for jobs that may share it. */
function passFor(jobs: Claim["jobs"]): PassRequest {
  const [{ context, dryRun, trace }] = jobs;
  const named = jobs.flatMap(({ hash, createdAt }) =>
    hash === null ? [] : [{ hash, until: createdAt + VISIBLE_WITHIN_MS }],
  );
  return { context, dryRun, trace, scope: { all: named.length < jobs.length, named } };
}

const either = (one: AbortSignal | null | undefined, other: AbortSignal): AbortSignal =>
  one === null || one === undefined ? other : AbortSignal.any([one, other]);
