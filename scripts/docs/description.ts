import type { JsonSchema } from "../schema/json-schema.ts";

/** What editors show of it. */
export function descriptionOf({ description, ...schema }: JsonSchema): string {
  if (typeof description === "string") return description;
  throw new Error(`no description: ${JSON.stringify(schema)}`);
}
