import type { Problem } from "../errors.ts";

/** For people, whole: it stands beside its code in docs/rules.md (`npm run docs`). */
type Sentence = `${string}.`;

/**
 * What can be wrong with a rules file, for programs that read our problems: the one list of all codes. A problem is told by
 * code where the same can be done about it.
 */
export const mistakeCodes = {
  yaml: "The text is no YAML, or means something else than its writer thought.",
  "duplicate-key": "A mapping has the same key twice.",
  alias: "An alias leads nowhere, into itself, or to too much.",
  "too-deep": "Lists and mappings, or references, lead deeper into each other than anyone writes.",
  shape: "Something else was expected at this place: a list, a mapping, a text, true or false.",
  empty: "A name or a group has nothing in it.",
  "unknown-key": "There is no such key at this place.",
  "missing-key": "A key that has to be there is not.",
  "missing-value": "A condition does not say what to compare with.",
  reserved: "This may become part of the language, and is not yet.",
  "duplicate-name": "Two rules have the same name.",
  contexts: "A rule names different contexts at its two places.",
  "unknown-field": "There is no such field.",
  "unknown-operator": "There is no such operator.",
  "unquoted-operator": "YAML took the operator for something else: it needs quotes.",
  "operator-type": "The operator makes no sense for the field.",
  value: "The field or the operator cannot have this value.",
  "nested-items": "A group about the items of a list lies in another one.",
  "unknown-action": "There is no such action.",
  "unknown-param": "The action has no such parameter.",
  param: "A parameter is missing, or cannot have this value.",
  "after-delete": "An action is for a torrent that the one before it has deleted.",
  "match-all": "A rule without conditions deletes or moves, and does not say that every torrent is meant.",
  "flat-trackers": "A rule that deletes does not say whether one tracker or all of them decide.",
  "unknown-reference": "A reference leads nowhere.",
  "misplaced-reference": "A reference stands where none may, or names something of another kind.",
  "circular-reference": "References go round in a circle.",
  "endless-reference": "References multiply beyond measure.",
  "unknown-variable": "There is no such variable.",
  "circular-variable": "Variables go round in a circle.",
  "variable-kind": "A list or a mapping stands in the middle of a text.",
} as const satisfies Readonly<Record<string, Sentence>>;

/** What may be written and was hardly meant. */
export const warningCodes = {
  "no-rules": "There are no rules.",
  "no-actions": "A rule does nothing.",
  "every-torrent": "A rule has no conditions, and does not say that this is meant.",
  "doubtful-value": "The value is probably not what its writer thought.",
  "never-holds": "No torrent meets the condition.",
  "always-holds": "The conditions rule nothing out.",
  contradiction: "No torrent meets these conditions together.",
  repeated: "The same condition, value, context or effect stands there twice.",
  superseded: "A later action of the same rule undoes this one.",
  shadowed: "The rule never matches, since an earlier one stops at all that it would match.",
  protected: "The rule deletes only what is protected.",
  "context-case": "Contexts differ in letter case only.",
  "match-all-unheeded": "match_all stands beside conditions, which decide.",
} as const satisfies Readonly<Record<string, Sentence>>;

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
