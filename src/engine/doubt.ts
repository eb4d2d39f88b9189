import type { Aspect, Situation } from "../actions/action.ts";
import type { Condition, Rule } from "../rules/rule.ts";

/**
 * What rules that could not be decided leave in doubt about a torrent. A later action that destroys is withheld where such
 * a rule might have kept it away (`stop_on_match`), or might have changed what the destructive rule reads.
 */
export interface Doubts {
  /** Why nothing may be destroyed at all, whatever rule asks for it. */
  readonly always: string | undefined;
  readonly about: ReadonlyMap<Aspect, string>;
}

export function addDoubts({ always, about }: Doubts, rule: Rule, situation: Situation): Doubts {
  const reason = `rule "${rule.name}" could not be decided`;
  const wouldChange = rule.actions.filter((action) => action.effect(situation) !== undefined);
  return {
    always: always ?? (rule.stopOnMatch ? reason : undefined),
    about: new Map([...wouldChange.map(({ aspect }) => [aspect, reason] as const), ...about]),
  };
}

/** Why the rule must not destroy this torrent; undefined: it may. */
export function reasonToWithhold({ always, about }: Doubts, { condition }: Rule): string | undefined {
  if (always !== undefined || about.size === 0) return always;
  const read = aspectsRead(condition).find((aspect) => about.has(aspect));
  return read === undefined ? undefined : about.get(read);
}

const aspectsRead = (condition: Condition): readonly Aspect[] =>
  condition.kind === "test" ? (changedBy[condition.fieldName] ?? []) : condition.of.flatMap(aspectsRead);

/** Fields that actions change, and which aspect of a torrent that is. */
const changedBy: Readonly<Record<string, readonly Aspect[]>> = {
  "info.category": ["category"],
  "info.tags": ["tags"],
  "info.up_limit": ["upload_limit"],
  "info.dl_limit": ["download_limit"],
  "info.state": ["running", "recheck"],
  "info.force_start": ["running"],
  "info.progress": ["recheck"],
  "info.amount_left": ["recheck"],
};
