import type { Subprocess } from "bun";
import { describe } from "bun:test";
import { Redis } from "ioredis";
import { freePort } from "./free-port.ts";
import { redisCommand } from "./redis-servers.ts";
import { tempFolder } from "./temp.ts";

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** A connection of the test's own. */
  readonly admin: Redis;
  /** SIGKILL, and nothing written down that is not there already. */
  kill(): Promise<void>;
  /** Starts it again on its files and its port. */
  start(): Promise<void>;
  signal(name: "SIGSTOP" | "SIGCONT"): void;
}

export interface TestRedisOptions {
  /** Further words of the command line. */
  readonly args?: readonly string[];
  /** Absent at first. */
  readonly absent?: boolean;
  readonly password?: string;
  /** Where its files are, and whoever made that removes it; otherwise it has one of its own. */
  readonly folder?: string;
}

/** At home a machine may have no Redis, and these tests are left out; in CI they fail. */
export const describeRedis = redisCommand() === undefined && process.env["CI"] !== "true" ? describe.skip : describe;

/** A Redis of the test's own on a free port, which writes each change to its append-only file before it answers. */
export async function startRedis(options: TestRedisOptions = {}): Promise<TestRedis> {
  const { args = [], absent = false, password } = options;
  const command = redisCommand();
  if (command === undefined) throw new Error("redis-server is not installed: apt-get install redis-server");
  const { path: folder, remove } = folderFor(options);
  const port = freePort();
  const login = password === undefined ? "" : `:${encodeURIComponent(password)}@`;
  const url = `redis://${login}127.0.0.1:${port}/0`;
  const admin = new Redis(url, { lazyConnect: true, retryStrategy: () => 20, maxRetriesPerRequest: null });
  admin.on("error", () => {});
  const words = [
    ...`--port ${port} --bind 127.0.0.1 --appendonly yes --appendfsync always --dir`.split(" "),
    folder,
    "--save",
    "",
    ...args,
    ...(password === undefined ? [] : ["--requirepass", password]),
  ];
  let child: Subprocess | undefined;
  const start = async () => {
    child = Bun.spawn([...command, ...words], { stdin: "ignore", stdout: "ignore", stderr: "ignore" });
    const ended = child.exited.then((code) => {
      throw new Error(`redis-server ended with ${code}`);
    });
    await Promise.race([admin.ping(), ended]);
  };
  const kill = async () => {
    child?.kill("SIGKILL");
    await child?.exited;
  };
  const started = {
    url,
    port,
    admin,
    kill,
    start,
    signal: (name: "SIGSTOP" | "SIGCONT") => child?.kill(name),
    [Symbol.asyncDispose]: async () => {
      admin.disconnect();
      await kill();
      remove();
    },
  };
  try {
    if (!absent) await start();
    return started;
  } catch (thrown) {
    await started[Symbol.asyncDispose]();
    throw thrown;
  }
}

function folderFor({ folder }: TestRedisOptions): { readonly path: string; readonly remove: () => void } {
  if (folder !== undefined) return { path: folder, remove: () => {} };
  const own = tempFolder();
  return { path: own.path, remove: () => own[Symbol.dispose]() };
}
