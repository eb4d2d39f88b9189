import { createRandom } from "../under-test/random.ts";
import { type Clients, type Seen, createClients } from "./clients.ts";
import { deepest, latencies, nearestRank, throughput } from "./figures.ts";
import { events } from "./rules.ts";
import { type Soak, describe, soak } from "./soak.ts";
import { type Stage, type StageOptions, setStage } from "./stage.ts";

export interface LoadOptions extends Pick<StageOptions, "command" | "backend"> {
  readonly seed: number;
  /** Jobs that are there at once. */
  readonly queued: number;
  /** Jobs that come in bursts after that, all in all. */
  readonly jobs: number;
  readonly minutes: number;
  readonly progress: (line: string) => void;
}

export interface Verdict {
  /** What must not be, a line each. */
  readonly wrong: readonly string[];
  /** What was promised in figures, and what was measured: on a machine that others use too it may be missed by chance. */
  readonly promises: readonly Promised[];
}

export interface Promised {
  readonly what: string;
  readonly measured: number;
  /** As it should be. */
  readonly least?: number;
  readonly most?: number;
  readonly unit: string;
}

const WEBHOOKS = 100;
const TORRENTS = 500;
/** Jobs that ended are kept for a sixth of the time, as if for four hours of a day: so it shows whether the queue stays small. */
const KEPT = 1 / 6;
/** No client may find its job gone before it has looked. */
const KEPT_AT_LEAST_S = 30;

/** What the server may have more of at the end, warmed up: what leaks with one job in a hundred would be more. */
const GROWTH = { memoryMb: 60, descriptors: 100, queueMb: 30 };

/** A hundred webhooks at once, jobs that wait, and then a day in less time. */
export async function load(options: LoadOptions): Promise<Verdict> {
  const { command, backend, seed, queued: count, jobs, minutes, progress } = options;
  const random = createRandom(seed);
  const cleanup = Math.max(KEPT_AT_LEAST_S, Math.ceil(minutes * 60 * KEPT));
  const env = { QBT_RULES_QUEUE_CLEANUP_AFTER: `${cleanup}s` };
  const stage = await setStage({ command, backend, torrents: TORRENTS, env });
  try {
    const clients = createClients(stage);
    const webhooks = await atOnce(stage, clients, WEBHOOKS);
    progress(`${WEBHOOKS} webhooks at once: ${latencies(webhooks)}`);
    const queued = await atOnce(stage, clients, count);
    const rate = `${deepest(queued.jobs)} waited, ${throughput(queued.jobs).toFixed(0)} jobs/s`;
    progress(`${count} jobs at once: ${rate}, ${latencies(queued)}`);
    progress(`${jobs} jobs in ${minutes} minutes`);
    const soaked = await soak(stage, clients, { jobs, lastsMs: minutes * 60_000, random: random.fork(), progress });
    const stop = await timeToStop(stage);
    progress(`start: ${describe(soaked.start)}`);
    progress(`end: ${describe(soaked.end)}`);
    progress(`memory: ${soaked.memory.slope.toFixed(1)} ± ${soaked.memory.error.toFixed(1)} MB an hour`);
    return {
      wrong: [...clients.wrong, ...grown(soaked), ...(stop.status === 0 ? [] : [`SIGTERM ended with ${stop.status}`])],
      promises: promises({ webhooks, queued, soaked, stopMs: stop.tookMs }),
    };
  } finally {
    await stage.close();
  }
}

/** Jobs that come at the same time, each of another kind than the one before it, so that no two share a pass. */
async function atOnce({ hashes }: Stage, clients: Clients, count: number): Promise<Seen> {
  clients.take();
  const answers = Array.from({ length: count }, (_, number) =>
    clients.ask({ context: events[number % events.length] ?? "", hash: hashes[number % hashes.length] }),
  );
  await Promise.all(answers);
  await clients.allEnded();
  return clients.take();
}

async function timeToStop({ server }: Stage) {
  const start = performance.now();
  const status = await server.terminate();
  return { status, tookMs: performance.now() - start };
}

function grown({ start, end }: Soak): string[] {
  const more = {
    memoryMb: end.resident - start.resident,
    descriptors: end.files + end.sockets - start.files - start.sockets,
    queueMb: end.queue - start.queue,
  };
  return (["memoryMb", "descriptors", "queueMb"] as const)
    .filter((what) => more[what] > GROWTH[what])
    .map((what) => `${what} grew by ${more[what].toFixed(1)}, more than ${GROWTH[what]}`);
}

interface Measured {
  readonly webhooks: Seen;
  readonly queued: Seen;
  readonly soaked: Soak;
  readonly stopMs: number;
}

/** The success criteria of the plan. */
const promises = ({ webhooks, queued, soaked, stopMs }: Measured): Promised[] => [
  {
    what: `answers of ${WEBHOOKS} webhooks at once, p99`,
    measured: nearestRank(webhooks.answers, 0.99),
    most: 100,
    unit: "ms",
  },
  { what: "answers over the day, p99", measured: nearestRank(soaked.answers, 0.99), most: 100, unit: "ms" },
  { what: "jobs from a full queue", measured: throughput(queued.jobs), least: 10, unit: "1/s" },
  { what: "memory at the end", measured: soaked.end.resident, most: 512, unit: "MB" },
  { what: "stop by SIGTERM", measured: stopMs / 1_000, most: 30, unit: "s" },
];
