import type { FieldType } from "../../src/rules/fields/field.ts";
import { type Definitions, type JsonSchema, asMapping, isList } from "./json-schema.ts";
import { DURATION, ISO, VARIABLE, exactly } from "./patterns.ts";
import { values } from "./values.ts";

/** What a test may give as the value of a field, by its type: as in a rule, but for variables. Null: it is not known. */
export const givenValues = (): Definitions =>
  Object.fromEntries(
    Object.entries({ ...values, ...special }).map(([type, value]) => [`given.${type}`, orNull(withoutVariable(value))]),
  );

export const instant: JsonSchema = {
  type: ["string", "number"],
  pattern: exactly(ISO),
  ...seconds(),
  errorMessage: "expected an instant like 2026-01-01T00:00:00Z",
  examples: ["2026-01-01T00:00:00Z"],
};

/** What a torrent has, where it is more than what a condition compares with. */
const special: Readonly<Partial<Record<FieldType, JsonSchema>>> = {
  number: orUnlimited("A number, or unlimited where it is infinite", "unlimited"),
  ratio_limit: orUnlimited("A number, or unlimited", "unlimited"),
  seconds: orUnlimited('Seconds, a duration like "7 days", or unlimited', `${DURATION}|unlimited`),
  timestamp: {
    description: 'A moment: "40 days ago", or 2026-01-01T00:00:00Z',
    type: ["string", "number"],
    pattern: exactly(`${ISO}|${DURATION}ago\\s*`),
    ...seconds(),
    errorMessage: 'expected a moment like "40 days ago" or 2026-01-01T00:00:00Z',
    examples: ["40 days ago"],
  },
  tags: { description: "All its tags, as a list", type: "array", items: withoutVariable(values.tags) },
  boolean: { description: "true or false", type: "boolean" },
};

function orUnlimited(description: string, form: string): JsonSchema {
  const errorMessage = `expected ${description.charAt(0).toLowerCase()}${description.slice(1)}`;
  return { description, type: ["number", "string"], minimum: 0, pattern: exactly(form), errorMessage };
}

function seconds(): JsonSchema {
  const { minimum = null, exclusiveMaximum = null } = values.timestamp;
  return { minimum, exclusiveMaximum };
}

/** They stand for values in rules alone. */
function withoutVariable({ pattern, ...schema }: JsonSchema): JsonSchema {
  const { type, anyOf: choice } = schema;
  if (isList(choice)) {
    const { anyOf: _, ...described } = schema;
    return { ...described, ...asMapping(choice.find((one) => asMapping(one)["enum"] !== undefined)) };
  }
  if (pattern === VARIABLE)
    return { ...schema, type: isList(type) ? type.filter((name) => name !== "string") : "number" };
  return typeof pattern === "string" ? { ...schema, pattern: pattern.replace(`|${VARIABLE}`, "") } : schema;
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: choice } = schema;
  if (isList(choice)) return { ...schema, enum: [...choice, null] };
  return { ...schema, type: [...(isList(type) ? type : [type ?? "string"]), "null"] };
}
