import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Client } from "../qbittorrent/client.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { type Rule, runsFor, sourcesOf } from "../rules/rule.ts";
import type { Source } from "../rules/truth.ts";
import { type Failures, apply, createFailures } from "./apply.ts";
import { createCategories } from "./categories.ts";
import { planInWaves } from "./facts.ts";
import type { TorrentPlan } from "./plan.ts";
import { type Report, report } from "./report.ts";
import { type PlannedRequest, groupRequests } from "./requests.ts";
import { createSettling } from "./settling.ts";

/** How often the list is read again while it lags behind our own writes. */
const SETTLE_MS = 250;

export interface EngineOptions {
  readonly client: Client;
  /** The rules as they are now; `withhold` says why nothing may be destroyed, if so. */
  readonly rules: () => Promise<{ readonly rules: readonly Rule[]; readonly withhold?: string | undefined }>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What to run: rules of which context, on which torrent (null: all), for real or not. */
export interface PassRequest {
  readonly context: string | null;
  readonly hash: string | null;
  readonly dryRun: boolean;
}

export interface Engine {
  /** One pass of the rules. Throws AppError when qBittorrent fails in a way that the whole pass depends on. */
  run(request: PassRequest, signal: AbortSignal): Promise<Report>;
}

/** From rules and facts to requests: plan, then apply. A dry run is the same without the sending. */
export function createEngine({ client, rules: currentRules, clock, log }: EngineOptions): Engine {
  const settling = createSettling(clock);
  const categories = createCategories(client);

  async function fetchTorrents(
    hash: string | null,
    named: ReadonlySet<Source>,
    signal: AbortSignal,
  ): Promise<Torrent[]> {
    const hashes = hash === null ? undefined : [torrentId(hash)];
    const query = { hashes, trackers: named.has("trackers"), files: named.has("files"), signal };
    let torrents = await client.torrents(query);
    while (settling.isLagging(torrents)) {
      await clock.sleep(SETTLE_MS, signal);
      signal.throwIfAborted();
      torrents = await client.torrents(query);
    }
    return torrents;
  }

  /** Whatever became of it, the next pass waits until the list shows it. */
  async function send(request: PlannedRequest, signal: AbortSignal): Promise<void> {
    try {
      await client.write(request.write, request.hashes, signal);
    } finally {
      settling.wrote(request);
    }
  }

  return {
    run: async ({ context, hash, dryRun }, signal) => {
      const now = Math.floor(clock.now() / 1000);
      const before = client.requests();
      const { rules: all, withhold } = await currentRules();
      const rules = all.filter((rule) => runsFor(rule, context));
      const named = new Set(rules.flatMap(({ condition }) => [...sourcesOf(condition)]));

      const torrents = rules.length === 0 ? [] : await fetchTorrents(hash, named, signal);
      const plans = await planInWaves(client, torrents, { rules, now, server: { has: () => true }, withhold }, signal);
      const changes = groupRequests(plans);
      const requests = [...(await categories.missing(changes, torrents, signal)), ...changes];
      const failures = dryRun ? createFailures() : await apply((request) => send(request, signal), requests, log);

      const warnings = warningsFor({ context, hash }, { all, rules, torrents, withhold });
      const after = client.requests();
      // What a dry run would have sent.
      const write = dryRun ? requests.length : after.write - before.write;
      logPass(log, { plans, requests, failures, dryRun, warnings });
      return report({
        plans,
        rules,
        failures,
        now,
        dryRun,
        requests: { read: after.read - before.read, write },
        warnings,
      });
    },
  };
}

/** The server knows a v2 torrent by the first 40 digits of its hash. */
const torrentId = (hash: string): string => hash.slice(0, 40);

interface Found {
  readonly all: readonly Rule[];
  readonly rules: readonly Rule[];
  readonly torrents: readonly Torrent[];
  readonly withhold: string | undefined;
}

function warningsFor(
  { context, hash }: Omit<PassRequest, "dryRun">,
  { all, rules, torrents, withhold }: Found,
): string[] {
  const warnings: string[] = [];
  const known = [...new Set(all.flatMap(({ contexts = [] }) => contexts))];
  if (context !== null && !known.includes(context)) {
    warnings.push(`no rule names the context "${context}"; known are: ${known.join(", ") || "none"}`);
  }
  if (rules.length === 0) warnings.push("no rule runs for this job");
  else if (hash !== null && torrents.length === 0) warnings.push(`qBittorrent has no torrent ${hash}`);
  if (withhold !== undefined) warnings.push(withhold);
  return warnings;
}

interface Passed {
  readonly plans: readonly TorrentPlan[];
  readonly requests: readonly PlannedRequest[];
  readonly failures: Failures;
  readonly dryRun: boolean;
  readonly warnings: readonly string[];
}

/** What is gone is named one by one: the log outlives the job that says who did it. */
function logPass(log: Log, { plans, requests, failures, dryRun, warnings }: Passed): void {
  const matched = plans.reduce((total, plan) => total + plan.matched.length, 0);
  log.info(dryRun ? "Dry run" : "Pass", { torrents: plans.length, matched, requests: requests.length });
  for (const warning of warnings) log.warn("Pass", { warning });
  if (dryRun) return;
  for (const { torrent, actions } of plans) {
    const deletion = actions.find(({ action, outcome }) => action.aspect === "delete" && outcome === "executed");
    if (deletion === undefined || failures.of(torrent.hash, "delete") !== undefined) continue;
    const { rule, action } = deletion;
    log.info("Deleted", { name: torrent.name, hash: torrent.hash, rule: rule.name, ...action.params });
  }
}
