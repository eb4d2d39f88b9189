import { tempFolder } from "../../tests/support/temp.ts";
import { unfinished } from "./api.ts";
import { startWitnesses, type Witnesses } from "./clients.ts";
import { anyOf } from "./door.ts";
import { listening } from "../under-test/listening.ts";
import { killServers, meanLifeMs } from "./kill-servers.ts";
import { killQbittorrent, killRedis } from "./outages.ts";
import { createRandom, type Random } from "../under-test/random.ts";
import { setStage, type Stage, type StageOptions } from "./stage.ts";
import { until } from "../under-test/until.ts";
import type { Verdict } from "../under-test/verdict.ts";
import { judge } from "./verdict.ts";

export interface CrashOptions extends Omit<StageOptions, "folder" | "random"> {
  readonly seed: number;
  /** How often a server is killed. */
  readonly kills: number;
  /** How many jobs wait before the first is killed. */
  readonly jobs: number;
  /** How often qBittorrent is killed. */
  readonly outages: number;
  /** How often Redis is killed, where there is one. */
  readonly redisKills: number;
  /** How long the lease of a dead server lasts at most, milliseconds. */
  readonly takeoverMs: number;
  readonly progress: (line: string) => void;
}

const QUEUED_WITHIN_MS = 120_000;
/** On a busy machine, and with each job on its own. */
const finishesWithinMs = (jobs: number): number => 180_000 + 1_000 * jobs;

/**
 * Kills servers, qBittorrent and Redis at random moments while clients ask for jobs, and says what came of all that was
 * promised.
 */
export async function crash(options: CrashOptions): Promise<Verdict> {
  const random = createRandom(options.seed);
  using folder = tempFolder();
  const stage = await setStage({ ...options, folder: folder.path, random: random.fork() });
  try {
    return await perform(stage, options, random);
  } finally {
    await stage.close();
  }
}

async function perform(stage: Stage, options: CrashOptions, random: Random): Promise<Verdict> {
  const { servers, qbittorrent } = stage;
  for (const server of servers) server.start();
  await Promise.all(servers.map(listening));
  const door = anyOf(servers, random.fork());
  const { jobs } = options;
  // Without qBittorrent none of them runs.
  if (jobs > 0) await Promise.all(stage.gates.map((gate) => gate.cut()));
  const witnesses = startWitnesses({ server: door, qbittorrent, random: random.fork(), jobs });
  const runners = await killQueued(stage, { options, random, witnesses });
  options.progress("Nobody is killed any more: the jobs may finish");
  const noneLeft = async () => ((await unfinished(door)) === 0 ? true : undefined);
  await until(noneLeft, { otherwise: "jobs did not finish", withinMs: finishesWithinMs(jobs), servers });
  const seen = { ...witnesses, writes: stage.writes.all, least: options.kills };
  const { wrong, counts } = await judge(door, qbittorrent, seen);
  return { wrong, counts: { ...counts, "times the server was killed that ran the jobs": runners } };
}

interface Killing {
  readonly options: CrashOptions;
  readonly random: Random;
}

interface Queueing extends Killing {
  readonly witnesses: Witnesses;
}

/** How often it was the server that ran the jobs, once those wait that are to. Nobody asks for any when this returns. */
async function killQueued(stage: Stage, { witnesses, ...killing }: Queueing): Promise<number> {
  const { jobs, progress } = killing.options;
  const { servers } = stage;
  try {
    if (jobs > 0) {
      const areQueued = () => (witnesses.asked.length >= jobs ? true : undefined);
      await until(areQueued, { otherwise: "jobs were not queued", withinMs: QUEUED_WITHIN_MS, servers });
      await Promise.all(stage.gates.map((gate) => gate.open()));
      progress(`${jobs} jobs wait`);
    }
    return await killAll(stage, killing);
  } finally {
    await witnesses.stop();
  }
}

async function killAll(stage: Stage, { options, random }: Killing): Promise<number> {
  const { kills, outages, redisKills, takeoverMs, progress } = options;
  const { redis } = stage;
  const lasts = kills * meanLifeMs(redis && takeoverMs);
  const every = (times: number) => lasts / Math.max(times, 1);
  const ending = new AbortController();
  const { signal } = ending;
  const ofServers = killServers(stage, { kills, takeoverMs, random: random.fork(), progress, signal });
  const killers: Promise<unknown>[] = [
    ofServers,
    killQbittorrent(stage, { outages, every: every(outages), random: random.fork(), signal }),
  ];
  if (redis !== undefined) {
    const times = { outages: redisKills, every: every(redisKills), random: random.fork(), signal };
    killers.push(killRedis(redis, times));
  }
  try {
    await Promise.all(killers);
    return await ofServers;
  } finally {
    // Where one has failed, nobody may start anything anew while the stage is cleared.
    ending.abort();
    await Promise.allSettled(killers);
  }
}
