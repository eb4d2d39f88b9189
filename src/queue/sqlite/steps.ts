import * as v from "valibot";
import type { SentStep, StepRequest } from "../job.ts";
import type { SqliteDriver } from "./driver.ts";

/** Numbered from `first` on, over those that have these numbers. False: there is no such claim any more. */
export function recordSteps(db: SqliteDriver, token: string, requests: readonly StepRequest[], first: number): boolean {
  if (!isHeld(db, token)) return false;
  const sql = `INSERT INTO steps (claim, number, request) VALUES (?, ?, ?)
    ON CONFLICT (claim, number) DO UPDATE SET request = excluded.request`;
  for (const [index, request] of requests.entries()) db.run(sql, token, first + index, JSON.stringify(request));
  return true;
}

/** Of the claim, by its number there; those begun before it are done. False: there is no such claim any more. */
export function beginStep(db: SqliteDriver, token: string, number: number, at: number): boolean {
  const begin = "UPDATE steps SET begun_at = ? WHERE claim = ? AND number = ?";
  if (!isHeld(db, token) || db.run(begin, at, token, number) !== 1) return false;
  const done =
    "UPDATE steps SET done_at = ? WHERE claim = ? AND number < ? AND begun_at IS NOT NULL AND done_at IS NULL";
  db.run(done, at, token, number);
  return true;
}

/** Those that had begun, in the order they were sent. */
export function sentSteps(db: SqliteDriver, tokens: readonly string[]): readonly SentStep[] {
  if (tokens.length === 0) return [];
  const sql = `SELECT request, begun_at, done_at FROM steps
    WHERE claim IN (SELECT value FROM json_each(?)) AND begun_at IS NOT NULL ORDER BY begun_at, claim, number`;
  return v.parse(rows, db.all(sql, JSON.stringify(tokens)));
}

/** Forgets the steps of claims that no job remembers. */
export function pruneSteps(db: SqliteDriver): void {
  db.run(`DELETE FROM steps WHERE claim NOT IN (SELECT claim FROM jobs WHERE claim IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE interrupted IS NOT NULL AND instr(interrupted, steps.claim) > 0)`);
}

/** For `UPDATE jobs`: remembers a claim that is cut off after one of its requests had begun. */
export const rememberClaim = `interrupted = CASE
  WHEN EXISTS (SELECT 1 FROM steps WHERE steps.claim = jobs.claim AND begun_at IS NOT NULL)
  THEN coalesce(interrupted || ',', '') || claim ELSE interrupted END`;

const isHeld = (db: SqliteDriver, token: string): boolean =>
  db.get("SELECT 1 FROM jobs WHERE claim = ? LIMIT 1", token) !== undefined;

const rows = v.array(
  v.pipe(
    v.object({
      request: v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
      begun_at: v.number(),
      done_at: v.nullable(v.number()),
    }),
    v.transform(({ request, begun_at: begunAt, done_at: doneAt }) => ({ request, begunAt, isDone: doneAt !== null })),
  ),
);
