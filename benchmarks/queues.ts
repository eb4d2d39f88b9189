import { Queue as BullQueue, Worker as BullWorker } from "bullmq";
import { Database } from "bun:sqlite";
import { bun, defineQueue, defineWorker } from "plainjob";
import { systemClock } from "../src/lib/clock.ts";
import { openQueue, type QueueStore } from "../src/queue/open.ts";
import { type TestRedis, startRedis } from "../tests/support/redis.ts";
import { tempFolder } from "../tests/support/temp.ts";
import { type Answer, type Round, compare } from "./finding.ts";
import { inRounds, timed } from "./statistics.ts";
import { withoutRedis } from "./tools.ts";

const ROUNDS = 5;
const JOBS = 5_000;
const AT_ONCE = 32;
const PASS = 1_000;

/** A queue without anything around it: jobs go in, many at once, and come out again. */
interface Contender {
  readonly enqueue: () => Promise<unknown>;
  /** Claims and completes all there are. */
  readonly drain: (jobs: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The queue alone beside its peers from npm: what comes into ours, and what ends, is on disk, and a claim on its way. */
export async function answerQueues(): Promise<Answer> {
  using folder = tempFolder();
  const sqlite = await race(
    () => ours({ backend: "sqlite", sqlitePath: folder.file("ours.db") }),
    async () => plainjob(folder.file("plainjob.db")),
  );
  const missing = await withoutRedis();
  const onRedis = missing === undefined ? await raceOnRedis() : undefined;
  return {
    tables: [],
    ratios: [
      faster("SQLite, enqueue, against plainjob", sqlite.enqueue),
      faster("SQLite, drain, against plainjob", sqlite.drain),
      ...(onRedis === undefined
        ? []
        : [
            faster("Redis, enqueue, against BullMQ", onRedis.enqueue),
            faster("Redis, drain, against BullMQ", onRedis.drain),
          ]),
    ],
    leftOut: missing === undefined ? [] : [missing],
    notes: [
      `${JOBS.toLocaleString("en")} jobs a round, ${AT_ONCE} enqueued at once; ours claims up to ${PASS.toLocaleString("en")} that share a pass`,
      "SQLite: ours waits for the disk with all but a claim, which is on its way there, plainjob as it comes; both on one Redis with appendfsync everysec",
    ],
  };
}

async function raceOnRedis(): Promise<Race> {
  await using redis = await startRedis({ args: ["--appendfsync", "everysec"] });
  return await race(
    () => ours({ backend: "redis", redisUrl: redis.url, redisPrefix: "ours" }),
    async () => bullmq(redis),
  );
}

interface Race {
  readonly enqueue: readonly Round[];
  readonly drain: readonly Round[];
}

const faster = (what: string, rounds: readonly Round[]) =>
  compare({ what, unit: "1/s", better: "higher", limit: 1 }, rounds);

async function race(open: () => Promise<Contender>, openPeer: () => Promise<Contender>): Promise<Race> {
  const [mine, peer] = [await open(), await openPeer()];
  try {
    const rounds = await inRounds(ROUNDS, async () => ({ peer: await rates(peer), mine: await rates(mine) }));
    const each = (of: "enqueue" | "drain"): Round[] =>
      rounds.map((round) => ({ ours: round.mine[of], bare: round.peer[of] }));
    return { enqueue: each("enqueue"), drain: each("drain") };
  } finally {
    await mine.close();
    await peer.close();
  }
}

async function rates({ enqueue, drain }: Contender) {
  let left = JOBS;
  const lane = async () => {
    while (left-- > 0) await enqueue();
  };
  const enqueued = await timed(() => Promise.all(Array.from({ length: AT_ONCE }, lane)));
  const drained = await timed(() => drain(JOBS));
  return { enqueue: (JOBS * 1000) / enqueued, drain: (JOBS * 1000) / drained };
}

async function ours(store: QueueStore): Promise<Contender> {
  const queue = await openQueue({ ...store, clock: systemClock });
  return {
    enqueue: () => queue.enqueue({ context: "on_added", hash: "a".repeat(40), dryRun: false, trace: false }),
    drain: async (jobs) => {
      let done = 0;
      for (let claim = await queue.claim(PASS); claim !== undefined; claim = await queue.claim(PASS)) {
        const isOurs = await queue.complete(claim, new Map(claim.jobs.map(({ id }) => [id, { rules_matched: 0 }])));
        if (!isOurs) throw new Error("a claim was lost");
        done += claim.jobs.length;
      }
      if (done !== jobs) throw new Error(`${done} of ${jobs} jobs came out`);
    },
    close: () => queue.close(),
  };
}

function plainjob(path: string): Contender {
  const queue = defineQueue({ connection: bun(new Database(path, { strict: true })), logger: silent });
  return {
    enqueue: async () => queue.add("job", { context: "on_added", hash: "a".repeat(40) }),
    drain: async (jobs) => {
      const all = Promise.withResolvers<void>();
      let done = 0;
      const worker = defineWorker("job", async () => {}, {
        queue,
        logger: silent,
        pollIntervall: 1,
        onCompleted: () => {
          done += 1;
          if (done === jobs) all.resolve();
        },
      });
      void worker.start();
      await all.promise;
      await worker.stop();
    },
    close: async () => queue.close(),
  };
}

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

function bullmq({ port }: TestRedis): Contender {
  const connection = { host: "127.0.0.1", port, maxRetriesPerRequest: null };
  const queue = new BullQueue("jobs", { connection });
  return {
    enqueue: () => queue.add("job", { context: "on_added", hash: "a".repeat(40) }),
    drain: async (jobs) => {
      const all = Promise.withResolvers<void>();
      let done = 0;
      const worker = new BullWorker("jobs", async () => ({ rules_matched: 0 }), { connection, concurrency: AT_ONCE });
      worker.on("completed", () => {
        done += 1;
        if (done === jobs) all.resolve();
      });
      await all.promise;
      await worker.close();
    },
    close: () => queue.close(),
  };
}
