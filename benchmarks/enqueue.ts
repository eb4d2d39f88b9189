import type { Program } from "../tests/support/program.ts";
import { withBareServer } from "./bare.ts";
import { answerOnRedis } from "./enqueue-redis.ts";
import { type Answer, type Round, compare } from "./finding.ts";
import { countJobs, executeUrl, parkWorker, waitUntilCompleted, withProgram } from "./idle-program.ts";
import { CONNECTIONS, type Load, type Loader, SECONDS, type Target, obtainLoader } from "./load.ts";
import { figure } from "./print.ts";
import { withBare } from "./programs.ts";
import { inRounds, median, quantile, timed } from "./statistics.ts";

const ROUNDS = 5;
const ONE_BY_ONE = 300;
const BURST = 2_000;
const DRAINED_WITHIN_MS = 120_000;

/** A job answered 202 is on disk; the bare handler forgets. */
export async function answerEnqueue(): Promise<Answer> {
  const loader = await obtainLoader();
  return await withBare("server", (executable) =>
    withBareServer(executable, (bare) =>
      withProgram(async (program) => {
        await parkWorker(program);
        const ours: Target = { url: executeUrl(program.url), key: program.key };
        const other: Target = { url: executeUrl(bare.url), key: program.key };
        const loads = await inRounds(ROUNDS, async () => ({
          bare: await loader.load(other),
          ours: await loader.load(ours),
        }));
        const singles = await inRounds(ROUNDS, async () => ({
          bare: await oneByOne(other),
          ours: await oneByOne(ours),
        }));
        const kept = await countJobs(program, "total");
        const burst = await withProgram(drainBurst);
        return report({ loader, loads, singles, kept, burst, redis: await answerOnRedis(loader, other) });
      }),
    ),
  );
}

interface Measured {
  readonly loader: Loader;
  readonly loads: readonly { readonly ours: Load; readonly bare: Load }[];
  readonly singles: readonly { readonly ours: readonly number[]; readonly bare: readonly number[] }[];
  readonly kept: number;
  readonly burst: { readonly acceptedMs: number; readonly doneMs: number };
  readonly redis: Pick<Answer, "tables" | "ratios" | "leftOut">;
}

function report({ loader, loads, singles, kept, burst, redis }: Measured): Answer {
  const each = (read: (load: Load) => number): Round[] =>
    loads.map(({ ours, bare }) => ({ ours: read(ours), bare: read(bare) }));
  const share = (at: number): Round[] =>
    singles.map(({ ours, bare }) => ({ ours: quantile(ours, at), bare: quantile(bare, at) }));
  const refused = loads.reduce((sum, { ours, bare }) => sum + ours.refused + bare.refused, 0);
  if (refused > 0) throw new Error(`${refused} requests were refused`);
  return {
    tables: [
      {
        title: `${CONNECTIONS} connections, ${SECONDS} s a round, by ${loader.name}`,
        header: ["", "requests/s", "p50 ms", "p99 ms"],
        rows: [
          row(
            "ours",
            loads.map(({ ours }) => ours),
          ),
          row(
            "bare",
            loads.map(({ bare }) => bare),
          ),
        ],
      },
      ...redis.tables,
    ],
    ratios: [
      compare(
        { what: `${CONNECTIONS} connections`, unit: "1/s", better: "higher", limit: 0.2 },
        each(({ perSecond }) => perSecond),
      ),
      ...redis.ratios,
      compare({ what: "one at a time, p50", unit: "ms" }, share(0.5)),
      compare({ what: "one at a time, p99", unit: "ms" }, share(0.99)),
    ],
    leftOut: redis.leftOut ?? [],
    notes: [
      "The worker is parked: its first job waits, with ever longer rests, for a qBittorrent that is not there.",
      `At the end ${kept.toLocaleString("en")} jobs were in the database; SQLite, each answered when it was on disk, group commit.`,
      `With the worker at work: ${BURST.toLocaleString("en")} jobs over ${CONNECTIONS} connections were accepted in ${figure(burst.acceptedMs)} ms and all completed after ${figure(burst.doneMs)} ms (no rule is for their context, so that qBittorrent is not asked).`,
    ],
  };
}

const row = (name: string, loads: readonly Load[]): string[] => [
  name,
  ...[loads.map((load) => load.perSecond), loads.map((load) => load.p50Ms), loads.map((load) => load.p99Ms)].map(
    (values) => figure(median(values)),
  ),
];

async function oneByOne(target: Target): Promise<number[]> {
  return await inRounds(ONE_BY_ONE, () => timed(() => post(target)));
}

async function post({ url, key }: Target): Promise<void> {
  const response = await fetch(url, { method: "POST", headers: { "X-API-Key": key } });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`refused: ${response.status}`);
}

async function drainBurst(program: Program): Promise<Measured["burst"]> {
  const target = { url: executeUrl(program.url), key: program.key };
  const start = performance.now();
  let left = BURST;
  const lane = async () => {
    while (left-- > 0) await post(target);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  const acceptedMs = performance.now() - start;
  await waitUntilCompleted(program, BURST, DRAINED_WITHIN_MS);
  return { acceptedMs, doneMs: performance.now() - start };
}
