import type { RedisConnection } from "./connection.ts";

/** What INFO says, by name. */
export type Facts = ReadonlyMap<string, string>;

export const factsOf = async (connection: Pick<RedisConnection, "info">): Promise<Facts> =>
  new Map((await connection.info()).split(/\r?\n/).map((line) => pair(line)));

/** What this Redis may lose, or throw away, of what was acknowledged: in words, for its owner. */
export function lossesIn(facts: Facts): readonly string[] {
  const policy = facts.get("maxmemory_policy") ?? "noeviction";
  const losses = [
    facts.get("aof_enabled") === "0" &&
      "Redis keeps no append-only file: a restart of it loses jobs; set appendonly yes",
    policy !== "noeviction" &&
      `Redis throws away jobs, or the lease, when its memory is full (maxmemory-policy ${policy}); set noeviction`,
  ];
  return losses.filter((loss) => loss !== false);
}

function pair(line: string): readonly [string, string] {
  const [name = "", value = ""] = line.split(":");
  return [name, value];
}
