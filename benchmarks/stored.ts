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
  const queues = await Promise.all([FEW, SOME, MANY].map((size) => filled(folder.file(`${size}.db`), size)));
  try {
    const rounds = await inRounds(ROUNDS, async () => {
      const round: number[][] = [];
      for (const one of queues) round.push(await times(one));
      return round;
    });
    return {
      tables: [
        {
          title: "Milliseconds by how many jobs are stored, medians",
          header: ["jobs", ...asked.map(([name]) => name)],
          rows: queues.map(({ size }, at) => [
            size.toLocaleString("en"),
            ...asked.map((_, what) => figure(median(rounds.map((round) => timeOf(round, at, what))))),
          ]),
        },
      ],
      ratios: asked.map(([name], what) =>
        compare(
          { what: `${name}: ${MANY.toLocaleString("en")} against ${FEW.toLocaleString("en")}`, unit: "ms", limit: 2 },
          rounds.map((round) => ({ ours: timeOf(round, 2, what), bare: timeOf(round, 0, what) })),
        ),
      ),
      notes: [
        `SQLite; completed jobs, one every ${EVERY_SECONDS} s up to now; pages of 20; the cursor stands in the middle`,
      ],
    };
  } finally {
    for (const { queue } of queues) await queue.close();
  }
}

const open = (sqlitePath: string): Promise<Queue> => openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });

interface Filled {
  readonly queue: Queue;
  readonly size: number;
}

async function filled(path: string, size: number): Promise<Filled> {
  await (await open(path)).close();
  fill(path, size);
  return { queue: await open(path), size };
}

/** Of a round, by which of the sizes and which of what is asked. */
const timeOf = (round: readonly (readonly number[])[], size: number, what: number): number =>
  round[size]?.[what] ?? Number.NaN;

type Ask = (queue: Queue, size: number) => Promise<unknown>;

const page = { limit: 20, offset: 0 };

const asked: readonly (readonly [name: string, ask: Ask])[] = [
  ["newest", (queue) => queue.list(page)],
  ["by cursor", (queue, size) => queue.list({ ...page, cursor: String(Math.floor(size / 2)) })],
  ["by status", (queue) => queue.list({ ...page, status: "failed" })],
  ["pending", (queue) => queue.list({ ...page, status: "pending" })],
  ["by context", (queue) => queue.list({ ...page, context: "on_added" })],
  ["by both", (queue) => queue.list({ ...page, status: "completed", context: "scheduled" })],
  ["stats", (queue) => queue.stats()],
];

/** Medians, of each that is asked. */
async function times({ queue, size }: Filled): Promise<number[]> {
  const measured: number[] = [];
  for (const [, ask] of asked) measured.push(median(await inRounds(TIMES, () => timed(() => ask(queue, size)))));
  return measured;
}
