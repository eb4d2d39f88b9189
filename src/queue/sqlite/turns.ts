import * as v from "valibot";
import type { NextTurn, SkippedTurn, Turn } from "../queue.ts";
import type { SqliteDriver } from "./driver.ts";

/** Undefined: the series has had none. */
export function lastTurn(db: SqliteDriver, series: string): Turn | undefined {
  const row = db.get("SELECT due, job_id FROM turns WHERE series = ?", series);
  if (row === undefined) return undefined;
  const { due, job_id: job } = v.parse(turn, row);
  return { due, job };
}

/** False: the series no longer stands where it stood, and nothing was changed. */
export function takeTurn(db: SqliteDriver, { series, due, after }: NextTurn, job: string): boolean {
  if (lastTurn(db, series)?.due !== after) return false;
  const sql = `INSERT INTO turns (series, due, job_id) VALUES (?, ?, ?)
    ON CONFLICT (series) DO UPDATE SET due = excluded.due, job_id = excluded.job_id`;
  db.run(sql, series, due, job);
  return true;
}

/** False: the same. */
export function skipTurn(db: SqliteDriver, { series, due, after }: SkippedTurn): boolean {
  return db.run("UPDATE turns SET due = ? WHERE series = ? AND due = ?", due, series, after) === 1;
}

export function keepTurns(db: SqliteDriver, series: readonly string[]): void {
  db.run("DELETE FROM turns WHERE series NOT IN (SELECT value FROM json_each(?))", JSON.stringify(series));
}

const turn = v.object({ due: v.number(), job_id: v.string() });
