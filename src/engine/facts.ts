import type { Client } from "../qbittorrent/client.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Source } from "../rules/truth.ts";
import { type PlanContext, type TorrentPlan, planTorrent } from "./plan.ts";

/** At once: qBittorrent answers everything on one thread. */
const CONCURRENCY = 4;

/**
 * Plans every torrent, fetching what the list did not bring in waves: evaluate all, fetch what the outcomes still hang on,
 * evaluate those torrents again. What no outcome depends on is never asked for, and nothing is asked for twice.
 */
export async function planInWaves(
  client: Client,
  torrents: readonly Torrent[],
  context: PlanContext,
  signal: AbortSignal,
): Promise<TorrentPlan[]> {
  const plans = new Map<string, TorrentPlan>();
  let open: readonly Torrent[] = torrents;
  while (open.length > 0) {
    const missing: { torrent: Torrent; source: Source }[] = [];
    for (const torrent of open) {
      const plan = planTorrent(torrent, context);
      if (typeof plan === "string") missing.push({ torrent, source: plan });
      else plans.set(torrent.hash, plan);
    }
    open = await inParallel(missing, ({ torrent, source }) => fetchFact(client, torrent, source, signal));
  }
  return torrents.map(({ hash }) => plans.get(hash)).filter((plan) => plan !== undefined);
}

async function fetchFact(client: Client, torrent: Torrent, source: Source, signal: AbortSignal): Promise<Torrent> {
  const fact = { [source]: (await client[source](torrent.hash, signal)) ?? null };
  return { ...torrent, ...fact };
}

/** In the order of the items. After a failure nothing more begins, and it is thrown when what was under way has ended. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  let failed = false;
  const lane = async () => {
    for (const [index, item] of queue) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  const lanes = Array.from({ length: CONCURRENCY }, lane);
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
  return results;
}
