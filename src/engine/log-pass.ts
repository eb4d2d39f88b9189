import type { Log } from "../lib/log.ts";
import type { Failures } from "./apply.ts";
import type { TorrentPlan } from "./plan.ts";
import type { PlannedRequest } from "./requests.ts";

export interface Passed {
  readonly plans: readonly TorrentPlan[];
  /** Torrents looked at. */
  readonly processed: number;
  readonly requests: readonly PlannedRequest[];
  readonly failures: Failures;
  readonly dryRun: boolean;
  readonly warnings: readonly string[];
}

/** What is gone is named one by one: the log outlives the job that says who did it. */
export function logPass(log: Log, { plans, processed, requests, failures, dryRun, warnings }: Passed): void {
  const matched = plans.reduce((total, plan) => total + plan.matched.length, 0);
  const what = dryRun ? "Dry run" : "Pass";
  log.info(what, { torrents: processed, matched, requests: requests.length });
  for (const warning of warnings) log.warn(what, { warning });
  if (dryRun) return;
  for (const { torrent, actions } of plans) {
    const deletion = actions.find(({ action, outcome }) => action.aspect === "delete" && outcome === "executed");
    if (deletion === undefined || failures.of(torrent.hash, "delete") !== undefined) continue;
    const { rule, action } = deletion;
    log.info("Deleted", { name: torrent.name, hash: torrent.hash, rule: rule.name, ...action.params });
  }
}
