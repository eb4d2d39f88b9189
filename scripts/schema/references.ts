import type { JsonSchema } from "./json-schema.ts";

/** A `$ref` to what `refs` names in this section; it stands alone in its mapping. */
export const reference = (section: "conditions" | "actions", description: string): JsonSchema => ({
  type: "object",
  properties: { $ref: { description, type: "string", pattern: `^${section}\\.[\\w-]+$` } },
  required: ["$ref"],
  additionalProperties: false,
});
