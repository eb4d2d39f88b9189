export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A JSON Schema, draft 7: what editors understand best. */
export interface JsonSchema {
  readonly [keyword: string]: Json;
}

export type Definitions = Readonly<Record<string, JsonSchema>>;

/** What every schema of ours begins with. */
export const head = (description: string): JsonSchema => ({
  $schema: "http://json-schema.org/draft-07/schema#",
  $comment: "Made from the program by npm run schema. Change it there.",
  description,
});

export const ref = (definition: string): JsonSchema => ({ $ref: `#/$defs/${definition}` });

/**
 * A schema with a description for the place where it is used: beside `$ref`, draft 7 hears nothing. Of several types, an
 * editor begins with the first.
 */
export function described(description: Json | undefined, schema: JsonSchema, ...types: readonly string[]): JsonSchema {
  const [only, ...others] = types;
  return {
    ...(description !== undefined && { description }),
    ...(only !== undefined && { type: others.length === 0 ? only : types }),
    allOf: [schema],
  };
}

export const anyOf = (...schemas: readonly JsonSchema[]): JsonSchema => ({ anyOf: schemas });

/** A mapping that has at least one of these keys. */
export const having = (...keys: readonly string[]): JsonSchema =>
  keys.length === 1
    ? { type: "object", required: keys }
    : { type: "object", anyOf: keys.map((key) => ({ required: [key] })) };

/** A mapping whose value of this key is like that. */
export const where = (key: string, value: JsonSchema): JsonSchema => ({
  type: "object",
  properties: { [key]: value },
  required: [key],
});

export const when = (condition: JsonSchema, consequence: JsonSchema, otherwise?: JsonSchema): JsonSchema => ({
  if: condition,
  // oxlint-disable-next-line unicorn/no-thenable -- the word of JSON Schema
  then: consequence,
  ...(otherwise !== undefined && { else: otherwise }),
});

/** Of some definitions those that a schema refers to, also by way of others. */
export function reachable(schema: JsonSchema, definitions: Definitions): Definitions {
  const names = new Set<string>();
  const follow = (json: JsonSchema): void => {
    for (const [, name = ""] of JSON.stringify(json).matchAll(/"#\/\$defs\/([^"]+)"/g)) {
      if (names.has(name)) continue;
      names.add(name);
      follow(definitions[name] ?? {});
    }
  };
  follow(schema);
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => names.has(name)));
}

export const propertiesOf = (schema: JsonSchema): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(Object.entries(asMapping(schema["properties"])).map(([key, value]) => [key, asMapping(value)]));

/** A mapping with some of its properties said better. */
export const withProperties = (schema: JsonSchema, properties: Definitions): JsonSchema => ({
  ...schema,
  properties: { ...propertiesOf(schema), ...properties },
});

export function asMapping(json: Json | undefined): JsonSchema {
  if (json === undefined || json === null || typeof json !== "object" || isList(json)) return {};
  return json;
}

export const isList = (json: Json | undefined): json is readonly Json[] => Array.isArray(json);
