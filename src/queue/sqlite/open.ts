import { resolve } from "node:path";
import * as v from "valibot";
import type { Queue } from "../queue.ts";
import { openExclusively, type SqliteDriver } from "./driver.ts";
import { inspect } from "./inspect.ts";
import { migrate } from "./migrations.ts";
import { createSqliteQueue, type SqliteQueueOptions } from "./queue.ts";

export interface SqliteOpenOptions extends Omit<SqliteQueueOptions, "db"> {
  readonly path: string;
  /** Told about what the owner of the file should know. */
  readonly notice: (message: string) => void;
}

/** Opens the queue in the file, or creates it; throws without having touched a file that is in use or not ours. */
export function openSqliteQueue({ path, notice, ...options }: SqliteOpenOptions): Queue {
  return createSqliteQueue({ db: openQueueFile(path, notice), ...options });
}

/** The file at our schema version, locked for this process. */
export function openQueueFile(path: string, notice: SqliteOpenOptions["notice"]): SqliteDriver {
  // Absolute, since SQLite gives names like ":memory:" a meaning of their own.
  const file = resolve(path);
  const found = inspect(file);
  const db = openExclusively(file);
  try {
    update(db, found, notice);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function update(db: SqliteDriver, found: number, notice: SqliteOpenOptions["notice"]): void {
  migrate(db, found, notice);
  // So that deleted jobs give their space back: new files have this from the start, older ones get it by being rewritten.
  const isRewritten = v.parse(vacuumMode, db.get("PRAGMA auto_vacuum")).auto_vacuum === INCREMENTAL;
  if (!isRewritten) db.script("PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
}

const INCREMENTAL = 2;
const vacuumMode = v.object({ auto_vacuum: v.number() });
