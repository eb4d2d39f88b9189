import { queueIn } from "../scripts/under-test/queue-in.ts";
import { startRedis } from "../tests/support/redis.ts";
import { type Answer, compare } from "./finding.ts";
import { NOWHERE, executeUrl, parkWorker, withProgram } from "./idle-program.ts";
import type { Load, Loader, Target } from "./load.ts";
import { figure } from "./print.ts";
import { inRounds, median } from "./statistics.ts";
import { withoutRedis } from "./tools.ts";

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
): Promise<Pick<Answer, "tables" | "ratios" | "leftOut">> {
  const missing = await withoutRedis();
  if (missing !== undefined) return { tables: [], ratios: [], leftOut: [missing] };
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
        { what: `Redis, appendfsync ${sync}`, unit: "1/s", better: "higher", limit: 0.1 },
        loads.map(({ ours, bare: other }) => ({ ours: ours.perSecond, bare: other.perSecond })),
      ),
    ),
  };
}

async function loadsWith(sync: (typeof syncs)[number], loader: Loader, bare: Target): Promise<Both[]> {
  await using redis = await startRedis({ args: ["--appendfsync", sync] });
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
    queueIn(redis),
  );
}
