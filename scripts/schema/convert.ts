import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { type JsonSchema, asMapping, described, ref } from "./json-schema.ts";

/** Schemas of the program that have a definition of their own, by its name. */
export type Named = Readonly<Record<string, GenericSchema>>;

/**
 * The shape of what may be written, with its descriptions. What a function of the program decides is not in it; which kinds
 * of functions there are is known here, so that nothing else gets lost on the way.
 */
export function convert(schema: GenericSchema, named: Named = {}): JsonSchema {
  const names = new Map<unknown, string>(Object.entries(named).map(([name, known]) => [known, name]));
  const converted = toJsonSchema(schema, {
    target: "draft-07",
    // Those that depend on their input are no shapes: they are found again by identity.
    definitions: Object.fromEntries(Object.entries(named).filter(([, known]) => known.type !== "lazy")),
    // A mapping is first asked whether it is a list, which JSON Schema knows by itself. What else is wrong is found below.
    errorMode: "ignore",
    ignoreActions: decidedByFunctions,
    overrideSchema: ({ valibotSchema, jsonSchema, errors }) => {
      const name = names.get(valibotSchema);
      if (name !== undefined) return ref(name);
      if (valibotSchema.type !== "custom") refuse(errors);
      const { required, ...rest } = jsonSchema;
      return required?.length === 0 ? rest : undefined;
    },
    overrideAction: ({ valibotAction, jsonSchema, errors }) => {
      refuse(errors);
      const { $ref: reference, description } = jsonSchema;
      if (valibotAction.type !== "description" || reference === undefined) return undefined;
      return described(description, { $ref: reference });
    },
  });
  const { $schema: _, $defs: __, ...shape } = asMapping(JSON.parse(JSON.stringify(converted)));
  // What depends on its input gets a number for a name, and cannot be converted: it needs a definition of its own.
  const unnamed = /"\$ref":"(#\/\$defs\/\d+)"/.exec(JSON.stringify(shape))?.[1];
  if (unnamed !== undefined) throw new Error(`a part of the schema has no name: ${unnamed}`);
  return shape;
}

const decidedByFunctions: string[] = ["check", "raw_transform", "transform", "trim"];

function refuse(errors: readonly string[] = []): void {
  if (errors.length > 0) throw new Error(errors.join("; "));
}
