import { type Field, type FieldType, listOf, sinceOf } from "../../src/rules/fields/field.ts";
import { fields, findField } from "../../src/rules/fields/catalogue.ts";
import { type Scope, typeNames } from "../../src/rules/find.ts";
import { type JsonSchema, anyOf } from "./json-schema.ts";
import { operatorsFor } from "./operators.ts";
import { exactly } from "./patterns.ts";

/** Fields that may be asked the same. */
export interface Kind {
  readonly name: string;
  readonly type: FieldType;
  readonly operators: readonly string[];
}

/** The names of the fields, each with its documentation. Among the items of a list they stand without the name of the list. */
export function fieldNames(scope: Scope): JsonSchema {
  const names = fieldsIn(scope).map((field) => ({ const: nameIn(scope, field), description: documentation(field) }));
  return scope === "torrent" ? anyOf(...names, setting()) : anyOf(...names);
}

/** The fields of a scope by kind: a pattern of their names, since editors offer and show the words of an `if` as if they were meant. */
export function kindsIn(scope: Scope): ReadonlyMap<Kind, string> {
  const alike = Map.groupBy(fieldsIn(scope), (field) => kindOf(field, scope).name);
  const kinds = [...alike.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [[kindOf(first, scope), namesPattern(scope, group)] as const];
  });
  return new Map(scope === "torrent" ? [...kinds, [settings, SETTING]] : kinds);
}

const fieldsIn = (scope: Scope): readonly Field[] =>
  [...fields.values()].filter(({ name }) => scope === "torrent" || name.startsWith(`${scope}.`));

const nameIn = (scope: Scope, { name }: Field): string => (scope === "torrent" ? name : name.slice(scope.length + 1));

/** `^(?:info\.(?:size|uploaded)|files\.size)$` */
function namesPattern(scope: Scope, group: readonly Field[]): string {
  const names = group.map((field) => nameIn(scope, field).split("."));
  const spaces = Map.groupBy(names, (parts) => parts.slice(0, -1).join("."));
  return exactly(
    [...spaces]
      .map(([space, inside]) => {
        const own = inside.map((parts) => parts.at(-1)).join("|");
        return space === "" ? own : `${space}\\.(?:${own})`;
      })
      .join("|"),
  );
}

/** Of a whole list, any of its fields may be asked whether there is an item. */
function kindOf(field: Field, scope: Scope): Kind {
  const { type } = field;
  const operators = operatorsFor(type);
  if (scope !== "torrent" || listOf(field) === undefined || operators.includes("is_empty"))
    return { name: type, type, operators };
  return { name: `${type}_of_list`, type, operators: [...operators, "is_empty"] };
}

const SETTING = "^app\\.\\w+$";

const settings: Kind = { name: "any", type: "any", operators: operatorsFor("any") };

/** Whatever a server has there. */
const setting = (): JsonSchema => ({
  description: findField("app.any")?.about ?? "",
  type: "string",
  pattern: SETTING,
  examples: ["app.queueing_enabled"],
});

/** What it is, of which type, and which servers have it. */
function documentation(field: Field): string {
  const { about, type, supplies } = field;
  const since = sinceOf(field);
  const elsewhere = supplies.length > 1 ? supplies[0]?.since : undefined;
  const notes = [
    typeNames[type],
    since === undefined ? "" : `qBittorrent ${since} and newer`,
    elsewhere === undefined ? "" : `before ${elsewhere} one more request for each torrent`,
  ];
  return `${about} (${notes.filter(Boolean).join("; ")})`;
}
