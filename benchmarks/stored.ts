import { systemClock } from "../src/lib/clock.ts";
import { openQueue } from "../src/queue/open.ts";
import type { Queue } from "../src/queue/queue.ts";
import { tempFolder } from "../tests/support/temp.ts";
import { EVERY_SECONDS, fill } from "./filled.ts";
import { type Answer, compare } from "./finding.ts";
import { figure } from "./print.ts";
import { inRounds, median, timed } from "./statistics.ts";

const ROUNDS = 11;
/** A page takes a tenth of a millisecond: one alone says little. */
const TIMES = 20;
const FEW = 1_000;
const SOME = 30_000;
const MANY = 1_000_000;

/** What takes longer the more jobs are stored, and what does not. */
export async function answerStored(): Promise<Answer> {
  using folder = tempFolder();
  const sizes = [FEW, SOME, MANY];
  const queues = await Promise.all(sizes.map((size) => filled(folder.file(`${size}.db`), size)));
  try {
    const rounds = await inRounds(ROUNDS, () => inRounds(queues.length, (at) => times(queues[at], sizes[at] ?? 0)));
    const of = (round: Times[] | undefined, at: number, name: Asked) => round?.[at]?.[name] ?? Number.NaN;
    return {
      tables: [
        {
          title: "Milliseconds by how many jobs are stored, medians",
          header: ["jobs", ...names],
          rows: sizes.map((size, at) => [
            size.toLocaleString("en"),
            ...names.map((name) => figure(median(rounds.map((round) => of(round, at, name))))),
          ]),
        },
      ],
      ratios: names.map((name) =>
        compare(
          { what: `${name}: ${MANY.toLocaleString("en")} against ${FEW.toLocaleString("en")}`, unit: "ms", limit: 2 },
          rounds.map((round) => ({ ours: of(round, 2, name), bare: of(round, 0, name) })),
        ),
      ),
      notes: [
        `SQLite; completed jobs, one every ${EVERY_SECONDS} s up to now; pages of 20; the cursor stands in the middle`,
      ],
    };
  } finally {
    for (const queue of queues) await queue.close();
  }
}

const open = (sqlitePath: string): Promise<Queue> => openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });

async function filled(path: string, size: number): Promise<Queue> {
  await (await open(path)).close();
  fill(path, size);
  return await open(path);
}

type Ask = (queue: Queue, size: number) => Promise<unknown>;

const page = { limit: 20, offset: 0 };

const asked = {
  newest: (queue) => queue.list(page),
  "by cursor": (queue, size) => queue.list({ ...page, cursor: String(Math.floor(size / 2)) }),
  "by status": (queue) => queue.list({ ...page, status: "failed" }),
  pending: (queue) => queue.list({ ...page, status: "pending" }),
  "by context": (queue) => queue.list({ ...page, context: "on_added" }),
  "by both": (queue) => queue.list({ ...page, status: "completed", context: "scheduled" }),
  stats: (queue) => queue.stats(),
} as const satisfies Readonly<Record<string, Ask>>;

type Asked = keyof typeof asked;
type Times = Readonly<Record<Asked, number>>;

const names = [
  "newest",
  "by cursor",
  "by status",
  "pending",
  "by context",
  "by both",
  "stats",
] as const satisfies Asked[];

async function times(queue: Queue | undefined, size: number): Promise<Times> {
  if (queue === undefined) throw new Error("there is no such queue");
  const time = async (name: Asked) => median(await inRounds(TIMES, () => timed(() => asked[name](queue, size))));
  return {
    newest: await time("newest"),
    "by cursor": await time("by cursor"),
    "by status": await time("by status"),
    pending: await time("pending"),
    "by context": await time("by context"),
    "by both": await time("by both"),
    stats: await time("stats"),
  };
}
