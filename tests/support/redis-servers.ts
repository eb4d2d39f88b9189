import { existsSync } from "node:fs";
import { join } from "node:path";

import { type DebianRoot, isUnpacked, labFolder, unpackRoot } from "./debian/unpack.ts";

/** What the queue in Redis must work with, by kind and version, each from a Debian suite that has it. */
const SERVERS = {
  "redis-6.0": { suite: "bullseye", program: "redis-server" },
  "redis-7.0": { suite: "bookworm", program: "redis-server" },
  "redis-8.0": { suite: "trixie", program: "redis-server" },
  "valkey-8.1": { suite: "trixie", program: "valkey-server" },
} as const;

export type RedisServer = keyof typeof SERVERS;

export const REDIS_SERVERS = Object.keys(SERVERS).filter(isRedisServer);

type Environment = Readonly<Record<string, string | undefined>>;

/** Unpacks a server into the cache, unless it is there, and returns its name with the whole version. */
export async function installRedisServer(server: RedisServer): Promise<string> {
  await unpackRoot(rootOf(server));
  const { stdout, stderr } = Bun.spawnSync([...commandOf(server), "--version"]);
  const said = `${stdout.toString()}${stderr.toString()}`.trim();
  const [, kind = "", version = ""] = /^(\w+) server v=(\S+)/.exec(said) ?? [];
  if (!`${kind.toLowerCase()}-${version}`.startsWith(`${server}.`))
    throw new Error(`expected ${server}, which says of itself: ${said}`);
  return `${kind} ${version}`;
}

/** The server that QBT_RULES_TEST_REDIS names, or else the machine's own; undefined where the machine has none. */
export function redisCommand(env: Environment = process.env): readonly string[] | undefined {
  const name = env["QBT_RULES_TEST_REDIS"];
  if (name !== undefined) return commandOf(serverNamed(name), env);
  const own = Bun.which("redis-server");
  return own === null ? undefined : [own];
}

function serverNamed(name: string): RedisServer {
  if (isRedisServer(name)) return name;
  throw new Error(`QBT_RULES_TEST_REDIS names none of ${REDIS_SERVERS.join(", ")}: ${JSON.stringify(name)}`);
}

function isRedisServer(name: string): name is RedisServer {
  return Object.hasOwn(SERVERS, name);
}

function rootOf(server: RedisServer, env?: Environment): DebianRoot {
  const { suite, program } = SERVERS[server];
  const packages = [program];
  return { folder: join(labFolder(env), server), suite, packages, program: `/usr/bin/${program}` };
}

/** Its own loader finds the libraries beside it: it needs no root rights, and sees the files that everybody sees. */
function commandOf(server: RedisServer, env?: Environment): readonly string[] {
  const root = rootOf(server, env);
  if (!isUnpacked(root)) throw new Error(`${server} is not installed; run: npm test -- redis`);
  const [triplet, loader] = LOADERS[process.arch] ?? [];
  if (triplet === undefined || loader === undefined) throw new Error(`no loader is known for ${process.arch}`);
  const libraries = ["usr/lib", "lib"].map((folder) => join(root.folder, folder, triplet));
  const found = libraries.map((folder) => join(folder, loader)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${root.folder} has no ${loader}`);
  return [found, "--library-path", libraries.join(":"), join(root.folder, root.program)];
}

const LOADERS: Readonly<Partial<Record<NodeJS.Architecture, readonly [string, string]>>> = {
  x64: ["x86_64-linux-gnu", "ld-linux-x86-64.so.2"],
  arm64: ["aarch64-linux-gnu", "ld-linux-aarch64.so.1"],
};
