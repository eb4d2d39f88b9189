import { didYouMean } from "../lib/nearest.ts";
import { fields, findField } from "../rules/fields/catalogue.ts";
import { type Field, type Supply, type Value, sinceOf, supplyFor } from "../rules/fields/field.ts";
import type { Path } from "../rules/source.ts";
import type { Findings } from "./findings.ts";
import { type Moment, readFieldValue } from "./value.ts";

/** What names and values are read with. */
export interface Reading {
  readonly findings: Findings;
  readonly moment: Moment;
}

/** A field with the value that a test gives it, and where a server of its release has that. */
export interface GivenField {
  readonly key: string;
  readonly field: Field;
  readonly supply: Supply;
  /** Undefined: it is said that it is not known. */
  readonly value: Value | undefined;
}

/** What a mapping's keys are names of. */
export interface Among {
  readonly namespace: string;
  /** What may stand beside the fields. */
  readonly others?: readonly string[];
}

interface FieldName extends Among {
  readonly key: string;
}

/** The fields of a namespace that a mapping gives; what is wrong with the others is among the findings. */
export function readFields(
  among: Among,
  given: Readonly<Record<string, unknown>>,
  path: Path,
  reading: Reading,
): readonly GivenField[] {
  return Object.entries(given).flatMap(([key, written]) => {
    const found = readField({ ...among, key }, [...path, key], reading);
    const value = found && readGiven(found.field, written, [...path, key], reading);
    return found === undefined || value === undefined ? [] : [{ key, ...found, value: value.value }];
  });
}

/** Undefined: there is no such field, it is not for a test to say, or this server does not have it. */
function readField(
  { namespace, key, others = [] }: FieldName,
  path: Path,
  { findings: { source, problems }, moment: { server } }: Reading,
): { readonly field: Field; readonly supply: Supply } | undefined {
  const field = findField(`${namespace}.${key}`);
  const where = source.where(path, "key");
  if (field === undefined) {
    problems.push({
      code: "unknown-field",
      message: `unknown field "${key}" of ${namespace}`,
      where,
      hint: nearest({ namespace, key, others }),
    });
    return undefined;
  }
  const instead = workedOutFrom(field);
  if (instead !== undefined) {
    problems.push({
      code: "derived-field",
      message: `${field.name} is worked out from other fields`,
      where,
      hint: `give ${instead.join(", ")}`,
    });
    return undefined;
  }
  const supply = supplyFor(field, server.has);
  if (supply === undefined) {
    const message = `${field.name} needs qBittorrent ${sinceOf(field) ?? ""}; this test is about ${server.name}`;
    problems.push({ code: "unsupported-field", message, where, hint: "name a newer server, or leave the field out" });
    return undefined;
  }
  return { field, supply };
}

/** Undefined: the value is not one that the field may have. */
function readGiven(
  field: Field,
  written: unknown,
  path: Path,
  { findings: { source, problems }, moment }: Reading,
): { readonly value: Value | undefined } | undefined {
  const read = readFieldValue(field, written, moment);
  if (read.ok) return { value: read.value };
  const message = `${field.name}: ${read.message}`;
  problems.push({ code: "value", message, where: source.where(path), hint: read.hint });
  return undefined;
}

/** Of a field that only rules know: what qBittorrent says instead. */
export function workedOutFrom({ name, reads, supplies }: Field): readonly string[] | undefined {
  if (reads !== undefined) return reads;
  const own = supplies.flatMap((supply) => (supply.from === "info" ? [supply.key] : []));
  return own.length === 0 || own.some((key) => name === `info.${key}`) ? undefined : own;
}

function nearest({ namespace, key, others = [] }: FieldName): string {
  if (namespace === "app") return "write the name of a setting in app/preferences";
  const start = `${namespace}.`;
  const known = [...fields.values()]
    .filter((field) => field.name.startsWith(start) && workedOutFrom(field) === undefined)
    .map(({ name }) => name.slice(start.length));
  const bare = key.startsWith(start) ? key.slice(start.length) : key;
  return bare !== key && known.includes(bare) ? `write ${bare}` : didYouMean(bare, [...others, ...known]);
}
