import { runsJobs } from "./api.ts";
import { leaseIn } from "./lease.ts";
import { listening } from "../under-test/listening.ts";
import type { Random } from "../under-test/random.ts";
import type { Server } from "../under-test/server.ts";
import type { Stage } from "./stage.ts";
import { until } from "../under-test/until.ts";

export interface ServerKills {
  readonly kills: number;
  /** How long the lease of a dead server lasts at most, milliseconds. */
  readonly takeoverMs: number;
  readonly random: Random;
  readonly progress: (line: string) => void;
  /** Asks to kill no more. */
  readonly signal: AbortSignal;
}

/**
 * Half of the lives end early, many of them before the server listens; the others are long enough, from when it does, to go
 * on with what was cut off. With a lease most end while the server has that, soon after it got it: then much is to be done.
 */
const EARLY = { part: 0.5, partWithLease: 0.25, least: 20, most: 500 };
const LATE = { least: 2_300, most: 3_300 };
const RUNNING = { least: 20, most: 1_000 };

/** A lease lasts 10 s, and a server that starts or connects again takes its time. */
const TAKES_OVER_WITHIN_MS = 30_000;

/** From one kill to the next, on average. */
export const meanLifeMs = (takeoverMs: number | undefined): number =>
  takeoverMs === undefined ? 1_600 : 700 + takeoverMs;

/** How many of those that were killed ran the jobs, as far as a lease tells. */
export async function killServers(
  { servers, redis }: Pick<Stage, "servers" | "redis">,
  { kills, takeoverMs, random, progress, signal }: ServerKills,
): Promise<number> {
  const lease = redis && leaseIn(redis);
  let [latest] = servers;
  let runners = 0;

  /** Waits for the next moment, and says who dies then; and by which name it has the lease, if that is known. */
  async function choose(): Promise<Chosen> {
    if (random.chance(lease === undefined ? EARLY.part : EARLY.partWithLease)) {
      await sleep(EARLY);
      return { victim: latest, name: null };
    }
    if (lease === undefined) {
      await listening(latest);
      await sleep(LATE);
      return { victim: latest, name: null };
    }
    const victim = await runner(servers);
    const name = await lease.holder();
    await sleep(RUNNING);
    return { victim, name };
  }

  const sleep = ({ least, most }: { readonly least: number; readonly most: number }) =>
    Bun.sleep(random.between(least, most));

  for (let done = 1; done <= kills; done += 1) {
    const { victim, name } = await choose();
    if (signal.aborted) break;
    if (name !== null) runners += 1;
    await victim.kill();
    victim.start();
    latest = victim;
    // Where there is but one, whatever lease there is was a dead one's.
    const dead = name ?? (servers.length === 1 ? await lease?.holder() : null);
    if (dead) await lease?.endWithin(dead, takeoverMs);
    if (done % 20 === 0) progress(`Killed servers ${done} of ${kills} times`);
  }
  return runners;
}

interface Chosen {
  readonly victim: Server;
  readonly name: string | null;
}

const runner = (servers: Stage["servers"]): Promise<Server> =>
  until(
    async () => {
      for (const server of servers) if (await runsJobs(server)) return server;
      return undefined;
    },
    { otherwise: "no server took over", withinMs: TAKES_OVER_WITHIN_MS, servers },
  );
