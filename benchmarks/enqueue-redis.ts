import { startRedis } from "../tests/support/redis.ts";
import { type Ratio, type Table, compare } from "./finding.ts";
import { NOWHERE, executeUrl, parkWorker, withProgram } from "./idle-program.ts";
import type { Load, Loader, Target } from "./load.ts";
import { figure } from "./print.ts";
import { inRounds, median } from "./statistics.ts";

const ROUNDS = 5;

/** How soon Redis has its append-only file on disk: when it answers, or within a second, which is the usual. */
const syncs = ["everysec", "always"] as const;

interface Both {
  readonly ours: Load;
  readonly bare: Load;
}

/** The same load with jobs in a Redis of its own, against the same bare handler. */
export async function answerOnRedis(
  loader: Loader,
  bare: Target,
): Promise<{ readonly tables: readonly Table[]; readonly ratios: readonly Ratio[] }> {
  if (Bun.which("redis-server") === null)
    throw new Error("redis-server is not installed: apt-get install redis-server");
  const measured: { readonly sync: string; readonly loads: readonly Both[] }[] = [];
  for (const sync of syncs) measured.push({ sync, loads: await loadsWith(sync, loader, bare) });
  return {
    tables: [
      {
        title: "Jobs in Redis, with its append-only file",
        header: ["appendfsync", "requests/s", "p50 ms", "p99 ms"],
        rows: measured.map(({ sync, loads }) => [
          sync,
          figure(median(loads.map(({ ours }) => ours.perSecond))),
          figure(median(loads.map(({ ours }) => ours.p50Ms))),
          figure(median(loads.map(({ ours }) => ours.p99Ms))),
        ]),
      },
    ],
    ratios: measured.map(({ sync, loads }) =>
      compare(
        { what: `Redis, appendfsync ${sync} (limit 0.10)`, unit: "1/s", better: "higher" },
        loads.map(({ ours, bare: other }) => ({ ours: ours.perSecond, bare: other.perSecond })),
      ),
    ),
  };
}

async function loadsWith(sync: (typeof syncs)[number], loader: Loader, bare: Target): Promise<Both[]> {
  await using redis = await startRedis({ args: ["--appendfsync", sync] });
  const env = { QBT_RULES_QUEUE_BACKEND: "redis", QBT_RULES_QUEUE_REDIS_URL: redis.url };
  return await withProgram(
    async (program) => {
      await parkWorker(program);
      const ours: Target = { url: executeUrl(program.url), key: program.key };
      const loads = await inRounds(ROUNDS, async () => ({
        bare: await loader.load(bare),
        ours: await loader.load(ours),
      }));
      const refused = loads.reduce((sum, round) => sum + round.ours.refused, 0);
      if (refused > 0) throw new Error(`${refused} requests were refused`);
      return loads;
    },
    NOWHERE,
    env,
  );
}
