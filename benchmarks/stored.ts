import { Database } from "bun:sqlite";
import { systemClock } from "../src/lib/clock.ts";
import { openQueue } from "../src/queue/open.ts";
import type { Queue } from "../src/queue/queue.ts";
import { tempFolder } from "../tests/support/temp.ts";
import type { Answer } from "./finding.ts";
import { figure } from "./print.ts";
import { inRounds, median, timed } from "./statistics.ts";

const ROUNDS = 50;
const SIZES = [1_000, 30_000, 1_000_000] as const;
const OVER_DAYS = 30;

/** What takes longer the more jobs are stored, and what does not. */
export async function answerStored(): Promise<Answer> {
  const rows = await inRounds(SIZES.length, async (at) => {
    const size = SIZES[at] ?? 0;
    using folder = tempFolder();
    const path = folder.file("queue.db");
    await (await open(path)).close();
    fill(path, size);
    const queue = await open(path);
    try {
      return [size.toLocaleString("en"), ...(await times(queue, size)).map((ms) => figure(ms))];
    } finally {
      await queue.close();
    }
  });
  return {
    tables: [
      {
        title: "Milliseconds by how many jobs are stored, medians",
        header: ["jobs", "newest", "by cursor", "by status", "by context", "stats", "enqueue"],
        rows,
      },
    ],
    ratios: [],
    notes: [`SQLite; jobs that completed evenly over ${OVER_DAYS} days; pages of 20; the cursor stands in the middle`],
  };
}

const open = (sqlitePath: string): Promise<Queue> => openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });

function fill(path: string, size: number): void {
  using database = new Database(path);
  database.run(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)
     INSERT INTO jobs (id, context, hash, status, created_at, started_at, completed_at, result)
     SELECT printf('00000000-0000-7000-8000-%012x', n), iif(n % 3 = 0, 'on_added', 'scheduled'), NULL,
       iif(n % 50 = 0, 'failed', 'completed'), at, at, at, '{"rules_matched": 1}'
     FROM (SELECT n, strftime('%Y-%m-%dT%H:%M:%fZ', 'now', printf('-%f days', ?2 * (1.0 - n * 1.0 / ?1))) AS at FROM numbers)`,
    [size, OVER_DAYS],
  );
}

async function times(queue: Queue, size: number): Promise<number[]> {
  const page = { limit: 20, offset: 0 };
  const asked = [
    () => queue.list(page),
    () => queue.list({ ...page, cursor: String(Math.floor(size / 2)) }),
    () => queue.list({ ...page, status: "failed" }),
    () => queue.list({ ...page, context: "on_added" }),
    () => queue.stats(),
    () => queue.enqueue({ context: "on_added", hash: null, dryRun: false, trace: false }),
  ];
  return await inRounds(asked.length, async (at) => median(await inRounds(ROUNDS, () => timed(() => asked[at]?.()))));
}
