import type { Torrent } from "../qbittorrent/torrent.ts";
import type { TorrentPlan } from "./plan.ts";
import { type Report, type ReportInput, report } from "./report.ts";
import { findIn } from "./named.ts";
import { whyAbsent } from "./scope.ts";

interface Passed extends Omit<ReportInput, "plans" | "processed"> {
  /** Those that the pass looked at. */
  readonly torrents: readonly Torrent[];
  readonly plans: readonly TorrentPlan[];
}

/** A pass is told to each of those who asked for it by what became of their own torrent; null: to one who asked for all. */
export function createReports({ torrents, plans, ...common }: Passed): (hash: string | null) => Report {
  const planOf = new Map(plans.map((plan) => [plan.torrent.hash, plan]));
  const find = findIn(torrents);
  // Where no rule runs, nobody has looked.
  const hasLooked = common.context.rules.length > 0;
  return (hash) => {
    if (hash === null) return report({ ...common, plans, processed: torrents.length });
    const torrent = find(hash);
    const plan = torrent && planOf.get(torrent.hash);
    const warnings = hasLooked && torrent === undefined ? [...common.warnings, whyAbsent(hash)] : common.warnings;
    return report({
      ...common,
      plans: plan === undefined ? [] : [plan],
      processed: torrent === undefined ? 0 : 1,
      warnings,
    });
  };
}
