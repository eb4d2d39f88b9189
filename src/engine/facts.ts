import type { Client } from "../qbittorrent/client.ts";
import type { Server, ServerSource, Source, TorrentSource } from "../qbittorrent/facts.ts";
import { withFetched } from "../qbittorrent/fetched.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { type TorrentPlan, planTorrent } from "./plan.ts";
import type { PlanContext } from "./prepare.ts";

/** At once: qBittorrent answers everything on one thread. */
const CONCURRENCY = 4;

/** What a pass knows, and what follows from it. */
export interface Planned {
  /** With the facts that were fetched for them. */
  readonly torrents: readonly Torrent[];
  readonly server: Server;
  /** Of the torrents that rules have anything to say about, in the order of the list. */
  readonly plans: readonly TorrentPlan[];
}

export interface Known {
  readonly torrents: readonly Torrent[];
  readonly server: Server;
}

/**
 * Plans every torrent, fetching what the list did not bring in waves: evaluate all, fetch what the outcomes still hang on,
 * evaluate those torrents again. What is missing of the server is fetched at once, since it holds for the torrents that
 * follow. What no outcome depends on is never asked for, and nothing is asked for twice.
 */
export async function planInWaves(
  client: Client,
  known: Known,
  prepare: (server: Server) => PlanContext,
  signal: AbortSignal,
): Promise<Planned> {
  const torrents = [...known.torrents];
  let { server } = known;
  let context = prepare(server);
  const plans = new Map<number, TorrentPlan>();
  let open: readonly number[] = [...torrents.keys()];
  while (open.length > 0) {
    const missing: Missing[] = [];
    for (const index of open) {
      const torrent = torrents[index];
      if (torrent === undefined) continue;
      let plan = planTorrent(torrent, context);
      while (isOfServer(plan)) {
        server = { ...server, [plan]: await serverFacts[plan](client, signal) };
        context = prepare(server);
        plan = planTorrent(torrent, context);
      }
      if (typeof plan === "string") missing.push({ index, torrent, source: plan });
      else if (plan !== undefined) plans.set(index, plan);
    }
    const fetched = await inParallel(missing, async ({ torrent, source }) =>
      withFetched(torrent, source, await client[source](torrent.hash, signal)),
    );
    for (const [at, { index, torrent }] of missing.entries()) torrents[index] = fetched[at] ?? torrent;
    open = missing.map(({ index }) => index);
  }
  const inOrder = [...plans].toSorted(([a], [b]) => a - b).map(([, plan]) => plan);
  return { torrents, server, plans: inOrder };
}

interface Missing {
  readonly index: number;
  readonly torrent: Torrent;
  readonly source: TorrentSource;
}

const isOfServer = (plan: TorrentPlan | Source | undefined): plan is ServerSource =>
  typeof plan === "string" && Object.hasOwn(serverFacts, plan);

const serverFacts = {
  transfer: (client, signal) => client.transfer(signal),
  preferences: (client, signal) => client.preferences(signal),
  categories: (client, signal) => client.categories(signal),
} as const satisfies Record<ServerSource, (client: Client, signal: AbortSignal) => Promise<unknown>>;

/** In the order of the items. After a failure nothing more begins, and it is thrown when what was under way has ended. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
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
