import { deletes } from "../../actions/delete.ts";
import { isRecord } from "../../lib/json.ts";
import type { Condition, Rule } from "../rule.ts";
import type { Source } from "../source.ts";
import { actionWarnings } from "./actions.ts";
import { conditionWarnings } from "./conditions.ts";
import type { Consequences } from "./conflict-texts.ts";
import { contextWarnings } from "./contexts.ts";
import { protectedWarnings } from "./protected.ts";
import { shadowWarnings } from "./shadowed.ts";
import type { Warning } from "./warning.ts";

/** A rules file whose references and shape are right. */
export interface Linted {
  readonly source: Source;
  /** As they are written. */
  readonly written: readonly unknown[];
  /** What they mean; undefined: that has problems. */
  readonly rules: readonly (Rule | undefined)[];
  readonly protect: Condition | undefined;
}

/** What may be written and can hardly be meant: what only a careful reader of the whole file would see. */
export function lint({ source, written, rules, protect }: Linted): readonly Warning[] {
  const right = rules.filter((rule) => rule !== undefined);
  return [
    ...rules.flatMap((rule, index) => (rule === undefined ? [] : ofRule(rule, index, source, written[index]))),
    ...(protect === undefined ? [] : conditionWarnings(protect, ofProtection)),
    ...contextWarnings(written, source),
    // Rules with problems may change what is found in between.
    ...(right.length === rules.length ? [...shadowWarnings(right), ...protectedWarnings(right, protect)] : []),
  ];
}

function ofRule(rule: Rule, index: number, source: Source, written: unknown): readonly Warning[] {
  const path = ["rules", index];
  return [
    ...conditionWarnings(rule.condition, consequencesOf(rule)),
    ...matchAllWarning(rule, written, source.where([...path, "match_all"], "key")),
    ...actionWarnings(rule.actions, (action) => source.where([...path, "actions", action])),
  ];
}

const consequencesOf = ({ name, actions }: Rule): Consequences => ({
  "never holds": `rule "${name}" never matches`,
  "always holds": `rule "${name}" ${actions.some(deletes) ? "deletes" : "matches"} every torrent for which it can be told`,
});

const ofProtection: Consequences = {
  "never holds": "protect protects nothing",
  "always holds": "protect protects every torrent",
};

/** It has no effect there, but whoever reads it may think that it has. */
function matchAllWarning({ condition }: Rule, written: unknown, where: string): readonly Warning[] {
  const hasConditions = !("of" in condition) || condition.of.length > 0;
  if (!hasConditions || !isRecord(written) || written["match_all"] !== true) return [];
  const message = "match_all says that the rule matches every torrent, and its conditions say which";
  return [{ code: "match-all-unheeded", message, where, hint: "remove match_all: the conditions decide" }];
}
