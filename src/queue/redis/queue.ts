import * as v from "valibot";
import { type Clock, isoTime, stopwatch } from "../../lib/clock.ts";
import { createGroupCommit } from "../group-commit.ts";
import { type Claim, type Job, type JobRequest, type JobResults, type StepRequest, newJob } from "../job.ts";
import {
  DELETIONS_KEPT,
  MOST_DEATHS,
  type NextTurn,
  type Queue,
  type Rescued,
  type Turn,
  diedEachTime,
} from "../queue.ts";
import { readClaimed, readRescued } from "./claim.ts";
import type { RedisConnection } from "./connection.ts";
import type { RedisLease } from "./lease.ts";
import { listJobs, readStats } from "./reports.ts";
import { read, readJob, texts } from "./rows.ts";
import { scripts } from "./scripts.ts";

export interface RedisQueueOptions {
  /** The queue closes it. */
  readonly connection: RedisConnection;
  readonly lease: RedisLease;
  readonly clock: Clock;
  /** Ids in the order of time. */
  readonly createId: () => string;
}

/** Every transition is one script, and so happens as a whole, before or after every other; the keys stand in common.lua. */
export function createRedisQueue({ connection, lease, clock, createId }: RedisQueueOptions): Queue {
  const { run } = connection;
  /** What a script is told first that may take the lease, and jobs with it. */
  const terms = () => [...lease.terms, isoTime(clock.now()), clock.now(), MOST_DEATHS, diedEachTime];

  /** Tokens of claims whose answers were lost: what they may have taken must not stay with nobody. */
  const unanswered: string[] = [];

  /** Tokens of claims that may have ended, for want of an answer. */
  const unsure = new Set<string>();

  const commits = createGroupCommit<Job>(async (jobs) => {
    await run(scripts.enqueue, ...jobs.flatMap(wordsOf));
  });

  async function enqueue(request: JobRequest, claimable?: () => void): Promise<Job> {
    const job = newJob(createId(), clock.now(), request);
    await commits.add(job);
    claimable?.();
    return job;
  }

  async function lastTurn(series: string): Promise<Turn | undefined> {
    const [due, job] = read(turn, await run(scripts.lastTurn, series));
    return due === undefined || job === undefined ? undefined : { due, job };
  }

  async function enqueueTurn(request: JobRequest, { series, due, after }: NextTurn): Promise<Job | undefined> {
    const job = newJob(createId(), clock.now(), request);
    const next = [series, due, after ?? ""];
    const taken = await run(scripts.enqueueTurn, ...next, job.id, job.createdAt, ...fieldsOf(job));
    return taken === 1 ? job : undefined;
  }

  async function claim(most: number): Promise<Claim | undefined> {
    const token = unanswered.pop() ?? createId();
    const asked = stopwatch(clock);
    try {
      const claimed = readClaimed(await run(scripts.claim, ...terms(), token, most), token);
      lease.found(claimed?.rescued, asked);
      return claimed?.claim;
    } catch (thrown) {
      unanswered.push(token);
      throw thrown;
    }
  }

  async function finish({ jobs, token }: Claim, status: "completed" | "failed", { results, error }: End) {
    const at = clock.now();
    const again = unsure.delete(token) ? "1" : "0";
    unsure.add(token);
    const end = [token, status, isoTime(at), at, ...optional(error, String), again];
    let count = 0;
    for (const part of inParts(jobs, ({ id }) => [id, ...optional(results?.get(id), JSON.stringify)]))
      count += read(v.number(), await run(scripts.finish, ...end, ...part));
    unsure.delete(token);
    return count === jobs.length;
  }

  async function release({ jobs, token }: Claim): Promise<boolean> {
    const youngestFirst = jobs.map(({ id }) => id).toReversed();
    return read(v.number(), await run(scripts.release, token, ...youngestFirst)) === jobs.length;
  }

  async function rescue(): Promise<Rescued> {
    const asked = stopwatch(clock);
    const rescued = readRescued(await run(scripts.rescue, ...terms()));
    // Told by whoever asked for it.
    lease.found(rescued && NOBODY, asked);
    return rescued ?? NOBODY;
  }

  async function recordSteps({ token }: Claim, requests: readonly StepRequest[], first: number): Promise<boolean> {
    const asked = stopwatch(clock);
    const steps = requests.map((request) => JSON.stringify(request));
    const isOurs = (await run(scripts.recordSteps, ...lease.terms, token, first, ...steps)) === 1;
    if (isOurs) lease.kept(asked);
    return isOurs;
  }

  async function beginStep(mine: Claim, step: number): Promise<boolean> {
    const asked = stopwatch(clock);
    if ((await run(scripts.beginStep, ...lease.terms, mine.token, step, clock.now())) !== 1) return false;
    lease.kept(asked);
    // This server stood still before it read the answer, which may be wrong by now.
    return lease.whileHeld().aborted ? await beginStep(mine, step) : true;
  }

  async function cancel(id: string): ReturnType<Queue["cancel"]> {
    if (!isId(id)) return undefined;
    const at = clock.now();
    const [done, row] = read(v.tuple([v.number(), texts]), await run(scripts.cancel, id, isoTime(at), at));
    const job = readJob(row);
    return job && { cancelled: done === 1, job };
  }

  /** In steps, and between them others have their turn. */
  async function prune(before: number, signal?: AbortSignal): Promise<number> {
    await run(scripts.pruneDeletions, Math.min(before, clock.now() - DELETIONS_KEPT));
    let pruned = 0;
    let more = true;
    while (more) {
      if (signal?.aborted === true) return pruned;
      const some = read(v.number(), await run(scripts.prune, before, PRUNED_AT_ONCE));
      pruned += some;
      more = some === PRUNED_AT_ONCE;
    }
    return pruned;
  }

  return {
    backend: "redis",
    lease,
    enqueue,
    lastTurn,
    enqueueTurn,
    skipTurn: async ({ series, due, after }) => (await run(scripts.skipTurn, series, due, after)) === 1,
    keepTurns: async (series) => void (await run(scripts.keepTurns, ...series)),
    claim,
    complete: (mine, results) => finish(mine, "completed", { results }),
    fail: (mine, error, results) => finish(mine, "failed", { error, results }),
    recordSteps,
    beginStep,
    release,
    rescue,
    cancel,
    get: async (id) => (isId(id) ? readJob(read(texts, await run(scripts.get, id))) : undefined),
    list: (filter) => listJobs(connection, filter),
    stats: () => readStats(connection, clock.now()),
    prune,
    recordDeletions: async (torrents) => void (await run(scripts.recordDeletions, createId(), torrents, clock.now())),
    deletionsSince: async (at) => read(v.number(), await run(scripts.deletionsSince, at)),
    close: async () => {
      await lease.drop();
      connection.close();
    },
  };
}

