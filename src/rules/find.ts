import type { Findings } from "./check.ts";
import { findField } from "./fields/catalogue.ts";
import type { Field, FieldType, ListSource } from "./fields/field.ts";
import { nearestField, nearestOfItems } from "./fields/names.ts";
import { nearestOperator } from "./operators/names.ts";
import type { Operator } from "./operators/operator.ts";
import { operators } from "./operators/operators.ts";
import { LATER, isReserved, notYet } from "./reserved.ts";
import type { Path } from "./source.ts";

/** What a condition is about: a torrent, or the items of one of its lists. */
export type Scope = "torrent" | ListSource;

/** The field of this name; undefined: there is none, which is then among the problems. */
export function fieldNamed(name: string, path: Path, findings: Findings, scope: Scope): Field | undefined {
  const field = findField(scope === "torrent" ? name : `${scope}.${name}`);
  if (field !== undefined) return field;
  const where = findings.source.where(path);
  findings.problems.push(
    isReserved.field(name)
      ? { code: "reserved", message: notYet(name), where, hint: LATER }
      : { code: "unknown-field", message: `unknown field "${name}"${among(scope)}`, where, hint: nearest(name, scope) },
  );
  return undefined;
}

const among = (scope: Scope): string => (scope === "torrent" ? "" : ` of ${scope}`);

const nearest = (name: string, scope: Scope): string =>
  scope === "torrent" ? nearestField(name) : nearestOfItems(name, scope);

/** The operator of this name; undefined: there is none, which is then among the problems. */
export function operatorNamed(name: string, path: Path, { source, problems }: Findings): Operator | undefined {
  const operator = operators.get(name);
  if (operator !== undefined) return operator;
  const where = source.where(path);
  if (source.isBlockScalar(path)) {
    const message = "YAML read this operator as the start of a text block";
    problems.push({ code: "unquoted-operator", message, where, hint: 'operators need quotes here: operator: ">"' });
  } else if (name === "") {
    problems.push({ code: "empty", message: "an operator must not be empty", where, hint: nearestOperator(name) });
  } else {
    problems.push({
      code: "unknown-operator",
      message: `unknown operator "${name}"`,
      where,
      hint: nearestOperator(name),
    });
  }
  return undefined;
}

export const typeNames: Readonly<Record<FieldType, string>> = {
  number: "a number",
  ratio_limit: "a ratio limit",
  count_limit: "a connection limit",
  fraction: "a fraction",
  bytes: "a size in bytes",
  seconds: "a duration",
  time_limit: "a time limit",
  rate: "a rate",
  limit: "a limit",
  timestamp: "a timestamp",
  text: "text",
  path: "a path",
  category: "a category",
  state: "a state",
  boolean: "true or false",
  tags: "a set of tags",
  hash: "a hash",
  hash_v1: "a hash",
  hash_v2: "a hash",
  tracker_status: "a tracker status",
  any: "a setting",
};

export const typesOf = ({ suits }: Operator): string =>
  [...new Set(suits.map((type) => typeNames[type]))].join(", ").replace(/, ([^,]*)$/, " or $1");
