import { didYouMean } from "../lib/nearest.ts";
import type { Findings } from "./check.ts";
import { fields, findField } from "./fields/catalogue.ts";
import type { Field, FieldType, ListSource } from "./fields/field.ts";
import type { Operator } from "./operators/operator.ts";
import { operators } from "./operators/operators.ts";
import { isReserved, notYet } from "./reserved.ts";
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
      ? { code: "reserved", message: notYet(name), where }
      : { code: "unknown-field", message: `unknown field "${name}"${among(scope)}`, where, hint: nearest(name, scope) },
  );
  return undefined;
}

const among = (scope: Scope): string => (scope === "torrent" ? "" : ` of ${scope}`);

/** `ratio` is `info.ratio` without its namespace more often than anything else. */
function nearest(name: string, scope: Scope): string {
  const names = [...fields.keys()];
  if (scope !== "torrent") {
    const inside = names.filter((known) => known.startsWith(`${scope}.`)).map((known) => known.slice(scope.length + 1));
    const bare = name.startsWith(`${scope}.`) ? name.slice(scope.length + 1) : name;
    return inside.includes(bare) ? `write ${bare}: the group is about ${scope} already` : didYouMean(bare, inside);
  }
  if (/^app\./.test(name)) return "write app.NAME, with the name of a setting in app/preferences";
  const bare = names.find((known) => known.endsWith(`.${name}`));
  return bare === undefined ? didYouMean(name, names) : `did you mean "${bare}"?`;
}

/** The operator of this name; undefined: there is none, which is then among the problems. */
export function operatorNamed(name: string, path: Path, { source, problems }: Findings): Operator | undefined {
  const operator = operators.get(name);
  if (operator !== undefined) return operator;
  const swallowed = name === "" || source.isBlockScalar(path);
  problems.push({
    code: swallowed ? "unquoted-operator" : "unknown-operator",
    message: swallowed ? "YAML read this operator as the start of a text block" : `unknown operator "${name}"`,
    where: source.where(path),
    hint: swallowed ? 'operators with > or < need quotes: operator: ">"' : nearestOperator(name),
  });
  return undefined;
}

const otherNames: Readonly<Record<string, string>> = {
  "=": "==",
  "<>": "!=",
  equals: "==",
  is: "==",
  not_equals: "!=",
  is_not: "!=",
  regex: "matches",
  gt: ">",
  lt: "<",
  gte: ">=",
  lte: "<=",
  exists: "known",
  empty: "is_empty",
};

const nearestOperator = (name: string): string =>
  Object.hasOwn(otherNames, name) ? `did you mean "${otherNames[name]}"?` : didYouMean(name, [...operators.keys()]);

export const typeNames: Readonly<Record<FieldType, string>> = {
  number: "a number",
  ratio_limit: "a ratio limit",
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
