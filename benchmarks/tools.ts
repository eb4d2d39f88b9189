import { capture } from "../scripts/test/command.ts";
import { redisCommand } from "../tests/support/redis-servers.ts";

const INSTALL_WITHIN_MS = 180_000;

/** The path of a program of the system, installed if that is possible here; undefined where it cannot be had. */
export async function obtainProgram(name: string): Promise<string | undefined> {
  const present = find(name);
  const installable = process.platform === "linux" && process.getuid?.() === 0 && find("apt-get") !== undefined;
  if (present !== undefined || !installable) return present;
  console.log(`installing ${name}`);
  const limits = { withinMs: INSTALL_WITHIN_MS, env: { DEBIAN_FRONTEND: "noninteractive" } };
  const apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"];
  try {
    await capture([...apt, "update"], limits);
    await capture([...apt, "install", "--yes", "--no-install-recommends", name], limits);
  } catch (error) {
    console.error(`${name} cannot be installed: ${error instanceof Error ? error.message : String(error)}`);
  }
  return find(name);
}

/** What is left out without a Redis; undefined where there is one, installed if that is possible here. */
export async function withoutRedis(): Promise<string | undefined> {
  const isThere = redisCommand() !== undefined || (await obtainProgram("redis-server")) !== undefined;
  return isThere ? undefined : "jobs in Redis: redis-server is not here";
}

const find = (name: string): string | undefined => Bun.which(name) ?? undefined;
