import { createFailures } from "../engine/apply.ts";
import { type RuleTrace, type Trace, trace } from "../engine/trace.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { Explained } from "../rules/evaluate/explain.ts";
import type { Rulebook } from "../rules/rule.ts";
import type { Case } from "./case.ts";
import { type Difference, compare } from "./compare.ts";
import { concerned } from "./concerned.ts";
import { withNotGiven } from "./not-given.ts";
import { type PlannedCase, planCase } from "./plan-case.ts";

/** What came of one test. */
export interface CaseResult {
  readonly name: string;
  /** `file:line:column` */
  readonly place: string;
  /** Names of the rules that matched any of its torrents. */
  readonly matched: readonly string[];
  /** Empty: the test has passed. */
  readonly failures: readonly Failure[];
}

/** A torrent of which something else came than was expected. */
export interface Failure {
  readonly torrent: string;
  /** `file:line:column` of what was expected. */
  readonly place: string;
  readonly differences: readonly Difference[];
  /** Of the rules that the differences are about. */
  readonly rules: readonly RuleTrace[];
  readonly rules_not_run: Trace["rules_not_run"];
  /** What protects the torrent, where something was withheld from it. */
  readonly protect?: Explained;
}

/** Runs the rules over the torrents of a test as a job would, but for the server: nothing is left to ask. */
export async function runCase(test: Case, book: Rulebook): Promise<CaseResult> {
  const planned = await planCase(test, book);
  const failures = test.torrents.flatMap(({ title, torrent }, index) => {
    const plan = planned.plans[index];
    return test.expectations.flatMap((expectation): Failure[] => {
      if (plan === undefined || expectation.hash !== torrent.hash) return [];
      const differences = compare(expectation, plan);
      if (differences.length === 0) return [];
      const traced = traceOf(torrent, planned, { test, book });
      const about = concerned(differences, expectation, plan, traced);
      const rules = about.rules.map((rule) => withReasons(rule, torrent, test));
      const [protection] = traced.torrents.map(({ protect }) => protect);
      const protect = protection && withNotGiven(protection, torrent, test.server);
      return [{ torrent: title, place: expectation.place, differences, ...about, rules, ...(protect && { protect }) }];
    });
  });
  const matched = planned.plans.flatMap((plan) => plan.matched.map((rule) => rule.name));
  return { name: test.name, place: test.place, matched: [...new Set(matched)], failures };
}

/** Why it came out so; nothing is sent, so that nothing fails on the way. */
const traceOf = (
  torrent: Torrent,
  { plans, context }: PlannedCase,
  { test, book }: { readonly test: Case; readonly book: Rulebook },
): Trace => {
  const own = plans.filter((plan) => plan.torrent.hash === torrent.hash);
  const about = { torrents: [torrent], plans: own, context, book, jobContext: test.context };
  return trace({ ...about, failures: createFailures() });
};

const withReasons = (rule: RuleTrace, torrent: Torrent, { server }: Case): RuleTrace =>
  rule.condition === undefined ? rule : { ...rule, condition: withNotGiven(rule.condition, torrent, server) };
