import { systemClock } from "../src/lib/clock.ts";
import { openQueue } from "../src/queue/open.ts";
import type { Queue } from "../src/queue/queue.ts";
import { tempFolder } from "../tests/support/temp.ts";
import { OVER_DAYS, fill } from "./filled.ts";
import type { Answer } from "./finding.ts";
import { figure } from "./print.ts";
import { inRounds, median, timed } from "./statistics.ts";

const ROUNDS = 50;
const SIZES = [1_000, 30_000, 1_000_000] as const;

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
