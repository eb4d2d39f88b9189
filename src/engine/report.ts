import type { Rule } from "../rules/rule.ts";
import { type Explain, createExplainer, undecidedTests } from "../rules/evaluate/explain.ts";
import type { Failures } from "./apply.ts";
import type { Doubt, TorrentPlan } from "./plan.ts";
import type { PlanContext } from "./prepare.ts";
import { type ActionReport, reportAction } from "./report-action.ts";
import type { Trace } from "./trace.ts";

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
    /** Fields. */
    readonly unknown: readonly string[];
    readonly why: readonly string[];
  }[];
  readonly requests: { readonly read: number; readonly write: number };
  readonly warnings: readonly string[];
  /** Only of a job that was cut off after so many of its requests, and then went on. */
  readonly resumed?: { readonly after_requests: number };
  /** Only of a job that asked for it. */
  readonly trace?: Trace;
}

export interface ReportInput {
  /** Torrents looked at. */
  readonly processed: number;
  readonly plans: readonly TorrentPlan[];
  readonly context: PlanContext;
  readonly failures: Failures;
  readonly dryRun: boolean;
  readonly requests: { readonly read: number; readonly write: number };
  readonly warnings: readonly string[];
  /** How many requests had been sent before by attempts that were cut off. */
  readonly resumed: number;
  readonly trace?: Trace | undefined;
}

/** Reads the plan, and what failed of it, for people and programs. */
export function report(input: ReportInput): Report {
  const { processed, plans, context, failures, dryRun, requests, warnings } = input;
  const counts = new Map(context.rules.map(({ rule: { name } }) => [name, emptyReport(name)]));
  const explainers = new Map<Rule, Explain>();
  const count = (rule: Rule, what: Exclude<keyof RuleReport, "name">) => {
    const counted = counts.get(rule.name);
    if (counted !== undefined) counted[what]++;
  };
  const explainerOf = (rule: Rule): Explain => {
    const explain = explainers.get(rule) ?? createExplainer(rule.condition, context);
    explainers.set(rule, explain);
    return explain;
  };

  const torrents: Report["torrents"][number][] = [];
  const undecided: Report["undecided"][number][] = [];
  let touched = 0;
  for (const plan of plans) {
    const { torrent } = plan;
    for (const rule of plan.matched) count(rule, "matched");
    for (const doubt of plan.undecided) {
      count(doubt.rule, "undecided");
      if (undecided.length < LISTED) undecided.push(reportDoubt(doubt, plan, explainerOf(doubt.rule)));
    }
    const actions = plan.actions.map((planned) => reportAction(torrent.hash, planned, failures));
    for (const [index, { rule }] of plan.actions.entries()) count(rule, actions[index]?.outcome ?? "skipped");
    const shown = actions.filter(({ outcome }) => outcome !== "skipped");
    if (shown.length === 0) continue;
    touched++;
    if (torrents.length < LISTED) torrents.push({ hash: torrent.hash, name: torrent.name, actions: shown });
  }

  const perRule = [...counts.values()];
  const sum = (what: Exclude<keyof RuleReport, "name">) => perRule.reduce((total, rule) => total + rule[what], 0);
  return {
    torrents_processed: processed,
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
    ...(input.resumed > 0 && { resumed: { after_requests: input.resumed } }),
    ...(input.trace && { trace: input.trace }),
  };
}

/** What was not known when the rule was tried, and why. */
function reportDoubt(
  { rule, torrent }: Doubt,
  { torrent: start }: TorrentPlan,
  explain: Explain,
): Report["undecided"][number] {
  const tests = undecidedTests(explain({ torrent, start }));
  return {
    rule: rule.name,
    hash: torrent.hash,
    name: torrent.name,
    unknown: [...new Set(tests.map(({ field }) => field))],
    why: [...new Set(tests.map(({ field, why }) => `${field}: ${why}`))],
  };
}

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
