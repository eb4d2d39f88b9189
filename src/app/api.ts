import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { EXPOSITION_TYPE } from "../metrics/exposition.ts";
import type { Metrics } from "../metrics/metrics.ts";
import { newestTestedApi } from "../qbittorrent/versions.ts";
import type { Queue } from "../queue/queue.ts";
import type { RulesStore } from "../rules/store.ts";
import type { KeyRing } from "../server/key-ring.ts";
import { type Api, createServer } from "../server/server.ts";
import { build } from "../version.ts";
import type { Schedule } from "../worker/schedule.ts";
import type { Runner } from "./runner.ts";
import type { ServerSettings } from "./settings.ts";

export interface ApiOptions {
  readonly settings: ServerSettings;
  readonly queue: Queue;
  readonly keys: KeyRing;
  readonly rules: RulesStore;
  readonly runner: Pick<Runner, "client" | "worker" | "watchdog">;
  readonly schedule: Schedule;
  readonly metrics: Metrics;
  /** The server was told to stop. */
  readonly isStopping: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** The HTTP API, told how to find out what it answers. */
export function createApi(options: ApiOptions): Api {
  const { settings, queue, keys, rules, runner, schedule, metrics, isStopping, clock, log } = options;
  const { client, worker, watchdog } = runner;
  const startedAt = clock.now();
  const runtime = `bun ${Bun.version}`;
  return createServer({
    queue,
    keys,
    enqueued: () => worker.wake(),
    rules: async () => {
      const { book } = await rules.current();
      return { file: settings["rules.file"], list: book.rules, error: rules.state().error };
    },
    health: () => ({
      worker: { status: !worker.running ? "stopped" : watchdog.hangs ? "hanging" : "running" },
      qbittorrent: client.connection(),
      rules: rules.state(),
      stopping: isStopping(),
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
    log,
  });
}
