import * as v from "valibot";

import { backend, readOptions, seed, serverOf, whole } from "../under-test/options.ts";
import type { CrashOptions } from "./run.ts";

/** What the command line asks for, or what is wrong with it. */
export function crashOptions(args: readonly string[]): Omit<CrashOptions, "progress"> | string {
  const read = readOptions(args, entries());
  if (typeof read === "string") return read;
  const { "redis-kills": redisKills, executable, takeover, ...others } = read;
  const isRedis = others.backend === "redis";
  if (!isRedis && (others.servers > 1 || redisKills !== undefined))
    return "--servers 2 and --redis-kills need --backend redis";
  return {
    ...others,
    redisKills: redisKills ?? (isRedis ? 50 : 0),
    takeoverMs: 1_000 * takeover,
    command: serverOf(executable),
  };
}

/** Of a server that is heard no more. */
const LEASE_S = 10;

const entries = () => ({
  kills: v.optional(whole(), "200"),
  jobs: v.optional(whole(), "0"),
  outages: v.optional(whole(), "50"),
  seed: seed(),
  executable: v.optional(v.string()),
  backend: backend(),
  servers: v.optional(whole(1, 2), "1"),
  "redis-kills": v.optional(whole()),
  takeover: v.optional(whole(1, LEASE_S), String(LEASE_S)),
});