/** Characters that are sent at once: more would keep Redis, and the connection, from everything else. */
const PART = 500_000;

/** What is said of each, no more of it at a time than is sent at once: results may be large, and a thousand may be alike. */
function* inParts<T>(items: readonly T[], write: (item: T) => readonly string[]): Generator<readonly string[]> {
  let part: string[] = [];
  let size = 0;
  for (const item of items) {
    const words = write(item);
    part.push(...words);
    size += words.join("").length;
    if (size < PART) continue;
    yield part;
    part = [];
    size = 0;
  }
  if (part.length > 0) yield part;
}

const turn = v.union([v.tuple([v.pipe(v.string(), v.transform(Number), v.number()), v.string()]), v.tuple([])]);

const NOBODY: Rescued = { again: 0, failed: [] };

interface End {
  readonly results: JobResults | undefined;
  readonly error?: string;
}

/** Some 10 ms of work, in which Redis does nothing else. */
const PRUNED_AT_ONCE = 500;

/** Other names are no jobs, though there may be a key of that name. */
const isId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);

/** A value that may be missing, as scripts take it. */
const optional = <T>(value: T | undefined, write: (value: T) => string): readonly [string, string] =>
  value === undefined ? ["0", ""] : ["1", write(value)];

const wordsOf = (job: Job): (string | number)[] => {
  const fields = fieldsOf(job);
  return [job.id, job.createdAt, fields.length, ...fields];
};

const fieldsOf = ({ context, hash, dryRun, trace, createdAt }: Job): (string | number)[] => [
  "dry_run",
  Number(dryRun),
  "trace",
  Number(trace),
  "created_at",
  isoTime(createdAt),
  ...(context === null ? [] : ["context", context]),
  ...(hash === null ? [] : ["hash", hash]),
];
