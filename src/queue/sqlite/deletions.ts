import * as v from "valibot";
import type { SqliteDriver } from "./driver.ts";

export function recordDeletions(db: SqliteDriver, at: number, torrents: number): void {
  db.transaction(() => db.run("INSERT INTO deletions (at, torrents) VALUES (?, ?)", at, torrents));
}

export function deletionsSince(db: SqliteDriver, at: number): number {
  return v.parse(sumRow, db.get("SELECT coalesce(sum(torrents), 0) AS torrents FROM deletions WHERE at >= ?", at))
    .torrents;
}

export function pruneDeletions(db: SqliteDriver, before: number): void {
  db.transaction(() => db.run("DELETE FROM deletions WHERE at < ?", before));
}

const sumRow = v.object({ torrents: v.number() });
