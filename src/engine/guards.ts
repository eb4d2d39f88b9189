import type { Clock } from "../lib/clock.ts";
import type { Quota } from "../lib/units.ts";
import type { Client } from "../qbittorrent/client.ts";
import { withFetched } from "../qbittorrent/fetched.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Rulebook } from "../rules/rule.ts";
import { type Known, type Planned, inParallel } from "./facts.ts";
import type { Library } from "./library.ts";
import { type Excess, type Journal, WINDOW_MS, deletions, limitOf, needsLibrary } from "./limit.ts";
import type { Preparation } from "./prepare.ts";
import { type Moving, deletedWithFiles, filesNeeded, findShared, movedBy } from "./sharing.ts";

export interface GuardsOptions {
  readonly client: Pick<Client, "files">;
  readonly maxDeletions: Quota | undefined;
  readonly journal: Pick<Journal, "deletionsSince">;
  readonly clock: Pick<Clock, "now">;
}

/** What the guards add to the preparation of a plan. */
export type Guarded = Pick<Preparation, "withhold" | "shared">;

export interface GuardedPlan {
  readonly planned: Planned;
  readonly guarded: Partial<Guarded>;
  /** The plan would have deleted too much, and now destroys nothing. */
  readonly tooMany?: Excess;
}

interface Occasion {
  readonly known: Known;
  /** `known` is the whole library. */
  readonly all: boolean;
  readonly book: Rulebook;
}

interface Question {
  readonly wanted: readonly Torrent[];
  readonly torrents: readonly Torrent[];
  readonly moving: readonly Moving[];
}

interface Spared {
  readonly planned: Planned;
  /** As `Preparation.shared`. */
  readonly shared: ReadonlyMap<string, string>;
}

type Plan = (known: Known, guarded: Partial<Guarded>) => Promise<Planned>;

/**
 * The guards that look at a plan as a whole: data that other torrents use, and how many torrents go. What they forbid is
 * planned again without, so that later rules see the torrents that stay.
 */
export function createGuards({ client, maxDeletions, journal, clock }: GuardsOptions, library: Pick<Library, "all">) {
  return {
    apply: async (plan: Plan, { known, all: isAll, book }: Occasion, signal: AbortSignal): Promise<GuardedPlan> => {
      const first = await plan(known, {});
      let torrents: readonly Torrent[] | undefined = isAll ? first.torrents : undefined;
      if (deletedWithFiles(first.plans).length > 0) torrents ??= await all(first, signal);
      const { planned, shared } = await spare(first, torrents ?? [], plan, signal);
      const guarded = { shared };

      const going = deletions(planned.plans);
      if (going.length === 0) return { planned, guarded };
      const quotas = [maxDeletions, book.maxDeletions].filter((quota) => quota !== undefined);
      const used = await journal.deletionsSince(clock.now() - WINDOW_MS);
      const total = used + going.length;
      if (torrents === undefined && needsLibrary(quotas, total)) torrents = await all(planned, signal);
      const limit = limitOf(quotas, torrents?.length ?? 0);
      if (total <= limit) return { planned, guarded };
      const none = { shared, withhold: "more would be deleted than safety.max_deletions allows" };
      return {
        planned: await plan(planned, none),
        guarded: none,
        tooMany: { plans: going, limit, isNamed: quotas.length > 0, used },
      };
    },
  };

  /** Without the deletions of shared data. A torrent that stays may then be moved to where other data was to go. */
  async function spare(first: Planned, torrents: readonly Torrent[], plan: Plan, signal: AbortSignal): Promise<Spared> {
    let shared: ReadonlyMap<string, string> = new Map();
    const wanted = deletedWithFiles(first.plans);
    if (wanted.length === 0) return { planned: first, shared };
    const placed = await withFileLists({ wanted, torrents, moving: movedBy(first.plans) }, signal);
    const place = (torrent: Torrent) => placed.get(torrent.hash) ?? torrent;
    // What was asked for here is not asked for again where a later rule wants it.
    let planned: Planned = { ...first, torrents: first.torrents.map(place) };
    for (;;) {
      const moving = movedBy(planned.plans).map(({ torrent, to }) => ({ torrent: place(torrent), to }));
      const found = new Map([...findShared(wanted.map(place), [...placed.values()], moving), ...shared]);
      if (found.size === shared.size) return { planned, shared };
      shared = found;
      planned = await plan(planned, { shared });
    }
  }

  /** Every torrent, and what is known of some already. */
  async function all({ torrents: known }: Planned, signal: AbortSignal): Promise<readonly Torrent[]> {
    const knownOf = new Map(known.map((torrent) => [torrent.hash, torrent]));
    return (await library.all(signal)).map((torrent) => knownOf.get(torrent.hash) ?? torrent);
  }

  /** On servers that do not say where data lies, the lists of files tell. */
  async function withFileLists(
    { wanted, torrents, moving }: Question,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Torrent>> {
    const needed = filesNeeded(wanted, torrents, moving);
    const listed = await inParallel(needed, async (torrent) =>
      withFetched(torrent, "files", await client.files(torrent.hash, signal)),
    );
    return new Map([...torrents, ...listed].map((torrent) => [torrent.hash, torrent]));
  }
}
