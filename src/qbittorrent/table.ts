/** Readers by the names that the fields have in qBittorrent's JSON. */
export type Readers = Readonly<Record<string, (value: unknown) => unknown>>;

/** What rows are that were read by such a table. */
export type ReadBy<T extends Readers> = { readonly [K in keyof T]: ReturnType<T[K]> };

export type Row = Record<string, unknown>;

/** Copies the fields of the table out of a row; what is missing is undefined. */
export function copying<T extends Readers>(readers: T): (row: Readonly<Row>) => ReadBy<T> {
  const list = Object.entries(readers);
  return (row) => {
    const fields: Row = {};
    for (const [name, read] of list) fields[name] = read(row[name]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema boundary: every field was read just above
    return fields as ReadBy<T>;
  };
}

/**
 * Reads the fields of the table in place, for rows by the ten thousand: what is missing stays missing, and only what reads
 * as something else is written.
 */
export function inPlace(readers: Readers): (row: Row) => void {
  const list = Object.entries(readers);
  return (row) => {
    for (const [name, read] of list) {
      const found = row[name];
      if (found === undefined) continue;
      const value = read(found);
      if (value !== found) row[name] = value;
    }
  };
}
