import type { FieldType } from "../../src/rules/fields/field.ts";
import { operators } from "../../src/rules/operators/operators.ts";
import { type Definitions, type JsonSchema, anyOf, ref } from "./json-schema.ts";

export const operatorNames: readonly string[] = [...operators.keys()];

export const operatorsFor = (type: FieldType): readonly string[] =>
  operatorNames.filter((name) => operators.get(name)?.suits.includes(type));

/** Operators with their documentation, those together that suit the same types. */
export const operatorDefinitions = (): Definitions =>
  Object.fromEntries(
    families().map((names) => [
      nameOf(names),
      anyOf(...names.map((name) => ({ const: name, description: `${operators.get(name)?.about ?? ""}.` }))),
    ]),
  );

/** Families as a whole, or not at all. */
export const refOperators = (names: readonly string[]): readonly JsonSchema[] =>
  families()
    .filter((family) => family.some((name) => names.includes(name)))
    .map((family) => ref(nameOf(family)));

const families = (): readonly (readonly string[])[] => [
  ...Map.groupBy(operatorNames, (name) => operators.get(name)?.suits.join()).values(),
];

/** By the first of the family; within a `$ref`, signs would have to be escaped. */
function nameOf([first = ""]: readonly string[]): string {
  return `operators.${Object.hasOwn(inWords, first) ? inWords[first] : first}`;
}

const inWords: Readonly<Record<string, string>> = { "==": "equal", ">": "greater" };
