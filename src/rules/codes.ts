import type { Problem } from "../errors.ts";

/**
 * What can be wrong with a rules file, for programs that read our problems: the one list of all codes. A problem is told by
 * code where the same can be done about it.
 */
export const mistakeCodes = {
  yaml: "the text is no YAML, or means something else than its writer thought",
  "duplicate-key": "a mapping has the same key twice",
  alias: "an alias leads nowhere, into itself, or to too much",
  "too-deep": "lists and mappings, or references, lead deeper into each other than anyone writes",
  shape: "something else was expected at this place: a list, a mapping, a text, true or false",
  empty: "a name or a group has nothing in it",
  "unknown-key": "a key that does not exist at this place",
  "missing-key": "a key that must be there is not",
  "missing-value": "a condition does not say what to compare with",
  reserved: "part of the language one day, and not yet",
  "duplicate-name": "two rules have the same name",
  contexts: "a rule names different contexts at its two places",
  "unknown-field": "there is no such field",
  "unknown-operator": "there is no such operator",
  "unquoted-operator": "an operator that YAML took for something else",
  "operator-type": "an operator that makes no sense for the field",
  value: "a value that the field or the operator cannot have",
  "nested-items": "a group about the items of a list inside another",
  "unknown-action": "there is no such action",
  "unknown-param": "the action has no such parameter",
  param: "a parameter is missing, or has a value that it cannot have",
  "after-delete": "an action for a torrent that the one before has deleted",
  "match-all": "a rule without conditions that deletes or moves",
  "flat-trackers": "a rule that deletes and does not say whether one tracker or all of them decide",
  "unknown-reference": "a reference leads nowhere",
  "misplaced-reference": "a reference stands where none may, or names something of another kind",
  "circular-reference": "references lead round in a circle",
  "endless-reference": "references multiply beyond measure",
  "unknown-variable": "there is no such variable",
  "circular-variable": "variables lead round in a circle",
  "variable-kind": "a list or a mapping in the middle of a text",
} as const;

/** What may be written and was hardly meant. */
export const warningCodes = {
  "no-rules": "there are no rules",
  "no-actions": "a rule does nothing",
  "every-torrent": "a rule has no conditions and does not say that this is meant",
  "doubtful-value": "a value that is probably not what its writer thought",
  "never-holds": "a condition that no torrent meets",
  "always-holds": "conditions that rule nothing out",
  contradiction: "conditions that no torrent meets together",
  repeated: "the same condition, value, context or effect twice, of which one is enough",
  superseded: "an action that a later one of the same rule undoes",
  shadowed: "a rule that never matches, since an earlier one stops at all that it would match",
  protected: "a rule that deletes only what is protected",
  "context-case": "contexts that differ in letter case only",
  "match-all-unheeded": "match_all beside conditions, which decide",
} as const;

export type RulesCode = keyof typeof mistakeCodes;
export type WarningCode = keyof typeof warningCodes;

/** A problem of a rules file. */
export interface RulesProblem<Code extends string = RulesCode> extends Problem {
  readonly code: Code;
}

/** Where problems are put: what is read is any problem, what is added has one of these codes. */
export interface Collected<Code extends string> extends ReadonlyArray<Problem> {
  push(...problems: readonly RulesProblem<Code>[]): number;
}
