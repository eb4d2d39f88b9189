import { setImmediate } from "node:timers/promises";
import { createApi } from "./app/api.ts";
import { unended } from "./app/ending.ts";
import { rulesFile } from "./app/rules-file.ts";
import { createRunner } from "./app/runner.ts";
import { type ServerSettings, loginOf, storeOf } from "./app/settings.ts";
import type { Clock } from "./lib/clock.ts";
import type { Log } from "./lib/log.ts";
import { systemTimeZone } from "./lib/time-zone.ts";
import { type Source, unchanging } from "./lib/watch.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { observedQueue } from "./metrics/observed.ts";
import type { Credentials } from "./qbittorrent/credentials.ts";
import { openQueue } from "./queue/open.ts";
import type { Rescued } from "./queue/queue.ts";
import { unnamedContexts } from "./rules/contexts.ts";
import { createRulesStore } from "./rules/store.ts";
import { createKeyRing } from "./server/key-ring.ts";
import { createKeyWatch } from "./server/key-watch.ts";
import { type Listener, listen } from "./server/listen.ts";
import { build } from "./version.ts";
import { createLoginWatch } from "./worker/login-watch.ts";
import { createMaintenance } from "./worker/maintenance.ts";
import { createMonitor } from "./worker/monitor.ts";
import { createRest } from "./worker/rest.ts";
import { createSchedule } from "./worker/schedule.ts";

