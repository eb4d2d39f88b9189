import { type JsonSchema, isList, ref } from "./json-schema.ts";

/** A `$ref` to what `refs` names in this section; it stands alone in its mapping. */
export const reference = (section: "conditions" | "actions", description: string): JsonSchema => ({
  type: "object",
  properties: { $ref: { description, type: "string", pattern: `^${section}\\.[\\w-]+$` } },
  required: ["$ref"],
  additionalProperties: false,
});

/** The same, or a variable in its place. A text may be one already. */
export function orVariableOf(schema: JsonSchema): JsonSchema {
  const { description, ...shape } = schema;
  if (shape["type"] === "string" && shape["enum"] === undefined) return schema;
  const alternatives = isList(shape["anyOf"]) ? shape["anyOf"] : [shape];
  return { ...(description !== undefined && { description }), anyOf: [...alternatives, ref("variable")] };
}
