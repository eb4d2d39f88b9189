import { Database } from "bun:sqlite";

/** Between two jobs: a million of them are 30 days. */
export const EVERY_SECONDS = 2.592;

/** Puts jobs that have ended, the last of them just now, into a queue file of the newest schema that nobody has open. */
export function fill(path: string, size: number): void {
  using database = new Database(path);
  database.run(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)
     INSERT INTO jobs (id, context, hash, status, created_at, started_at, completed_at, result)
     SELECT printf('00000000-0000-7000-8000-%012x', n), iif(n % 3 = 0, 'on_added', 'scheduled'), NULL,
       iif(n % 50 = 0, 'failed', 'completed'), at, at, at, '{"rules_matched": 1}'
     FROM (SELECT n, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', printf('-%f seconds', ?2 * (?1 - n))) AS at FROM numbers)`,
    [size, EVERY_SECONDS],
  );
}
