import type { Situation } from "../actions/action.ts";
import type { Condition, Rule } from "../rules/rule.ts";

/**
 * What rules that could not be decided leave in doubt about a torrent. A later action that destroys is withheld where such
 * a rule might have kept it away (`stop_on_match`), or might have changed what the destructive rule reads.
 */
export interface Doubts {
  /** Why nothing may be destroyed at all, whatever rule asks for it. */
  readonly always: string | undefined;
  /** Fields that may be otherwise, by the names that conditions give them, and why. */
  readonly about: ReadonlyMap<string, string>;
}

/** After a rule that could not be decided for the torrent as it found it. */
export function doubtUndecided(doubts: Doubts, rule: Rule, found: Situation): Doubts {
  return addDoubts(doubts, rule, found, `rule "${rule.name}" could not be decided`);
}

/** After a rule that was decided: if it read what is in doubt it may have been decided wrongly, whether it matched or not. */
export function doubtDecided(doubts: Doubts, rule: Rule, found: Situation): Doubts {
  const cause = doubtReadBy(doubts, rule);
  return cause === undefined ? doubts : addDoubts(doubts, rule, found, `${cause}; rule "${rule.name}" hangs on it`);
}

/** Why the rule must not destroy this torrent; undefined: it may. */
export const reasonToWithhold = (doubts: Doubts, rule: Rule): string | undefined =>
  doubts.always ?? doubtReadBy(doubts, rule);

/** Older doubts keep their reasons: they are nearer to the cause. */
function addDoubts({ always, about }: Doubts, rule: Rule, found: Situation, reason: string): Doubts {
  const changed = rule.actions.flatMap((action) => Object.keys(action.effect(found)?.view ?? {}));
  return {
    always: always ?? (rule.stopOnMatch ? reason : undefined),
    about: new Map([...changed.map((name) => [`info.${name}`, reason] as const), ...about]),
  };
}

function doubtReadBy({ about }: Doubts, { condition }: Rule): string | undefined {
  if (about.size === 0) return undefined;
  const read = fieldsRead(condition).find((name) => about.has(name));
  return read === undefined ? undefined : about.get(read);
}

const fieldsRead = (condition: Condition): readonly string[] =>
  condition.kind === "test" ? [condition.fieldName] : condition.of.flatMap(fieldsRead);
