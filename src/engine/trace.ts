import type { Torrent } from "../qbittorrent/torrent.ts";
import { type Explain, type Explained, createExplainer } from "../rules/evaluate/explain.ts";
import { type Rule, type Rulebook, runsFor } from "../rules/rule.ts";
import { FALSE, type Outcome, TRUE } from "../rules/truth.ts";
import { type TorrentPlan, planTorrent } from "./plan.ts";
import type { PlanContext } from "./prepare.ts";
import { type ActionReport, reportAction } from "./report-action.ts";
import type { Failures } from "./apply.ts";

/** What came of a rule for a torrent. */
export interface RuleTrace {
  readonly rule: string;
  readonly outcome: "matched" | "not matched" | "undecided" | "not reached";
  /** Undefined: the rule was not reached. */
  readonly condition?: Explained;
  readonly actions: readonly ActionReport[];
}

export interface TorrentTrace {
  readonly hash: string;
  readonly name: string;
  readonly rules: readonly RuleTrace[];
  /** The `protect` of the file, where it kept something from being done to the torrent. */
  readonly protect?: Explained;
}

/** Why everything came out as it did. Bounded: `torrents_not_shown` says how many were left out. */
export interface Trace {
  readonly torrents: readonly TorrentTrace[];
  readonly torrents_not_shown: number;
  readonly rules_not_run: readonly { readonly rule: string; readonly why: string }[];
}

export interface TraceInput {
  readonly torrents: readonly Torrent[];
  readonly plans: readonly TorrentPlan[];
  readonly context: PlanContext;
  readonly failures: Failures;
  readonly book: Pick<Rulebook, "rules"> & Partial<Pick<Rulebook, "protect">>;
  /** The job's. */
  readonly jobContext: string | null;
}

const MOST_TORRENTS = 100;
/** Of conditions, over all torrents. */
const MOST_PARTS = 20_000;

/** Those torrents first that something happened to. */
export function trace({ torrents, plans, context, failures, book, jobContext }: TraceInput): Trace {
  const planOf = new Map(plans.map((plan) => [plan.torrent.hash, plan]));
  const explainers = new Map(
    context.rules.map(({ rule }) => [rule, createExplainer(rule.condition, context)] as const),
  );
  const protection = book.protect && createExplainer(book.protect, context);
  const rest = torrents.filter(({ hash }) => !planOf.has(hash));
  const shown: TorrentTrace[] = [];
  let parts = 0;
  for (const torrent of [...plans.map((plan) => plan.torrent), ...rest]) {
    if (shown.length === MOST_TORRENTS || parts > MOST_PARTS) break;
    const traced = traceTorrent(torrent, planOf.get(torrent.hash), { context, explainers, failures, protection });
    const conditions = [...traced.rules.map(({ condition }) => condition), ...(traced.protect ? [traced.protect] : [])];
    parts += conditions.reduce((total, condition) => total + (condition ? partsOf(condition) : 1), 0);
    shown.push(traced);
  }
  const notRun = book.rules.filter((rule) => !runsFor(rule, jobContext));
  return {
    torrents: shown,
    torrents_not_shown: torrents.length - shown.length,
    rules_not_run: notRun.map((rule) => ({ rule: rule.name, why: whyNotRun(rule, jobContext) })),
  };
}

interface Tools {
  readonly context: PlanContext;
  readonly explainers: ReadonlyMap<Rule, Explain>;
  readonly failures: Failures;
  readonly protection: Explain | undefined;
}

/** Plans the torrent once more, looking over the planner's shoulder. */
function traceTorrent(torrent: Torrent, plan: TorrentPlan | undefined, tools: Tools): TorrentTrace {
  const { context, explainers, failures, protection } = tools;
  const tried: RuleTrace[] = [];
  planTorrent(torrent, context, (rule, found, outcome) => {
    const condition = explainers.get(rule)?.({ torrent: found, start: torrent });
    const actions = plan?.actions.filter((planned) => planned.rule === rule) ?? [];
    tried.push({
      rule: rule.name,
      outcome: nameOf(outcome),
      ...(condition && { condition }),
      actions: actions.map((planned) => reportAction(torrent.hash, planned, failures)),
    });
  });
  const left = context.rules.slice(tried.length).map(({ rule }) => rule.name);
  const notReached = left.map((rule) => ({ rule, outcome: "not reached" as const, actions: [] }));
  const protect = plan && protection && protecting(plan, protection);
  return { hash: torrent.hash, name: torrent.name, rules: [...tried, ...notReached], ...(protect && { protect }) };
}

/** As the pass found the torrent, or else as an action found it that was withheld. */
function protecting({ torrent, actions }: TorrentPlan, explain: Explain): Explained | undefined {
  const found = actions.flatMap((action) => (action.outcome === "withheld" ? (action.found ?? []) : []));
  if (found.length === 0) return undefined;
  const explained = [torrent, ...found].map((seen) => explain({ torrent: seen, start: torrent }));
  return explained.find(({ outcome }) => outcome === "true" || outcome === "unknown");
}

function nameOf(outcome: Outcome): RuleTrace["outcome"] {
  if (outcome === TRUE) return "matched";
  return outcome === FALSE ? "not matched" : "undecided";
}

function whyNotRun({ enabled, contexts = [] }: Rule, jobContext: string | null): string {
  if (!enabled) return "it is not enabled";
  const job = jobContext === null ? "the job has none" : `the job's is ${jobContext}`;
  return `it is for context ${contexts.join(", ")}; ${job}`;
}

/** What there is to show, lists that a rule names or a torrent has included. */
function partsOf(explained: Explained): number {
  if (explained.kind === "test") return 1 + lengthOf(explained.expected) + lengthOf(explained.value);
  const inside = "of" in explained ? explained.of : explained.items.map(({ where }) => where);
  return 1 + inside.reduce((total, part) => total + partsOf(part), 0);
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
