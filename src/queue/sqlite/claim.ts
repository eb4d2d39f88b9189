import * as v from "valibot";
import { type Claim, mayShare } from "../job.ts";
import { MOST_DEATHS } from "../queue.ts";
import type { SqliteDriver } from "./driver.ts";
import { jobColumns, readJob } from "./rows.ts";
import { sentSteps } from "./steps.ts";

interface Claiming {
  readonly most: number;
  readonly token: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Takes the oldest pending job, and those right behind it that may share a pass with it. */
export function claimOldest(db: SqliteDriver, { most, token, at }: Claiming): Claim | undefined {
  const last = lastToTake(db, most);
  if (last === undefined) return undefined;
  const sql = `UPDATE jobs SET status = 'processing', started_at = ?, claim = ?, attempts = attempts + 1
    WHERE status = 'pending' AND number <= ? RETURNING ${jobColumns}, number, interrupted`;
  const rows = db.all(sql, at, token, last).map((row) => ({ ...v.parse(place, row), job: readJob(row) }));
  const [first, ...rest] = rows.toSorted((a, b) => a.number - b.number).map(({ job }) => job);
  const cutOff = new Set(rows.flatMap(({ interrupted }) => interrupted?.split(",") ?? []));
  return first && { jobs: [first, ...rest], token, sent: sentSteps(db, [...cutOff]) };
}

/** The number up to which pending jobs go together. */
function lastToTake(db: SqliteDriver, most: number): number | undefined {
  const [oldest] = pending(db, 1);
  if (oldest === undefined || !goTogether(oldest, oldest)) return oldest?.number;
  const next = pending(db, most);
  const alien = next.findIndex((job) => !goTogether(oldest, job));
  return (alien === -1 ? next : next.slice(0, alien)).at(-1)?.number;
}

const goTogether = (one: Candidate, other: Candidate): boolean =>
  mayShare(one, other) && [one, other].every(({ attempts }) => attempts < MOST_DEATHS - 1);

function pending(db: SqliteDriver, most: number): readonly Candidate[] {
  const sql = `SELECT number, context, dry_run, trace, attempts FROM jobs WHERE status = 'pending'
    ORDER BY number LIMIT ?`;
  return v.parse(candidates, db.all(sql, most));
}

const place = v.object({ number: v.number(), interrupted: v.nullable(v.string()) });

const candidates = v.array(
  v.pipe(
    v.object({
      number: v.number(),
      context: v.nullable(v.string()),
      dry_run: v.number(),
      trace: v.number(),
      attempts: v.number(),
    }),
    v.transform(({ dry_run, trace, ...same }) => ({ ...same, dryRun: dry_run !== 0, trace: trace !== 0 })),
  ),
);

type Candidate = v.InferOutput<typeof candidates>[number];
