import { loadavg } from "node:os";

import type { Random } from "../under-test/random.ts";
import { type Size, sizeOf } from "../under-test/size.ts";
import { type Trend, trendOf } from "../under-test/trend.ts";
import type { Clients, JobWanted, Seen } from "./clients.ts";
import { latencies } from "./figures.ts";
import { LIBRARY_CONTEXT, events } from "./rules.ts";
import type { Stage } from "./stage.ts";

export interface SoakOptions {
  readonly jobs: number;
  readonly lastsMs: number;
  readonly random: Random;
  readonly progress: (line: string) => void;
}

export interface Soak {
  /** After the first part, in which it warms up, and at the end. */
  readonly start: Sample;
  readonly end: Sample;
  /** Of all parts. */
  readonly answers: readonly number[];
  /** Megabytes of memory in an hour, the first parts left out. */
  readonly memory: Trend;
}

export interface Sample extends Size {
  readonly atMs: number;
  /** Megabytes. */
  readonly queue: number;
  readonly seen: Seen;
  /** What else runs on the machine: processes that want a core, over the last minute. */
  readonly load: number;
}

const PARTS = 30;
/** A tenth of the time. */
const WARM_UP = 3;
/** Webhooks come in bursts, as a downloader makes them. */
const BURST = 16;
/** One call in twenty is for the whole library. */
const WHOLE = 0.05;
const LOOK_EVERY_MS = 2_000;

/** Jobs come in bursts, evenly over the time, and people look; all that was asked for has ended when this returns. */
export async function soak(stage: Stage, clients: Clients, options: SoakOptions): Promise<Soak> {
  const { jobs, lastsMs, random, progress } = options;
  const begin = performance.now();
  const samples: Sample[] = [];
  /** Those whose answer is not there yet. */
  const asking = new Set<Promise<void>>();

  function ask(wanted: JobWanted): void {
    const answer = clients.ask(wanted).finally(() => asking.delete(answer));
    asking.add(answer);
  }

  async function sample(): Promise<void> {
    const atMs = performance.now() - begin;
    const size = sizeOf(stage.server.pid()) ?? { resident: Number.NaN, files: Number.NaN, sockets: Number.NaN };
    const taken = { atMs, ...size, queue: await stage.queueSize(), seen: clients.take(), load: loadavg()[0] ?? 0 };
    samples.push(taken);
    progress(describe(taken));
  }

  const ending = new AbortController();
  const looking = keepLooking(clients, ending.signal);
  clients.take();
  let asked = 0;
  for (let part = 1; part <= PARTS; part += 1) {
    while (asked < (jobs * part) / PARTS) {
      const burst = someJobs(stage, random).slice(0, jobs - asked);
      burst.forEach(ask);
      asked += burst.length;
      await Bun.sleep(Math.max(0, begin + (lastsMs * asked) / jobs - performance.now()));
    }
    await sample();
  }
  await Promise.all(asking);
  await clients.allEnded();
  ending.abort();
  await looking;
  await sample();
  return summarize(samples);
}

function summarize(samples: readonly Sample[]): Soak {
  const settled = samples.slice(WARM_UP);
  const [start = NO_SAMPLE] = settled;
  return {
    start,
    // Without the very last one, in which hardly anybody asks.
    end: { ...(settled.at(-2) ?? start), ...quiet(settled.at(-1) ?? start) },
    answers: samples.flatMap(({ seen }) => seen.answers),
    memory: trendOf(settled.map(({ atMs, resident }) => ({ x: atMs / 3_600_000, y: resident }))),
  };
}

const quiet = ({ resident, files, sockets, queue }: Sample) => ({ resident, files, sockets, queue });

const NO_SAMPLE: Sample = {
  atMs: 0,
  resident: Number.NaN,
  files: Number.NaN,
  sockets: Number.NaN,
  queue: Number.NaN,
  seen: { accepted: 0, answers: [], jobs: [] },
  load: Number.NaN,
};

async function keepLooking(clients: Clients, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clients.look();
    await Bun.sleep(LOOK_EVERY_MS);
  }
}

/** Of one event each: torrents are added by the dozen, and finish one by one or together. */
function someJobs({ hashes }: Stage, random: Random): JobWanted[] {
  if (random.chance(WHOLE)) return [{ context: LIBRARY_CONTEXT }];
  const context = random.pick(events);
  const size = Math.ceil(random.between(0, BURST));
  return Array.from({ length: size }, () => ({ context, hash: hashes[Math.floor(random.between(0, hashes.length))] }));
}

export const describe = ({ atMs, resident, files, sockets, queue, seen, load }: Sample): string =>
  [
    `${(atMs / 60_000).toFixed(1)} min: ${resident.toFixed(0)} MB, ${files} files, ${sockets} sockets`,
    `queue ${queue.toFixed(1)} MB`,
    `${seen.accepted} jobs accepted, ${seen.jobs.length} completed`,
    latencies(seen),
    `load ${load.toFixed(1)}`,
  ].join(", ");
