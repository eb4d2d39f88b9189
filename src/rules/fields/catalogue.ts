import { derivedFields } from "./derived.ts";
import type { Field, ListSource } from "./field.ts";
import { infoFields } from "./info.ts";
import { listFields } from "./lists.ts";
import { propertyFields } from "./properties.ts";
import { preferenceField, transferFields } from "./server.ts";

const all = [...infoFields, ...derivedFields, ...propertyFields, ...listFields, ...transferFields];

/** Every field a rule may name, but for `app.*`. A misspelt one is an error when the rules are loaded, never "unknown". */
export const fields: ReadonlyMap<string, Field> = new Map(all.map((field) => [field.name, field]));

export const listSources = ["trackers", "files", "peers", "webseeds"] as const satisfies readonly ListSource[];

/** Preferences are open-ended: what a server does not have is unknown there. */
export function findField(name: string): Field | undefined {
  const preference = /^app\.(\w+)$/.exec(name)?.[1];
  return preference === undefined ? fields.get(name) : preferenceField(preference);
}
