import { type Field, type Supply, sourceOf } from "../../src/rules/fields/field.ts";
import { code, list, table } from "./markdown.ts";
import { typeName } from "./types.ts";

/** Fields with the release that brought them, and where they are before; columns that would be empty are left out. */
export function fieldsTable(fields: readonly Field[]): string {
  const columns = allColumns.filter(({ of }) => fields.some((field) => of(field) !== ""));
  return table(
    columns.map(({ title }) => title),
    fields.map((field) => columns.map(({ of }) => of(field))),
  );
}

/** Fields that are made of others. */
export const derivedTable = (fields: readonly Field[]): string =>
  table(
    ["field", "type", "from", "about"],
    fields.map((field) => [code(field.name), typeName(field.type), origin(field), field.about]),
  );

interface Column {
  readonly title: string;
  readonly of: (field: Field) => string;
}

const allColumns: readonly Column[] = [
  { title: "field", of: ({ name }) => code(name) },
  { title: "type", of: ({ type }) => typeName(type) },
  { title: "since", of: ({ supplies: [newest] }) => newest?.since ?? "" },
  { title: "before that", of: ({ supplies: [, ...older] }) => older.map(whence).join(", ") },
  { title: "about", of: ({ about }) => about },
];

const whence = (supply: Supply): string =>
  `${code(sourceOf(supply))}${supply.since === undefined ? "" : ` since ${supply.since}`}`;

const origin = ({ reads, supplies }: Field): string =>
  reads === undefined ? supplies.map(whence).join(", ") : list(reads.map((key) => `info.${key}`));
