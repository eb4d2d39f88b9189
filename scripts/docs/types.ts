import type { FieldType } from "../../src/rules/fields/field.ts";
import { typeNames } from "../../src/rules/find.ts";
import { operatorsFor } from "../schema/operators.ts";
import { values } from "../schema/values.ts";
import { descriptionOf } from "./description.ts";
import { list, table } from "./markdown.ts";

/** As error messages call it, without the article. */
export const typeName = (type: FieldType): string => typeNames[type].replace(/^an? /, "");

/** What is written beside an operator, for each type of field. */
export function typesTable(): string {
  const alike = Map.groupBy(Object.keys(typeNames).filter(isType), typeName);
  const rows = [...alike].map(([name, [type]]) =>
    type === undefined ? [] : [name, writtenAs(type), list(operatorsFor(type))],
  );
  return table(["type", "a value is written as", "operators"], rows);
}

const isType = (name: string): name is FieldType => Object.hasOwn(typeNames, name);

const writtenAs = (type: FieldType): string => descriptionOf(values[type]);
