import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { onInterruption } from "../../tests/support/qbittorrent/processes.ts";
import { startSimulator, type Simulator } from "../../tests/support/qbittorrent/simulator/main.ts";
import { startRedis, type TestRedis } from "../../tests/support/redis.ts";
import { KEY } from "./api.ts";
import { startGate, type Gate } from "./gate.ts";
import { PREFIX } from "./lease.ts";
import { environmentFor } from "../under-test/environment.ts";
import { queueIn } from "../under-test/queue-in.ts";
import type { Random } from "../under-test/random.ts";
import { RULES } from "./rules.ts";
import { createServerProcess, type Server } from "../under-test/server.ts";
import { createWriteLog, type WriteLog } from "./writes.ts";

/** All that can be killed, and what is seen of it. */
export interface Stage {
  readonly qbittorrent: Simulator;
  /** Each server has one of its own. */
  readonly gates: readonly Gate[];
  readonly writes: WriteLog;
  readonly servers: readonly [Server, ...Server[]];
  /** Undefined: jobs are in a file of the one server. */
  readonly redis: TestRedis | undefined;
  readonly close: () => Promise<void>;
}

export interface StageOptions {
  /** Empty at first; whoever made it removes it. */
  readonly folder: string;
  /** The server, as a command. */
  readonly command: readonly string[];
  readonly backend: "sqlite" | "redis";
  readonly servers: number;
  readonly random: Random;
}

export async function setStage({ folder, command, backend, servers: count, random }: StageOptions): Promise<Stage> {
  const redis = backend === "redis" ? await startRedis({ folder }) : undefined;
  const qbittorrent = startSimulator({ version: "5.1.0" });
  Object.assign(qbittorrent.preferences, { queueing_enabled: true });
  const writes = createWriteLog();
  const gates: Gate[] = [];

  async function addServer(number: number): Promise<Server> {
    const gate = await startGate(qbittorrent.port, random.fork(), () =>
      writes.tap(`server ${number} (life ${server.life()})`),
    );
    gates.push(gate);
    const own = join(folder, `server-${number}`);
    mkdirSync(own);
    writeFileSync(join(own, "rules.yml"), RULES);
    const server = createServerProcess(command, {
      ...environmentFor({ folder: own, qbittorrent: gate.url, key: KEY, password: "adminadmin" }),
      ...queueIn(redis, PREFIX),
    });
    return server;
  }

  const first = await addServer(1);
  const others: Server[] = [];
  for (let number = 2; number <= count; number += 1) others.push(await addServer(number));
  const servers = [first, ...others] as const;
  const forget = onInterruption(() => {
    for (const server of servers) void server.kill();
    void redis?.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    qbittorrent,
    gates,
    writes,
    servers,
    redis,
    close: async () => {
      for (const server of servers) await server.kill();
      for (const gate of gates) await gate.cut();
      await qbittorrent.stop();
      await redis?.[Symbol.asyncDispose]();
      forget();
    },
  };
}
