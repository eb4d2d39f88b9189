import * as v from "valibot";
import { isRecord } from "../lib/json.ts";
import { expected, mapping } from "./expected.ts";
import { listSources } from "./fields/catalogue.ts";
import type { ListSource } from "./fields/field.ts";

/** The shape of a rules file. What the names in it mean is checked afterwards, with the catalogues at hand. */

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

const text = (what: string) => v.pipe(v.string(expected(what)), v.nonEmpty(`${what} must not be empty`));

const leaf = mapping("a condition", {
  field: text("a field"),
  operator: v.string(expected("an operator")),
  // That it is there is checked with the operator.
  value: v.exactOptional(v.unknown()),
});

/** Chosen by what was written, so that the problems are about that and not about every other shape it might have had. */
const node: v.GenericSchema<unknown, NodeShape> = v.lazy((input) => {
  const has = (name: string) => isRecord(input) && name in input;
  const kinds = [has("field"), groupKinds.some(has), quantifiers.some(has)];
  if (kinds.filter(Boolean).length > 1) return neither;
  if (has("field") || has("operator")) return leaf;
  return quantifiers.some(has) || has("where") ? items : group;
});

const neither = v.custom<never>(
  () => false,
  "a field, a group and a group of items cannot share a mapping: make them entries of a list",
);

const nodes = v.pipe(
  v.array(node, expected("a list of conditions")),
  v.nonEmpty("an empty group says nothing: remove it, or put a condition in it"),
);

const list = v.picklist(listSources, expected(`one of the lists ${listSources.join(", ")}`));

const items = v.pipe(
  mapping("a group of items", {
    any_of: v.exactOptional(list),
    all_of: v.exactOptional(list),
    none_of: v.exactOptional(list),
    where: v.lazy((input) => (Array.isArray(input) ? nodes : node)),
  }),
  v.check(
    (keys) => quantifiers.filter((name) => keys[name] !== undefined).length === 1,
    "expected exactly one of any_of, all_of and none_of, with the name of a list",
  ),
);

const groupEntries = { all: v.exactOptional(nodes), any: v.exactOptional(nodes), none: v.exactOptional(nodes) };

const group = v.pipe(
  mapping("a group of conditions", groupEntries),
  v.check((keys) => Object.keys(keys).length > 0, "an empty group says nothing: expected all, any or none"),
);

const contexts = v.lazy((input) =>
  Array.isArray(input)
    ? v.pipe(v.array(text("a context")), v.nonEmpty("an empty list of contexts would never run: remove it"))
    : text("a context"),
);

/** Torrents that no rule may delete or move: any entry suffices. */
const protect = nodes;

const conditions = v.lazy((input) =>
  Array.isArray(input) ? nodes : mapping("conditions", { context: v.exactOptional(contexts), ...groupEntries }),
);

const flag = v.boolean(expected("true or false"));

const action = mapping("an action", {
  type: text("an action type"),
  params: v.exactOptional(v.custom<Record<string, unknown>>(isRecord, expected("parameters as a mapping"))),
});

const actionList = v.array(action, expected("a list of actions"));

export const ruleShape = mapping("a rule", {
  name: text("a name"),
  enabled: v.exactOptional(flag),
  context: v.exactOptional(contexts),
  stop_on_match: v.exactOptional(flag),
  match_all: v.exactOptional(flag),
  conditions: v.exactOptional(conditions),
  actions: actionList,
});

const section = v.custom<Record<string, unknown>>(isRecord, expected("a mapping of names"));

const refs = mapping("refs", {
  vars: v.exactOptional(section),
  conditions: v.exactOptional(section),
  actions: v.exactOptional(section),
});

/** What `refs.conditions.NAME` and `refs.actions.NAME` may be. */
export const namedConditions = v.lazy((input) => (Array.isArray(input) ? nodes : node));
export const namedActions = actionList;
export const protection = protect;

/** The rules one by one, so that a mistake in the shape of one does not hide what is wrong with the others. */
export const rulesFile = mapping("the rules file", {
  refs: v.exactOptional(refs),
  protect: v.exactOptional(v.unknown()),
  safety: v.exactOptional(
    mapping("safety", {
      max_deletions: v.exactOptional(v.union([v.number(), v.string()], expected("a number or a percentage"))),
    }),
  ),
  rules: v.array(v.unknown(), expected("a list of rules")),
});

export type RulesFile = v.InferOutput<typeof rulesFile>;
export type Refs = v.InferOutput<typeof refs>;
export type RuleShape = v.InferOutput<typeof ruleShape>;
export type ConditionsShape = NonNullable<RuleShape["conditions"]>;
