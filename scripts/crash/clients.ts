import * as v from "valibot";

import type { Simulator } from "../../tests/support/qbittorrent/simulator/main.ts";
import type { SimulatedTorrent } from "../../tests/support/qbittorrent/simulator/torrent.ts";
import { ask, listJobs, unfinished } from "./api.ts";
import type { Door } from "./door.ts";
import type { Random } from "../under-test/random.ts";
import { contexts, type Context } from "./rules.ts";

/** A job that somebody asked for, each about a torrent of its own: whatever was done to that, this job did. */
export interface Asked {
  readonly client: number;
  readonly context: Context;
  readonly torrent: SimulatedTorrent;
  /** Undefined: no 202 came, and whether there is a job nobody knows. */
  readonly id: string | undefined;
}

/** Everything that is seen from outside while servers come and go. */
export interface Witnesses {
  readonly asked: readonly Asked[];
  /** How jobs had ended when they were first seen to have, by id. */
  readonly ends: ReadonlyMap<string, string>;
  readonly stop: () => Promise<void>;
}

interface Scene {
  readonly server: Door;
  readonly qbittorrent: Simulator;
  readonly random: Random;
  /** So many are asked for at the start, without a pause. */
  readonly jobs: number;
}

const CLIENTS = 3;
const LOOK_EVERY_MS = 250;
/** Jobs that wait: more would only make the end late, and be cut off no more often. */
const ENOUGH = 100;

/** Clients that ask for jobs all the time, in bursts as a downloader does, and one who looks at how jobs end. */
export function startWitnesses({ server, qbittorrent, random, jobs }: Scene): Witnesses {
  const asked: Asked[] = [];
  const ends = new Map<string, string>();
  const ending = new AbortController();
  let backlog = 0;

  async function burst(client: number, own: Random): Promise<void> {
    const context = own.pick(contexts);
    for (let left = Math.ceil(own.between(0, 8)); left > 0 && !ending.signal.aborted; left -= 1) {
      if (server.url() === undefined) return;
      const torrent = qbittorrent.addTorrent({ name: `job ${asked.length} of client ${client}`, stopped: false });
      const answer = await ask(server, `/execute?context=${context}&hash=${torrent.hash}`, "POST");
      const id = answer?.status === 202 ? v.parse(accepted, answer.body).job_id : undefined;
      asked.push({ client, context, torrent, id });
    }
  }

  async function keepAsking(client: number, own: Random): Promise<void> {
    while (!ending.signal.aborted) {
      const isStart = asked.length < jobs;
      if (isStart || backlog < ENOUGH) await burst(client, own);
      if (!isStart) await Bun.sleep(own.between(50, 450));
    }
  }

  async function look(): Promise<void> {
    while (!ending.signal.aborted) {
      const listed = await listJobs(server, 1).catch(() => []);
      for (const { job_id: id, status, completed_at: at } of listed) {
        if (at !== null && !ends.has(id)) ends.set(id, `${status} at ${at}`);
      }
      backlog = (await unfinished(server)) ?? backlog;
      await Bun.sleep(LOOK_EVERY_MS);
    }
  }

  const all = [look(), ...Array.from({ length: CLIENTS }, (_, number) => keepAsking(number, random.fork()))];
  return {
    asked,
    ends,
    stop: async () => {
      ending.abort();
      await Promise.all(all);
    },
  };
}

const accepted = v.object({ job_id: v.string() });
