import { existsSync, statSync, writeFileSync } from "node:fs";

import { onInterruption } from "../../tests/support/qbittorrent/processes.ts";
import { type Simulator, startSimulator } from "../../tests/support/qbittorrent/simulator/main.ts";
import { type TestRedis, startRedis } from "../../tests/support/redis.ts";
import { tempFolder } from "../../tests/support/temp.ts";
import { environmentFor } from "../under-test/environment.ts";
import { listening } from "../under-test/listening.ts";
import { queueIn } from "../under-test/queue-in.ts";
import { type Server, createServerProcess } from "../under-test/server.ts";
import { RULES } from "./rules.ts";

export interface StageOptions {
  /** The server, as a command. */
  readonly command: readonly string[];
  readonly backend: "sqlite" | "redis";
  /** In the library of the simulated qBittorrent. */
  readonly torrents: number;
  /** Further settings of the server, by environment name. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A server that listens, with all it needs. */
export interface Stage {
  readonly url: string;
  readonly key: string;
  readonly server: Server;
  /** Of all torrents. */
  readonly hashes: readonly string[];
  /** Megabytes that the queue takes, on disk or in the memory of Redis. */
  readonly queueSize: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const KEY = "a-key-for-the-load-test-0123456789";
const PASSWORD = "adminadmin";

export async function setStage({ command, backend, torrents, env = {} }: StageOptions): Promise<Stage> {
  // As the documentation has it where one server has its own Redis.
  const redis = backend === "redis" ? await startRedis({ args: ["--appendfsync", "everysec"] }) : undefined;
  const folder = tempFolder();
  writeFileSync(folder.file("rules.yml"), RULES);
  const qbittorrent = startSimulator({ version: "5.1.0", password: PASSWORD, told: () => undefined });
  const server = createServerProcess(command, {
    ...environmentFor({ folder: folder.path, qbittorrent: qbittorrent.url, key: KEY, password: PASSWORD }),
    ...queueIn(redis),
    ...env,
  });
  const forget = onInterruption(() => {
    void server.kill();
    void redis?.kill();
    folder[Symbol.dispose]();
  });
  const close = async () => {
    await server.kill();
    await qbittorrent.stop();
    await redis?.[Symbol.asyncDispose]();
    forget();
    folder[Symbol.dispose]();
  };
  try {
    server.start();
    return {
      url: await listening(server),
      key: KEY,
      server,
      hashes: fill(qbittorrent, torrents),
      queueSize: () => (redis === undefined ? sizeOnDisk(folder.file("qbt-rules.db")) : sizeInRedis(redis)),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

const fill = (qbittorrent: Simulator, torrents: number): string[] =>
  Array.from({ length: torrents }, () => qbittorrent.addTorrent({ stopped: false }).hash);

async function sizeOnDisk(path: string): Promise<number> {
  const files = [path, `${path}-wal`].filter((file) => existsSync(file));
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000_000;
}

async function sizeInRedis({ admin }: TestRedis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await admin.info("memory"))?.[1]) / 1_000_000;
}
