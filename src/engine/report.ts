import type { Rule } from "../rules/rule.ts";
import { unknownFields } from "../rules/unknown.ts";
import type { Failures } from "./apply.ts";
import type { Doubt, PlannedAction, TorrentPlan } from "./plan.ts";

/** Torrents listed one by one in a result; the counters cover all of them. */
const LISTED = 1_000;

export interface RuleReport {
  readonly name: string;
  /** Torrents. */
  matched: number;
  undecided: number;
  /** Actions. */
  executed: number;
  skipped: number;
  superseded: number;
  withheld: number;
  failed: number;
}

export interface ActionReport {
  readonly rule: string;
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly outcome: "executed" | "superseded" | "withheld" | "failed";
  readonly reason?: string;
}

export interface Report {
  readonly torrents_processed: number;
  /** (rule, torrent) pairs. */
  readonly rules_matched: number;
  readonly actions_executed: number;
  readonly actions_skipped: number;
  readonly errors: number;
  readonly dry_run: boolean;
  readonly rules: readonly RuleReport[];
  /** Torrents with something done to them, in list order; at most 1,000, `torrents_not_listed` counts the others. */
  readonly torrents: readonly {
    readonly hash: string;
    readonly name: string;
    readonly actions: readonly ActionReport[];
  }[];
  readonly torrents_not_listed: number;
  /** Where a rule could neither match nor not match, and for want of what; at most 1,000. */
  readonly undecided: readonly {
    readonly rule: string;
    readonly hash: string;
    readonly name: string;
    readonly unknown: readonly string[];
  }[];
  readonly requests: { readonly read: number; readonly write: number };
  readonly warnings: readonly string[];
}

export interface ReportInput {
  readonly plans: readonly TorrentPlan[];
  readonly rules: readonly Rule[];
  readonly failures: Failures;
  readonly now: number;
  readonly dryRun: boolean;
  readonly requests: { readonly read: number; readonly write: number };
  readonly warnings: readonly string[];
}

/** Reads the plan, and what failed of it, for people and programs. */
export function report({ plans, rules, failures, now, dryRun, requests, warnings }: ReportInput): Report {
  const counts = new Map(rules.map(({ name }) => [name, emptyReport(name)]));
  const count = (rule: Rule, what: Exclude<keyof RuleReport, "name">) => {
    const counted = counts.get(rule.name);
    if (counted !== undefined) counted[what]++;
  };
  const outcomeOf = (plan: TorrentPlan, planned: PlannedAction) => reportAction(plan, planned, failures);

  const torrents: Report["torrents"][number][] = [];
  const undecided: Report["undecided"][number][] = [];
  let touched = 0;
  for (const plan of plans) {
    const { torrent } = plan;
    for (const rule of plan.matched) count(rule, "matched");
    for (const doubt of plan.undecided) {
      count(doubt.rule, "undecided");
      if (undecided.length < LISTED) undecided.push(reportDoubt(doubt, now));
    }
    const actions = plan.actions.map((planned) => outcomeOf(plan, planned));
    for (const [index, { rule }] of plan.actions.entries()) count(rule, actions[index]?.outcome ?? "skipped");
    const shown = actions.filter((action) => action !== undefined);
    if (shown.length === 0) continue;
    touched++;
    if (torrents.length < LISTED) torrents.push({ hash: torrent.hash, name: torrent.name, actions: shown });
  }

  const perRule = [...counts.values()];
  const sum = (what: Exclude<keyof RuleReport, "name">) => perRule.reduce((total, rule) => total + rule[what], 0);
  return {
    torrents_processed: plans.length,
    rules_matched: sum("matched"),
    actions_executed: sum("executed"),
    actions_skipped: sum("skipped"),
    errors: sum("failed"),
    dry_run: dryRun,
    rules: perRule,
    torrents,
    torrents_not_listed: touched - torrents.length,
    undecided,
    requests,
    warnings,
  };
}

/** Undefined: skipped, nothing to tell about. */
function reportAction({ torrent }: TorrentPlan, planned: PlannedAction, failures: Failures): ActionReport | undefined {
  const { rule, action, outcome, reason } = planned;
  if (outcome === "skipped") return undefined;
  const said = { rule: rule.name, type: action.type, params: action.params };
  const failure = outcome === "executed" ? failures.of(torrent.hash, action.aspect) : undefined;
  if (failure !== undefined) return { ...said, outcome: "failed", reason: failure };
  return { ...said, outcome, ...(reason !== undefined && { reason }) };
}

const reportDoubt = ({ rule, torrent }: Doubt, now: number): Report["undecided"][number] => ({
  rule: rule.name,
  hash: torrent.hash,
  name: torrent.name,
  unknown: unknownFields(rule.condition, torrent, now),
});

const emptyReport = (name: string): RuleReport => ({
  name,
  matched: 0,
  undecided: 0,
  executed: 0,
  skipped: 0,
  superseded: 0,
  withheld: 0,
  failed: 0,
});
