import { isActionType } from "../actions/catalogue.ts";
import { isRecord } from "../lib/json.ts";
import { didYouMean, nearest } from "../lib/nearest.ts";
import { exampleOf } from "./example-action.ts";
import { fields } from "./fields/catalogue.ts";

/** What to do about a key that does not exist in such a mapping: misspelt, or of other programs. */
export function aboutStray(key: string, value: unknown, what: string, known: readonly string[]): string {
  const space = withoutSpace(key, known);
  if (space !== undefined) return space;
  const { of = {}, other } = advices[what] ?? {};
  const listed = Object.hasOwn(of, key) ? of[key] : undefined;
  const isMisspelt = nearest(key, known) !== undefined;
  return listed ?? (isMisspelt ? undefined : other?.(key, value)) ?? didYouMean(key, known);
}

/** `-field: x`, and `field:x` in braces. */
function withoutSpace(key: string, known: readonly string[]): string | undefined {
  if (/^-\w/.test(key)) return "a space is missing after the dash";
  const [, before = "", after = ""] = /^(\w+):(\S.*)$/.exec(key) ?? [];
  return known.includes(before) ? `a space is missing after the colon: ${before}: ${after}` : undefined;
}

interface Advice {
  readonly of: Readonly<Record<string, string>>;
  /** For keys that are neither listed nor near to a known one. */
  readonly other?: (key: string, value: unknown) => string | undefined;
}

const COMMENT = "write it as a comment, after a #";
const SHARE = "what rules share is named in refs";
const SETTING = "settings stand in config.yml";
const IN_REFS = "it belongs into refs";
const OF_RULE = "those of a rule are indented like its name, and shared ones belong into refs";
const IN_CONDITIONS = "it belongs below conditions:, indented; a list that stands there already is all:";
const TO_WHERE = "it belongs below where";

const GROUPS = {
  and: 'did you mean "all"?',
  or: 'did you mean "any"?',
  not: 'did you mean "none"?',
  nor: 'did you mean "none"?',
};

const advices: Readonly<Record<string, Advice>> = {
  "the rules file": {
    of: {
      vars: IN_REFS,
      variables: IN_REFS,
      conditions: OF_RULE,
      actions: OF_RULE,
      max_deletions: "it belongs into safety",
      version: "leave it out: there is one version of the language",
      qbittorrent: SETTING,
      server: SETTING,
      client: SETTING,
      queue: SETTING,
      logging: SETTING,
      engine: SETTING,
      schedule: SETTING,
    },
    // Where others keep what they give anchors to.
    other: (key) => (/^(?:x-|\.)/.test(key) ? SHARE : undefined),
  },
  refs: { of: { meta: COMMENT } },
  "a rule": {
    of: {
      "<<": SHARE,
      id: "rules are told apart by name",
      meta: COMMENT,
      description: COMMENT,
      priority: "rules run in the order of the file: move the rule up or down",
      dry_run: "it belongs to the job: --dry-run",
      protect: "it stands beside rules, as a list of conditions",
      all: IN_CONDITIONS,
      any: IN_CONDITIONS,
      none: IN_CONDITIONS,
    },
    other: (key, value) =>
      isRecord(value) && ("actions" in value || "conditions" in value)
        ? `write "- name: ${key}", and conditions and actions beside it`
        : commentOfJson(key),
  },
  conditions: { of: { ...GROUPS, "<<": SHARE } },
  "a group of conditions": {
    of: { ...GROUPS, "<<": SHARE },
    other: (key) => (fields.has(key) ? `write {field: ${key}, operator: …, value: …}` : undefined),
  },
  "a group of items": {
    of: {
      all: 'did you mean "all_of"?',
      any: 'did you mean "any_of"?',
      none: 'did you mean "none_of"?',
      operator: TO_WHERE,
      value: TO_WHERE,
    },
  },
  "a condition": {
    of: {
      "<<": SHARE,
      not: "put the condition into a none: group",
      negate: "put the condition into a none: group",
      ignore_case: "a pattern that begins with (?i) ignores letter case",
      case_sensitive: "a pattern that begins with (?i) ignores letter case",
      flags: "a pattern that begins with (?i) ignores letter case",
    },
    other: (key) => afterComma(key) ?? commentOfJson(key),
  },
  "an action": {
    of: { "<<": SHARE },
    other: (key) =>
      isActionType(key)
        ? `write ${exampleOf(key)}`
        : (commentOfJson(key) ?? `parameters stand below params: params: {${key}: …}`),
  },
};

function commentOfJson(key: string): string | undefined {
  return key.startsWith("//") || key.startsWith("/*") ? "in YAML comments begin with #" : undefined;
}

/** `value: 1,5 GB` in braces. */
function afterComma(key: string): string | undefined {
  return /^\d/.test(key) ? "in braces a comma begins another key: write a decimal point, like 1.5" : undefined;
}
