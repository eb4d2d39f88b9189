import type { Rule } from "../rules/rule.ts";
import type { Failures } from "./apply.ts";
import type { ActionOutcome, TorrentPlan } from "./plan.ts";
import { reportAction } from "./report-action.ts";

/** A pass in numbers, over all its torrents: by rule, and by action and what became of it. */
export interface Tally {
  /** All of the rules file, by name. */
  readonly rules: readonly string[];
  /** Those that this pass ran. */
  readonly ran: readonly string[];
  /** Torrents, by the name of the rule; a rule that is not named matched none. */
  readonly matched: ReadonlyMap<string, number>;
  readonly acted: readonly {
    readonly rule: string;
    readonly action: string;
    readonly outcome: ActionOutcome;
    readonly times: number;
  }[];
}

export interface TallyInput {
  readonly plans: readonly TorrentPlan[];
  readonly failures: Failures;
  readonly book: { readonly rules: readonly Rule[] };
  readonly ran: readonly Rule[];
}

export function tally({ plans, failures, book, ran }: TallyInput): Tally {
  const matched = new Map<string, number>();
  const acted = new Map<string, { rule: string; action: string; outcome: ActionOutcome; times: number }>();
  for (const { torrent, matched: rules, actions } of plans) {
    for (const { name } of rules) matched.set(name, (matched.get(name) ?? 0) + 1);
    for (const planned of actions) {
      const { rule, type: action, outcome } = reportAction(torrent.hash, planned, failures);
      const key = `${action} ${outcome} ${rule}`;
      const known = acted.get(key) ?? { rule, action, outcome, times: 0 };
      known.times++;
      acted.set(key, known);
    }
  }
  return { rules: book.rules.map(nameOf), ran: ran.map(nameOf), matched, acted: [...acted.values()] };
}

const nameOf = ({ name }: Rule): string => name;
