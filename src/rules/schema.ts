import * as v from "valibot";
import { isRecord } from "../lib/json.ts";
import { expected, mapping } from "./expected.ts";
import { listSources } from "./fields/catalogue.ts";
import type { ListSource } from "./fields/field.ts";

/**
 * The shape of a rules file. What the names in it mean is checked afterwards, with the catalogues at hand. Descriptions are for
 * editors: `npm run schema` makes them part of config/rules.schema.json.
 */

export interface LeafShape {
  readonly field: string;
  readonly operator: string;
  readonly value?: unknown;
}

export interface GroupShape {
  readonly all?: readonly NodeShape[];
  readonly any?: readonly NodeShape[];
  readonly none?: readonly NodeShape[];
}

/** One of `any_of`, `all_of` and `none_of` names the list. */
export interface ItemsShape {
  readonly any_of?: ListSource;
  readonly all_of?: ListSource;
  readonly none_of?: ListSource;
  readonly where: NodeShape | readonly NodeShape[];
}

export type NodeShape = LeafShape | GroupShape | ItemsShape;

export const groupKinds = ["all", "any", "none"] as const;
export const quantifiers = ["any_of", "all_of", "none_of"] as const;

const CONTEXT =
  "Names of your own for occasions, like on_added or scheduled: the rule runs only for jobs of one of them. Left out, it runs for every job";

const about = <const Schema extends v.GenericSchema>(schema: Schema, description: string) =>
  v.pipe(schema, v.description(description));

const text = (what: string) =>
  v.pipe(
    v.string(expected(what)),
    v.nonEmpty(`${what} must not be empty`),
    v.check((written) => written === "" || written.trim() !== "", `${what} must not be empty`),
  );

export const leaf = mapping("a condition", {
  field: text("a field"),
  operator: v.string(expected("an operator")),
  // That it is there is checked with the operator.
  value: v.exactOptional(v.unknown()),
});

/** Chosen by what was written, so that the problems are about that and not about every other shape it might have had. */
export const node: v.GenericSchema<unknown, NodeShape> = v.lazy((input) => {
  const has = (name: string) => isRecord(input) && name in input;
  const kinds = [has("field"), groupKinds.some(has), quantifiers.some(has)];
  if (!isRecord(input)) return noMapping;
  if (kinds.filter(Boolean).length > 1) return neither;
  if (quantifiers.some(has) || has("where")) return items;
  return has("field") || has("operator") ? leaf : group;
});

const noMapping = v.custom<never>(() => false, expected("a condition as a mapping"));

const neither = v.custom<never>(
  () => false,
  "a field, a group and a group of items cannot share a mapping: make them entries of a list",
);

const nodes = v.pipe(
  v.array(node, expected("a list of conditions")),
  v.nonEmpty("an empty group says nothing: remove it, or put a condition in it"),
);

const list = v.picklist(listSources, expected(`one of the lists ${listSources.join(", ")}`));

/** One condition, or a list that means all of them. */
const oneOrMore = v.lazy((input) => (Array.isArray(input) ? nodes : node));

export const items = v.pipe(
  mapping("a group of items", {
    any_of: v.exactOptional(about(list, "At least one item of this list meets the condition")),
    all_of: v.exactOptional(about(list, "Every item of this list meets the condition; unknown of an empty list")),
    none_of: v.exactOptional(about(list, "No item of this list meets the condition")),
    where: about(oneOrMore, "What is asked of each item; fields stand without the name of their list"),
  }),
  v.check(
    (keys) => quantifiers.filter((name) => keys[name] !== undefined).length === 1,
    "expected exactly one of any_of, all_of and none_of, with the name of a list",
  ),
);

const groupEntries = {
  all: v.exactOptional(about(nodes, "Every one of these must hold")),
  any: v.exactOptional(about(nodes, "At least one of these must hold")),
  none: v.exactOptional(about(nodes, "None of these may hold; what is unknown is not enough")),
};

