import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { isRecord } from "../../src/lib/json.ts";
import { flag, hash } from "../../src/server/parameters.ts";
import type { Json } from "../schema/json-schema.ts";

/** The parameters of an endpoint, as its own checks have them. */
export const queryParameters = (entries: v.ObjectEntries): Json[] =>
  Object.entries(parameterProperties(entries)).map(([name, schema]) => ({
    name,
    in: "query",
    required: false,
    schema,
  }));

/** The same, as what a body may hold. */
export const parameterProperties = (entries: v.ObjectEntries): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(entries).map(([name, schema]) => [name, shapeOf("wrapped" in schema ? schema.wrapped : schema)]),
  );

/** What is written in a query is text; what it stands for says more to a reader, and to a generated client. */
function shapeOf(schema: unknown): Json {
  if (schema === flag) return { type: "boolean" };
  if (schema === hash) return { type: "string", pattern: "^(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})$" };
  if (!isSchema(schema)) throw new Error("a parameter that is no schema");
  const limits = limitsOf(schema);
  if (limits !== undefined) return { type: "integer", ...limits };
  // That a text has whole characters is more than JSON Schema can say.
  const { $schema: _, ...shape } = toJsonSchema(schema, { typeMode: "input", ignoreActions: ["check"] });
  const json: Json = JSON.parse(JSON.stringify(shape));
  return json;
}

/** A number's: they come in its pipe, behind the step from text to number, where a conversion of the text does not look. */
function limitsOf(schema: v.GenericSchema): { minimum: number; maximum: number } | undefined {
  const steps: readonly unknown[] = "pipe" in schema && Array.isArray(schema.pipe) ? schema.pipe : [];
  const limit = (type: string) =>
    steps.flatMap((step) => {
      if (!isRecord(step) || step["type"] !== type) return [];
      return typeof step["requirement"] === "number" ? [step["requirement"]] : [];
    })[0];
  const [minimum, maximum] = [limit("min_value"), limit("max_value")];
  return minimum === undefined || maximum === undefined ? undefined : { minimum, maximum };
}

const isSchema = (value: unknown): value is v.GenericSchema =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "schema";
