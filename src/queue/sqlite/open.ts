import { resolve } from "node:path";
import * as v from "valibot";
import type { Clock } from "../../lib/clock.ts";
import type { Queue } from "../queue.ts";
import { openExclusively, type SqliteDriver } from "./driver.ts";
import { inspect } from "./inspect.ts";
import { migrate } from "./migrations.ts";
import { breakSeal, seal } from "./seal.ts";
import { createSqliteQueue, type SqliteQueueOptions } from "./queue.ts";

export interface SqliteOpenOptions extends Omit<SqliteQueueOptions, "db"> {
  readonly path: string;
  /** Told about what the owner of the file should know. */
  readonly notice: (message: string) => void;
}

/** Opens the queue in the file, or creates it; throws without having touched a file that is in use or not ours. */
export function openSqliteQueue({ path, notice, ...options }: SqliteOpenOptions): Queue {
  return createSqliteQueue({ db: openQueueFile(path, notice, options.clock), ...options });
}

/** The file at our schema version, locked for this process. */
export function openQueueFile(
  path: string,
  notice: SqliteOpenOptions["notice"],
  clock: Pick<Clock, "now">,
): SqliteDriver {
  // Absolute, since SQLite gives names like ":memory:" a meaning of their own.
  const file = resolve(path);
  const { version, checkedAt } = inspect(file, clock.now());
  const db = openExclusively(file);
  try {
    breakSeal(file);
    update(db, version, notice);
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    ...db,
    close: () => {
      seal(db, { checkedAt });
      db.close();
    },
  };
}

function update(db: SqliteDriver, found: number, notice: SqliteOpenOptions["notice"]): void {
  // How to undo a statement, and what is to be sorted, is otherwise written to files, page by page, where a container may have
  // no place for them. What is sorted is narrow: some 100 MB for a million jobs.
  db.script("PRAGMA temp_store = MEMORY");
  migrate(db, found, notice);
  // So that deleted jobs give their space back: new files have this from the start, older ones get it by being rewritten.
  const isRewritten = v.parse(vacuumMode, db.get("PRAGMA auto_vacuum")).auto_vacuum === INCREMENTAL;
  if (isRewritten) return;
  // A copy of all there is.
  db.script("PRAGMA temp_store = DEFAULT; PRAGMA auto_vacuum = INCREMENTAL; VACUUM; PRAGMA temp_store = MEMORY");
}

const INCREMENTAL = 2;
const vacuumMode = v.object({ auto_vacuum: v.number() });
