import { renameSync, rmSync } from "node:fs";
import { AppError, messageOf } from "../../errors.ts";
import type { SqliteDriver } from "./driver.ts";
import version1 from "./migrations/1.sql" with { type: "text" };
import version2 from "./migrations/2.sql" with { type: "text" };
import version3 from "./migrations/3.sql" with { type: "text" };
import version4 from "./migrations/4.sql" with { type: "text" };
import version5 from "./migrations/5.sql" with { type: "text" };
import version6 from "./migrations/6.sql" with { type: "text" };
import version7 from "./migrations/7.sql" with { type: "text" };

/** In order; each ends by recording its version. A released one is never changed. */
const migrations = [
  { version: 1, sql: version1 },
  { version: 2, sql: version2 },
  { version: 3, sql: version3 },
  { version: 4, sql: version4 },
  { version: 5, sql: version5 },
  { version: 6, sql: version6 },
  { version: 7, sql: version7 },
] as const;

export const schemaVersion = 7;

/**
 * Brings the schema from the version given (0: an empty file) to ours, one transaction for each step, and before each a
 * copy: whatever release the owner goes back to finds the last file it can read.
 */
export function migrate(db: SqliteDriver, from: number, notice: (message: string) => void): void {
  for (const { version, sql } of migrations.filter((step) => step.version > from)) {
    if (from > 0) {
      const copy = backUp(db, version - 1);
      notice(
        `The job queue ${db.path} goes from schema version ${version - 1} to ${version}; a copy was kept: ${copy}`,
      );
    }
    apply(db, version, sql);
  }
}

function apply(db: SqliteDriver, version: number, sql: string): void {
  try {
    db.transaction(() => db.script(sql));
  } catch (error) {
    if (error instanceof AppError) throw error;
    const message = `The job queue ${db.path} cannot be brought to schema version ${version}: ${messageOf(error)}`;
    const hint = "nothing of that step was written; name another file (queue.sqlite_path), and please report this";
    throw new AppError("queue_unavailable", message, { hint, cause: error });
  }
}

export const backupPath = (path: string, version: number): string => `${path}.v${version}.bak`;

/**
 * Copies the database as it is before migrating; returns where. One that an earlier try left is replaced: a migration
 * that failed changed nothing, so the copy made now is as good or newer.
 */
function backUp(db: SqliteDriver, version: number): string {
  const target = backupPath(db.path, version);
  const unfinished = `${target}.tmp`;
  try {
    rmSync(unfinished, { force: true });
    db.run("VACUUM INTO ?", unfinished);
    renameSync(unfinished, target);
    return target;
  } catch (error) {
    rmSync(unfinished, { force: true });
    const message = `The job queue ${db.path} is older and was not updated, since no copy could be made: ${messageOf(error)}`;
    const hint = `make room in its folder, and see that ${target} may be written`;
    throw new AppError("queue_unavailable", message, { hint, cause: error });
  }
}