export const group = v.pipe(
  mapping("a group of conditions", groupEntries),
  v.check((keys) => Object.keys(keys).length > 0, "an empty group says nothing: expected all, any or none"),
);

export const contexts = v.lazy((input) =>
  Array.isArray(input)
    ? v.pipe(v.array(text("a context")), v.nonEmpty("an empty list of contexts would never run: remove it"))
    : text("a context"),
);

/** Torrents that no rule may delete or move: any entry suffices. */
const protect = nodes;

export const conditionGroups = mapping("conditions", {
  context: v.exactOptional(about(contexts, CONTEXT)),
  ...groupEntries,
});

export const conditions = v.lazy((input) => {
  if (Array.isArray(input)) return nodes;
  return isSingle(input) ? single : conditionGroups;
});

/** A condition that does not stand in a list. */
const isSingle = (input: unknown): boolean =>
  isRecord(input) && [...quantifiers, "where", "field", "operator"].some((name) => name in input);

const single = v.custom<never>(() => false, "expected a list of conditions or groups, found a single condition");

const flag = v.boolean(expected("true or false"));

export const action = mapping("an action", {
  type: text("an action type"),
  params: v.exactOptional(v.custom<Record<string, unknown>>(isRecord, expected("parameters as a mapping"))),
});

const actionList = v.array(action, expected("a list of actions"));

export const ruleShape = mapping("a rule", {
  name: about(text("a name"), "The name, which no other rule may have: results and logs show it"),
  enabled: v.exactOptional(about(flag, "false: the rule is checked, but never runs")),
  context: v.exactOptional(about(contexts, CONTEXT)),
  stop_on_match: v.exactOptional(about(flag, "true: later rules skip the torrents that this one matched")),
  match_all: v.exactOptional(
    about(
      flag,
      "true: the rule has no conditions and is for every torrent; without conditions a rule that deletes or moves must say so",
    ),
  ),
  conditions: v.exactOptional(
    about(conditions, "What must hold; all, any and none may stand together. A list means all of it"),
  ),
  actions: about(actionList, "What is done, in this order, with every torrent that the conditions hold for"),
});

const section = v.custom<Record<string, unknown>>(isRecord, expected("a mapping of names"));

const refs = mapping("refs", {
  vars: v.exactOptional(about(section, "Values by name; ${vars.NAME} stands for one")),
  conditions: v.exactOptional(about(section, "Conditions by name; {$ref: conditions.NAME} stands for them")),
  actions: v.exactOptional(about(section, "Lists of actions by name; {$ref: actions.NAME} stands for them")),
});

/** What `refs.conditions.NAME` and `refs.actions.NAME` may be. */
export const namedConditions = oneOrMore;
export const namedActions = actionList;
export const protection = protect;

/** The rules one by one, so that a mistake in the shape of one does not hide what is wrong with the others. */
export const rulesFile = mapping("the rules file", {
  refs: v.exactOptional(about(refs, "What several rules share, named once")),
  protect: v.exactOptional(
    about(
      v.unknown(),
      "Torrents that no rule may delete or move, whatever the context: any of these is enough, and so is that one cannot be decided",
    ),
  ),
  safety: v.exactOptional(
    about(
      mapping("safety", {
        max_deletions: v.exactOptional(
          about(
            v.union([v.number(), v.string()], expected("a number or a percentage")),
            "The most torrents that may be deleted within 10 minutes: a number, or a percentage of all there are",
          ),
        ),
      }),
      "How much may be lost at most",
    ),
  ),
  rules: about(v.array(v.unknown(), expected("a list of rules")), "The rules, which run from top to bottom"),
});

export type RulesFile = v.InferOutput<typeof rulesFile>;
export type Refs = v.InferOutput<typeof refs>;
export type RuleShape = v.InferOutput<typeof ruleShape>;
export type ConditionsShape = NonNullable<RuleShape["conditions"]>;
