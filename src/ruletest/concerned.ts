import type { RuleTrace, Trace } from "../engine/trace.ts";
import type { TorrentPlan } from "../engine/plan.ts";
import type { Expectation } from "./case.ts";
import type { Difference } from "./compare.ts";

export interface Concerned {
  readonly rules: readonly RuleTrace[];
  readonly rules_not_run: Trace["rules_not_run"];
}

/** The rules that the differences are about. */
export function concerned(
  differences: readonly Difference[],
  expectation: Expectation,
  plan: TorrentPlan,
  { torrents: [traced], rules_not_run: notRun }: Trace,
): Concerned {
  const tried = traced?.rules ?? [];
  const names = new Set([
    ...inOne(
      expectation.matches,
      plan.matched.map(({ name }) => name),
    ),
    ...inOne(
      expectation.undecided,
      plan.undecided.map(({ rule }) => rule.name),
    ),
    ...(differences.some(({ what }) => isAboutActions(what)) ? acting(tried) : []),
  ]);
  return {
    rules: tried.filter(({ rule }) => names.has(rule)),
    rules_not_run: notRun.filter(({ rule }) => names.has(rule)),
  };
}

/** What only one of them names; nothing if nothing was expected. */
function inOne(expected: readonly string[] | undefined, found: readonly string[]): readonly string[] {
  if (expected === undefined) return [];
  return [...expected.filter((name) => !found.includes(name)), ...found.filter((name) => !expected.includes(name))];
}

const isAboutActions = (what: string): boolean => what !== "matches" && what !== "undecided";

/** Rules that did something or might have; where there is none, all. */
function acting(tried: readonly RuleTrace[]): readonly string[] {
  const some = tried.filter(({ outcome }) => outcome === "matched" || outcome === "undecided");
  return (some.length > 0 ? some : tried).map(({ rule }) => rule);
}
