import * as v from "valibot";
import type { Claim } from "../job.ts";
import { MOST_DEATHS, type Rescued, diedEachTime } from "../queue.ts";
import type { SqliteDriver, SqlValue } from "./driver.ts";
import { rememberClaim } from "./steps.ts";

/** Jobs of a claim that is given up in good order, which counts as no attempt; returns how many. */
export function release(db: SqliteDriver, { jobs, token }: Claim): number {
  const which = "claim = ? AND id IN (SELECT value FROM json_each(?))";
  const values = [token, JSON.stringify(jobs.map(({ id }) => id))];
  db.run(`UPDATE jobs SET attempts = attempts - 1 WHERE ${which}`, ...values);
  return putBack(db, which, ...values);
}

/** Jobs of a server that died: each of their attempts so far ended that way. */
export function rescue(db: SqliteDriver, at: string): Rescued {
  const sql = `UPDATE jobs SET status = 'failed', error = ?, completed_at = ?, claim = NULL,
    interrupted = NULL WHERE claim IS NOT NULL AND attempts >= ? RETURNING id`;
  const failed = v.parse(ids, db.all(sql, diedEachTime, at, MOST_DEATHS)).map(({ id }) => id);
  return { again: putBack(db, "claim IS NOT NULL"), failed };
}

function putBack(db: SqliteDriver, which: string, ...values: SqlValue[]): number {
  const changes = `status = 'pending', started_at = NULL, ${rememberClaim}, claim = NULL`;
  return db.run(`UPDATE jobs SET ${changes} WHERE ${which}`, ...values);
}

const ids = v.array(v.object({ id: v.string() }));
