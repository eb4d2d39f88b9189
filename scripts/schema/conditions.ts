import { listSources } from "../../src/rules/fields/catalogue.ts";
import type { ListSource } from "../../src/rules/fields/field.ts";
import { group, groupKinds, items, leaf, namedConditions, node, quantifiers } from "../../src/rules/schema.ts";
import type { Scope } from "../../src/rules/find.ts";
import { convert } from "./convert.ts";
import { fieldNames, kindsIn } from "./fields.ts";
import {
  type Definitions,
  type JsonSchema,
  anyOf,
  described,
  having,
  propertiesOf,
  ref,
  when,
  where,
  withProperties,
} from "./json-schema.ts";
import { operatorNames, refOperators } from "./operators.ts";
import { VARIABLE } from "./patterns.ts";
import { reference } from "./references.ts";

/** Conditions about a torrent, and about the items of each of its lists. */
export const conditionDefinitions = (): Definitions => ({
  ...definitionsIn("torrent"),
  item_group: itemGroup(),
  // What a name in refs is about, only its use tells.
  named_conditions: anyOf(...["torrent" as const, ...listSources].map((scope) => ref(nameIn(scope, "one_or_more")))),
  reference: reference("conditions", "What is named so in refs.conditions"),
  ...Object.assign({}, ...listSources.map(definitionsIn)),
});

/** The groups of a mapping, where a reference may stand for a list. */
export function withGroups(mapping: JsonSchema, list: JsonSchema): JsonSchema {
  const shapes = propertiesOf(mapping);
  const groups = groupKinds.map((kind) => [kind, described(shapes[kind]?.["description"], list, "array", "object")]);
  return withProperties(mapping, Object.fromEntries(groups));
}

const nameIn = (scope: Scope, name: string): string => (scope === "torrent" ? name : `${scope}.${name}`);

/** What a condition may be, and the keys that tell. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  test: ["field", "operator", "value"],
  group: groupKinds,
  reference: ["$ref"],
};

/** Items have no lists of their own. */
const shapesOfTorrent: typeof shapes = { ...shapes, item_group: [...quantifiers, "where"] };

function definitionsIn(scope: Scope): Definitions {
  const name = (own: string) => nameIn(scope, own);
  const list = { type: "array", items: ref(name("condition")), minItems: 1 };
  return {
    [name("condition")]: oneOfShapes(scope),
    [name("conditions")]: when({ type: "object" }, ref("reference"), list),
    [name("one_or_more")]: when({ type: "array" }, ref(name("conditions")), ref(name("condition"))),
    [name("test")]: testIn(scope),
    [name("group")]: { ...withGroups(convert(group, { condition: node }), ref(name("conditions"))), minProperties: 1 },
    [name("field")]: fieldNames(scope),
  };
}

/** By its keys, as the program does it: what an editor complains of is then about what was meant. */
function oneOfShapes(scope: Scope): JsonSchema {
  const known = Object.entries(scope === "torrent" ? shapesOfTorrent : shapes);
  const refTo = (shape: string) => ref(shape === "reference" ? shape : nameIn(scope, shape));
  return known.reduceRight<JsonSchema>(
    (rest, [shape, keys]) => when(having(...keys), refTo(shape), rest),
    anyOf(...known.map(([shape]) => refTo(shape))),
  );
}

/** The field decides which operators there are; field and operator, which values. */
function testIn(scope: Scope): JsonSchema {
  const field = ref(nameIn(scope, "field"));
  const branches = [...kindsIn(scope)].map(([{ name }, pattern]) =>
    when({ properties: { field: { pattern } } }, ref(`test.${name}`)),
  );
  const anyOperator = { properties: { operator: anyOf(...refOperators(operatorNames), ref("variable")) } };
  return {
    ...withProperties(convert(leaf), {
      field: anyOf(variableField, field),
      value: anyOf({ not: { type: ["array", "object", "null"] } }, { type: "array" }),
    }),
    required: ["field", "operator", "value"],
    allOf: [ref("test.common")],
    ...when(having("field"), { allOf: branches }, anyOperator),
  };
}

/** The first of several is what yaml-language-server complains of: not of every field that there is. */
const variableField = { type: "string", pattern: VARIABLE, errorMessage: "unknown field" };

function itemGroup(): JsonSchema {
  const shape = convert(items, { one_or_more: namedConditions });
  const { description = "" } = propertiesOf(shape)["where"] ?? {};
  return {
    ...withProperties(shape, { where: { description, type: ["object", "array"] } }),
    oneOf: quantifiers.map((kind) => ({ required: [kind] })),
    allOf: listSources.map((list) => when(isAbout(list), { properties: { where: ref(nameIn(list, "one_or_more")) } })),
  };
}

const isAbout = (list: ListSource): JsonSchema => anyOf(...quantifiers.map((kind) => where(kind, { const: list })));
