import type { Known, Planned } from "../engine/facts.ts";
import { type Guarded, createGuards } from "../engine/guards.ts";
import { type TorrentPlan, planTorrent } from "../engine/plan.ts";
import { type PlanContext, prepare } from "../engine/prepare.ts";
import type { Server } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { type Rulebook, runsFor } from "../rules/rule.ts";
import type { Case } from "./case.ts";

export interface PlannedCase {
  /** Of every torrent, in the order of the test; one that says nothing where the rules have nothing to say. */
  readonly plans: readonly TorrentPlan[];
  readonly context: PlanContext;
}

/** Plans the torrents of a test as a pass over a library of them would, with the same guards. */
export async function planCase(test: Case, book: Rulebook): Promise<PlannedCase> {
  const torrents = test.torrents.map(({ torrent }) => torrent);
  const { context: jobContext, now, server } = test;
  const preparation = { rules: book.rules.filter((rule) => runsFor(rule, jobContext)), protect: book.protect, now };
  const contextWith = (from: Server, { shared, ...guarded }: Partial<Guarded>) =>
    // Alone in its library, a torrent shares its data with no other, wherever that lies.
    prepare({ ...preparation, ...guarded, ...(torrents.length > 1 && { shared }), server: from });
  const plan = (known: Known, guarded: Partial<Guarded>): Promise<Planned> =>
    Promise.resolve({ ...known, plans: planAll(known.torrents, contextWith(known.server, guarded)) });

  const clock = { now: () => now * 1000 };
  const guards = createGuards({ ...nothingOutside, clock }, { all: () => Promise.resolve(torrents) });
  const occasion = { known: { torrents, server }, all: true, book };
  const { planned, guarded } = await guards.apply(plan, occasion, new AbortController().signal);
  const planOf = new Map(planned.plans.map((found) => [found.torrent.hash, found]));
  return {
    plans: torrents.map((torrent) => planOf.get(torrent.hash) ?? silent(torrent, server)),
    context: contextWith(planned.server, guarded),
  };
}

/** No server to ask, no earlier jobs, no setting: the rules file alone. */
const nothingOutside = {
  client: { files: () => Promise.resolve(undefined) },
  maxDeletions: undefined,
  journal: { deletionsSince: () => Promise.resolve(0) },
};

function planAll(torrents: readonly Torrent[], context: PlanContext): readonly TorrentPlan[] {
  return torrents.flatMap((torrent) => {
    const plan = planTorrent(torrent, context);
    if (typeof plan === "string") throw new Error(`the plan of a test waits for ${plan}`);
    return plan ?? [];
  });
}

const silent = (torrent: Torrent, server: Server): TorrentPlan => ({
  torrent,
  matched: [],
  undecided: [],
  actions: [],
  writes: [],
  end: { torrent, wish: {}, server },
});
