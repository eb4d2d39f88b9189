import type { FieldType } from "../../src/rules/fields/field.ts";
import { isHash } from "../../src/rules/names.ts";
import { type JsonSchema, ref, where } from "./json-schema.ts";
import { operatorNames } from "./operators.ts";
import { exactly } from "./patterns.ts";

/** What is written beside an operator: it depends on the kind of the operator, and for some on the type of the field too. */
export interface Ask {
  readonly operators: readonly string[];
  readonly value: (type: FieldType) => JsonSchema;
  /** Whatever the type. */
  readonly common?: true;
}

export const asks: Readonly<Record<string, Ask>> = {
  same: { operators: ["==", "!="], value: one },
  order: {
    operators: [">", "<", ">=", "<=", "larger_than", "smaller_than"],
    // A setting is whatever the server has there, and only numbers have an order.
    value: (type) => one(type === "any" ? "number" : type),
  },
  several: { operators: ["in", "not_in"], value: (type) => ({ items: one(type) }) },
  // Of a set of tags one is asked for, and not a part of its name.
  member: { operators: ["contains", "not_contains"], value: (type) => (type === "tags" ? one(type) : part(type)) },
  part: { operators: ["starts_with", "ends_with"], value: part },
  list: { operators: ["in", "not_in"], value: () => ref("value.several"), common: true },
  pattern: { operators: ["matches", "not_matches"], value: () => ref("value.pattern"), common: true },
  folder: { operators: ["under"], value: () => ref("value.folder"), common: true },
  age: { operators: ["older_than", "newer_than"], value: () => ref("value.age"), common: true },
  true_or_false: { operators: ["known", "is_empty"], value: () => one("boolean"), common: true },
};

/** Whether an operator is such a one: by a pattern, since editors offer and show the words of an `if` as if they were meant. */
export const askDefinitions = () => {
  const stray = operatorNames.filter((name) => !Object.values(asks).some(({ operators }) => operators.includes(name)));
  if (stray.length > 0) throw new Error(`scripts/schema/asks.ts does not say what ${stray.join(", ")} takes`);
  return Object.fromEntries(
    Object.entries(asks).map(([name, { operators }]) => [
      `asks.${name}`,
      where("operator", { pattern: exactly(operators.join("|")) }),
    ]),
  );
};

function one(type: FieldType): JsonSchema {
  return ref(`value.${type}`);
}

function part(type: FieldType): JsonSchema {
  if (!isHash(type)) return ref("value.part");
  return ref(type === "hash_v2" ? "value.hash_v2_part" : "value.hash_part");
}
