import { existsSync, statSync } from "node:fs";
import * as v from "valibot";
import { openToInspect, type SqliteDriver } from "./driver.ts";
import { refusal } from "./failure.ts";
import { backupPath, schemaVersion } from "./migrations.ts";
import { readSeal } from "./seal.ts";

export interface Inspected {
  /** Of the schema; 0: the file is empty or absent. */
  readonly version: number;
  /** When it was last read through, milliseconds since 1970. */
  readonly checkedAt: number;
}

const CHECKED_EVERY_MS = 30 * 24 * 3_600_000;

/**
 * What job queue the file holds. Throws if it holds anything else, or jobs of a newer version, or is damaged; read only, so
 * that whatever it holds stays as it is. One that is sealed is read through once in 30 days, any other now.
 */
export function inspect(path: string, now: number, open = openToInspect): Inspected {
  if (isEmpty(path)) return { version: 0, checkedAt: now };
  const sealed = readSeal(path);
  const isChecked = sealed !== undefined && Math.abs(now - sealed.checkedAt) < CHECKED_EVERY_MS;
  const db = open(path);
  try {
    const version = versionOf(db);
    if (!isChecked) mustBeWhole(db);
    return { version, checkedAt: isChecked ? sealed.checkedAt : now };
  } finally {
    db.close();
  }
}

export const isEmpty = (path: string): boolean => !existsSync(path) || statSync(path).size === 0;

/**
 * Damage where the jobs are would otherwise come to light only after the file was written to. Takes a second for some
 * 300,000 of them.
 */
function mustBeWhole(db: SqliteDriver): void {
  const [found] = v.parse(checks, db.all("PRAGMA integrity_check(1)"));
  if (found === undefined || found.integrity_check === "ok") return;
  const hint = "restore a backup, or move the file away to begin without jobs: it was left untouched";
  throw refusal(db.path, `it is damaged (${found.integrity_check.replaceAll(/\s+/g, " ")})`, hint);
}

const checks = v.array(v.object({ integrity_check: v.string() }));
const names = v.array(v.object({ name: v.string() }));
const latest = v.object({ version: v.nullable(v.number()) });

function versionOf(db: SqliteDriver): number {
  const tables = v.parse(names, db.all("SELECT name FROM sqlite_schema")).map(({ name }) => name);
  if (tables.length === 0) return 0;
  const isOurs = [["jobs"], ["schema_version"], ["queue", "counts"]].every((any) =>
    any.some((table) => tables.includes(table)),
  );
  const recorded = isOurs
    ? v.parse(latest, db.get("SELECT max(version) AS version FROM schema_version")).version
    : null;
  if (recorded === null) {
    const hint = "name another file (queue.sqlite_path): what is in this one was left untouched";
    throw refusal(db.path, "it is a database of another program", hint);
  }
  if (recorded <= schemaVersion) return recorded;
  const reason = `a newer qbt-rules wrote it (schema version ${recorded}; this one knows versions up to ${schemaVersion})`;
  const hint = `start that newer release, or restore the copy made before it (${backupPath(db.path, schemaVersion)})`;
  throw refusal(db.path, reason, hint);
}
