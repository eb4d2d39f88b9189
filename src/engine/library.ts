import type { Clock } from "../lib/clock.ts";
import type { Client, TorrentQuery } from "../qbittorrent/client.ts";
import type { Server, Source } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { sourceOf, supplyFor } from "../rules/fields/field.ts";
import { type Condition, type Rule, type Rulebook, leavesOf } from "../rules/rule.ts";
import { awaitNamed } from "./await-named.ts";
import type { Scope } from "./scope.ts";
import type { Settling } from "./settling.ts";

/** How often the list is read again while it lags behind our own writes. */
const SETTLE_MS = 250;

export interface Wanted {
  readonly scope: Scope;
  readonly book: Rulebook;
  readonly rules: readonly Rule[];
  readonly server: Server;
}

/** Reads the list of torrents, once it shows what was written last. */
export interface Library {
  /** Waits for torrents that were named and are not there yet. */
  list(wanted: Wanted, signal: AbortSignal): Promise<readonly Torrent[]>;
  /** Every torrent, without anything besides the list. */
  all(signal: AbortSignal): Promise<readonly Torrent[]>;
}

export function createLibrary(client: Client, settling: Settling, clock: Clock): Library {
  async function settled(query: TorrentQuery & { readonly signal: AbortSignal }): Promise<readonly Torrent[]> {
    let torrents = await client.torrents(query);
    while (settling.isLagging(torrents)) {
      await clock.sleep(SETTLE_MS, query.signal);
      query.signal.throwIfAborted();
      torrents = await client.torrents(query);
    }
    return torrents;
  }

  return {
    list: async ({ scope, book, rules, server }, signal) => {
      const conditions = [...rules.map(({ condition }) => condition), ...(book.protect ? [book.protect] : [])];
      const named = sourcesNamed(conditions, server);
      const including = { trackers: named.has("trackers"), files: named.has("files") };
      return await awaitNamed(scope, {
        list: (hashes) => settled({ hashes, ...including, signal }),
        // Before, a torrent had but one hash.
        all: server.has("4.4") ? () => client.torrents({ signal }) : undefined,
        clock,
        signal,
      });
    },
    all: (signal) => settled({ signal }),
  };
}

/** What the conditions ask about on this server, besides the list itself. */
function sourcesNamed(conditions: readonly Condition[], { has }: Server): ReadonlySet<Source | "info"> {
  const lists = conditions.flatMap(listsOf);
  const supplies = conditions.flatMap(leavesOf).map(({ field }) => supplyFor(field, has));
  return new Set([...lists, ...supplies.flatMap((supply) => (supply === undefined ? [] : [sourceOf(supply)]))]);
}

function listsOf(condition: Condition): readonly Source[] {
  if (condition.kind === "test") return [];
  return "where" in condition ? [condition.list] : condition.of.flatMap(listsOf);
}
