import { type ActionType, actionTypes, actions } from "../../src/actions/catalogue.ts";
import { action } from "../../src/rules/schema.ts";
import { convert } from "./convert.ts";
import {
  type Definitions,
  type JsonSchema,
  anyOf,
  asMapping,
  described,
  having,
  isList,
  propertiesOf,
  ref,
  when,
  where,
  withProperties,
} from "./json-schema.ts";
import { ABSOLUTE_PATH, DURATION, orVariable } from "./patterns.ts";
import { orVariableOf, reference } from "./references.ts";

/** Actions, and the parameters of each. */
export const actionDefinitions = (): Definitions => ({
  actions: when({ type: "object" }, ref("action_reference"), { type: "array", items: ref("entry") }),
  entry: when(
    having("type", "params"),
    ref("action"),
    when(having("$ref"), ref("action_reference"), anyOf(ref("action"), ref("action_reference"))),
  ),
  action: oneAction(anyOf(ref("action_type"), ref("variable")), { mayLackParams: false }),
  action_reference: reference("actions", "The list that is named so in refs.actions, in the place of this"),
  action_type: anyOf(...actionTypes.map((type) => ({ const: type, description: `${actions[type].about}.` }))),
  ...Object.fromEntries(actionTypes.map((type) => [`params.${type}`, paramsOf(type)])),
});

/** An action with what may be written for its type; parameters may be left out where each of them may, or always. */
export function oneAction(type: JsonSchema, { mayLackParams }: { readonly mayLackParams: boolean }): JsonSchema {
  const shape = withProperties(convert(action), {
    type,
    params: { description: "The parameters of the action", type: "object" },
  });
  return { ...shape, allOf: actionTypes.map((known) => branch(known, mayLackParams)) };
}

function branch(type: ActionType, mayLackParams: boolean): JsonSchema {
  const { ok: needsNone } = actions[type].bind(type, {});
  return when(where("type", { const: type }), {
    ...(!needsNone && !mayLackParams && { required: ["params"] }),
    properties: { params: ref(`params.${type}`) },
  });
}

function paramsOf(type: ActionType): JsonSchema {
  const shape = convert(actions[type].params);
  const properties = Object.entries(propertiesOf(shape)).map(([name, schema]) => [name, refined(name, schema)]);
  return { ...withProperties(shape, Object.fromEntries(properties)), ...combinations[type] };
}

/** Which parameters go together is decided by functions, which `convert` leaves out. */
const combinations: Readonly<Partial<Record<ActionType, JsonSchema>>> = {
  add_tag: having("tag", "tags"),
  remove_tag: having("tag", "tags"),
  set_tags: having("tag", "tags"),
  set_share_limits: { minProperties: 1 },
  delete_torrent: having("delete_files", "keep_files"),
};

/** So is the form of a text, or of each in a list. A variable may stand for anything. */
function refined(name: string, schema: JsonSchema): JsonSchema {
  const form = forms[name];
  if (form === undefined) return orVariableOf(schema);
  const { description, items } = schema;
  return items === undefined
    ? described(description, form, ...typesOf(schema))
    : orVariableOf({ ...schema, items: form });
}

const typesOf = ({ type, anyOf: alternatives }: JsonSchema): readonly string[] =>
  isList(alternatives)
    ? alternatives.flatMap((one) => typesOf(asMapping(one)))
    : typeof type === "string"
      ? [type]
      : [];

const time: JsonSchema = {
  type: "string",
  pattern: orVariable(`${DURATION}|unlimited|global`),
  errorMessage: 'expected a duration like "7 days", unlimited or global',
  examples: ["7 days", "unlimited", "global"],
};

const forms: Readonly<Record<string, JsonSchema>> = {
  category: ref("value.category"),
  tag: ref("value.tags"),
  tags: ref("value.tags"),
  limit: ref("value.limit"),
  seeding_time: time,
  inactive_seeding_time: time,
  path: { type: "string", pattern: orVariable(ABSOLUTE_PATH), errorMessage: "expected an absolute path" },
};