export interface AppOptions {
  readonly settings: ServerSettings;
  /** Where settings can be read again that may change while the server runs; without it they stay as they are. */
  readonly again?: {
    readonly keys?: Source<readonly string[]>;
    readonly login?: Source<Credentials>;
  };
  /** Gives the system back what nobody needs while there is nothing to do. */
  readonly giveBack?: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface App {
  readonly url: string;
  readonly port: number;
  /** Reads the keys, and the login of qBittorrent, again. What cannot be used is said in the log, and stays as it was. */
  reread(): Promise<void>;
  /** Resolves when the worker hangs: then this server is to be stopped, so that its job and its lease pass on. */
  readonly hung: Promise<void>;
  /**
   * Lets the running job finish within the grace period, then undoes the start in reverse order. Idempotent. False: something
   * hung and was left as it was, so that the process must not wait for it either.
   */
  stop(): Promise<boolean>;
}

/**
 * How long what was told to end is waited for, where it has no grace or has used it up: it takes milliseconds. Three times this
 * and the default grace are less than the 30 s after which a container is killed.
 */
const END_WITHIN_MS = 1_400;

/** The composition root: everything is made here, once, and handed what it needs. Throws AppError when it cannot start. */
export async function startApp({ settings, again = {}, giveBack, clock, log }: AppOptions): Promise<App> {
  const rules = createRulesStore(rulesFile(settings["rules.file"]), log.getChild("rules"));
  for (const { message, where } of await rules.load()) log.getChild("rules").warn("Rules", { warning: message, where });
  for (const { message, where } of unnamedContexts(settings.schedule, (await rules.current()).book))
    log.getChild("schedule").warn("Schedule", { warning: message, where });
  const metrics = createMetrics();
  const opened = await openQueue({
    ...storeOf(settings),
    clock,
    notice: (message) => log.getChild("queue").warn("Queue", { notice: message }),
    rescued: tellRescued,
  });
  const queue = observedQueue(opened, metrics, clock);
  const runner = createRunner({ settings, queue, rules, metrics, clock, log });
  const { client, engine, worker, watchdog } = runner;
  const ring = createKeyRing(settings["server.api_key"]);
  const keyWatch = createKeyWatch({
    source: again.keys ?? unchanging(settings["server.api_key"]),
    ring,
    clock,
    log: log.getChild("server"),
  });
  const schedule = createSchedule({
    jobs: settings.schedule,
    timeZone: () => settings["server.timezone"] ?? systemTimeZone(),
    queue,
    enqueued: () => worker.wake(),
    isRunner: () => queue.lease.isHeld,
    clock,
    log: log.getChild("schedule"),
  });
  const isStopping = () => stopped !== undefined;
  const parts = { settings, queue, keys: ring, rules, runner, schedule, metrics, isStopping, clock };
  const api = createApi({ ...parts, log: log.getChild("server") });
  const maintenance = createMaintenance({
    queue,
    cleanupAfter: settings["queue.cleanup_after"],
    clock,
    log: log.getChild("queue"),
  });
  const monitor = createMonitor({
    look: () => Promise.allSettled([engine.look(), rules.current()]),
    connection: () => client.connection(),
    clock,
    log: log.getChild("qbittorrent"),
  });

  const loginWatch = createLoginWatch({
    source: again.login ?? unchanging(loginOf(settings)),
    ...client.login,
    hopeful: () => {
      worker.hurry();
      monitor.wake();
    },
    clock,
    log: log.getChild("qbittorrent"),
  });

  let answered = 0;
  const rest = createRest({
    signs: () => answered + client.requests().read + client.requests().write,
    giveBack: giveBack ?? (() => Promise.resolve()),
    clock,
    log: log.getChild("rest"),
  });

  let stopped: Promise<boolean> | undefined;
  const listener = await openForBusiness();
  log.info("Listening", { url: listener.url, version: build.version, rules: rules.state().count });
  // Whoever waits for that line, or with a request, goes first.
  await setImmediate();
  keyWatch.start();
  loginWatch.start();
  worker.start();
  watchdog.start();
  schedule.start();
  maintenance.start();
  monitor.start();
  rest.start();

  /**
   * Jobs of a server that died come back first: nobody else can hold them where the queue is ours alone. Where it is not,
   * they come back with the lease.
   */
  async function openForBusiness(): Promise<Listener> {
    try {
      if (queue.lease.isPermanent) tellRescued(await queue.rescue());
      return listen({
        host: settings["server.host"],
        port: settings["server.port"],
        fetch: (request, address) => {
          answered += 1;
          return api.fetch(request, { address });
        },
      });
    } catch (thrown) {
      await queue.close();
      throw thrown;
    }
  }

  function tellRescued(rescued: Rescued): void {
    if (rescued.again > 0) log.getChild("queue").warn("Jobs of a server that died run again", { jobs: rescued.again });
    for (const job of rescued.failed) {
      log.getChild("queue").error("Job failed: the server died whenever it ran it", { job });
      metrics.jobEnded("failed");
    }
  }

  async function stop(): Promise<boolean> {
    const grace = watchdog.hangs ? 0 : settings["server.shutdown_grace"];
    const inTime = new AbortController();
    const isLate = watchdog.hangs ? Promise.resolve() : clock.sleep(grace, inTime.signal);
    const cutShort = isLate.then(() => {
      // What still waits for qBittorrent now is no job, or one that gives up.
      runner.giveUp();
      return listener.end();
    });
    // A caller who is slow to finish a request must not use up the time of the running job.
    const working = await unended({ worker, schedule, requests: listener }, grace + END_WITHIN_MS, clock);
    inTime.abort();
    const connections = { stop: () => cutShort };
    const services = { connections, watchdog, maintenance, monitor, rest, keys: keyWatch, login: loginWatch };
    const serving = await unended(services, END_WITHIN_MS, clock);
    // Whatever hangs, the lease ends with it.
    const storing = await unended({ queue: { stop: () => queue.close() } }, END_WITHIN_MS, clock);
    const hanging = [...working, ...serving, ...storing];
    if (hanging.length === 0) log.info("Stopped");
    else
      log.error("Stopped, and left what hangs: whoever runs the jobs next takes up its job", {
        hanging: hanging.join(),
        job: worker.job ?? "none",
      });
    return hanging.length === 0 && !watchdog.hangs;
  }
  return {
    url: listener.url,
    port: listener.port,
    reread: async () => void (await Promise.all([keyWatch.reread(), loginWatch.reread()])),
    hung: watchdog.hung,
    stop: () => (stopped ??= stop()),
  };
}
