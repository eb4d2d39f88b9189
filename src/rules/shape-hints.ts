import { didYouMean } from "../lib/nearest.ts";
import { isRecord } from "../lib/json.ts";
import { exampleMeant } from "./example-action.ts";
import { inQuotes, meantBoolean } from "./meant.ts";
import { operators } from "./operators/operators.ts";

/** What to write where something of another shape was found, by what was expected there. */
export const hintOnShape = (expected: string, found: unknown): string | undefined => hints[expected]?.(found);

/** What to write for a key that must be there. */
export const hintOnMissing = (key: string): string | undefined =>
  Object.hasOwn(missing, key) ? missing[key] : undefined;

const missing: Readonly<Record<string, string>> = {
  rules: "write rules: and below it a list, or [] for none",
  name: "write name: and what results and logs shall call it",
  actions: "write actions: and below it a list, or [] for none",
  type: "write type: and the name of an action, like stop",
  field: "write field: and what is asked about, like info.name",
  operator: 'write operator: and how to compare, like == or ">="',
  where: "write where: and what is asked of each item",
};

type Hint = (found: unknown) => string | undefined;

/** By the kind of what was found; the first that there is counts. */
const whenFound =
  (cases: { readonly [Kind in Found]?: string | ((found: unknown) => string | undefined) }, otherwise?: string): Hint =>
  (found) => {
    if (isWithoutSpace(found)) return "a space is missing after the dash";
    const said = cases[kindOf(found)];
    return (typeof said === "function" ? said(found) : said) ?? otherwise;
  };

/** `-field: info.ratio` is a mapping. */
const isWithoutSpace = (found: unknown): boolean =>
  isRecord(found) && Object.keys(found).some((key) => /^-\w/.test(key));

type Found = "nothing" | "list" | "mapping" | "text" | "other";

function kindOf(found: unknown): Found {
  if (found === null || found === undefined) return "nothing";
  if (Array.isArray(found)) return "list";
  if (typeof found === "object") return "mapping";
  return typeof found === "string" ? "text" : "other";
}

const WORDS = /^\s*([a-z]+[\w.]*)\s*(\S+)\s+(.+?)\s*$/;

/** `info.ratio >= 2`, as a condition is written. */
function asCondition(found: unknown): string | undefined {
  const [, field, operator = "", value] = WORDS.exec(String(found)) ?? [];
  if (!operators.has(operator)) return undefined;
  const quoted = /^\w+$/.test(operator) || operator === "==" ? operator : `"${operator}"`;
  return `write {field: ${field}, operator: ${quoted}, value: ${value}}`;
}

/** `type:stop`: without a space after the colon it is a text. */
function asAction(found: unknown): string | undefined {
  const [, key, rest] = /^(type|params):(\S.*)$/.exec(String(found)) ?? [];
  if (key !== undefined) return `a space is missing after the colon: ${key}: ${rest}`;
  const example = exampleMeant(String(found));
  return example && `write ${example}`;
}

const BRACKETS = "to YAML, text that begins with a bracket or brace is";

const CONDITION = "write {field: …, operator: …, value: …}";

const withoutDashes = (example: string): Hint => whenFound({ list: `without dashes: ${example}` }, `write ${example}`);

const hints: Readonly<Record<string, Hint>> = {
  "the rules file as a mapping": whenFound(
    { list: 'write "rules:" above the list, and indent it', nothing: "a file without any rules says rules: []" },
    "write rules: and below it a list",
  ),
  "a list of rules": whenFound({
    mapping: "begin each rule with a dash: - name: …",
    nothing: "write rules below it, or [] for none",
  }),
  "a rule as a mapping": whenFound(
    {
      list: "one dash is enough",
      text: (found) => `write "- name: ${String(found)}", and conditions and actions beside it`,
    },
    "write {name: …, conditions: …, actions: …}",
  ),
  "conditions as a mapping": whenFound({
    text: (found) => asCondition(found) ?? "write a list of conditions, or all, any or none with one",
    nothing: "write conditions below it, or leave it out",
  }),
  "a list of conditions": whenFound(
    {
      mapping: "begin each condition with a dash: - field: …",
      text: asCondition,
      nothing: "write conditions below it, or leave it out",
    },
    "write a list of conditions",
  ),
  "a list of conditions or groups": () => "begin each condition with a dash: - field: …",
  "a condition as a mapping": whenFound(
    { text: asCondition, list: "write - all: or - any: before a list within a list" },
    CONDITION,
  ),
  "a list of actions": whenFound(
    {
      mapping: "begin each action with a dash: - type: …",
      text: asAction,
      nothing: "write actions below it, or [] for none",
    },
    "write [{type: …, params: …}]",
  ),
  "an action as a mapping": whenFound({ text: asAction, list: "one dash is enough" }, "write {type: …, params: {…}}"),
  "an action type": whenFound({}, "write one action, like type: stop"),
  "parameters as a mapping": whenFound(
    { list: "without dashes: params: {tag: films}", nothing: "write parameters below it, or leave it out" },
    "write params: {…}",
  ),
  "true or false": meantBoolean,
  "a name": whenFound(
    {
      other: inQuotes,
      nothing: "write a name: results and logs show it",
      list: `${BRACKETS} a list: write it in quotes`,
      mapping: `${BRACKETS} a mapping: write it in quotes`,
    },
    "write a text",
  ),
  "a context": whenFound(
    { other: inQuotes, nothing: "leave it out if the rule is for every job" },
    "write a name, or a list of names",
  ),
  "a field": whenFound({ other: inQuotes }, "write the name of one field, like info.ratio"),
  "an operator": whenFound({}, 'write one operator, like == or ">="'),
  "one of the lists trackers, files, peers, webseeds": (found) =>
    found === "tags"
      ? "tags are a field: {field: info.tags, operator: …, value: …}"
      : didYouMean(String(found), ["trackers", "files", "peers", "webseeds"]),
  "exactly one of any_of, all_of and none_of, with the name of a list": () =>
    "write a group for each, as entries of a list: - any_of: trackers",
  "refs as a mapping": withoutDashes("vars: …"),
  "a mapping of names": withoutDashes("NAME: …"),
  "safety as a mapping": withoutDashes("safety: {max_deletions: 10}"),
  "a number or a percentage": () => 'write a whole number, or a percentage like "5%"',
};
