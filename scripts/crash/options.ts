import { parseArgs } from "node:util";

import * as v from "valibot";

import type { CrashOptions } from "./run.ts";

/** What the command line asks for, or what is wrong with it. */
export function readOptions(args: readonly string[]): Omit<CrashOptions, "progress"> | string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: "string", default: "200" },
      jobs: { type: "string", default: "0" },
      outages: { type: "string", default: "50" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      executable: { type: "string" },
      backend: { type: "string", default: "sqlite" },
      servers: { type: "string", default: "1" },
      "redis-kills": { type: "string" },
      takeover: { type: "string", default: String(LEASE_S) },
    },
  });
  const read = v.safeParse(shape, values);
  if (!read.success) return read.issues.map(({ message, path }) => `--${String(path?.[0].key)} ${message}`).join("\n");
  const { "redis-kills": redisKills, executable, takeover, ...others } = read.output;
  const isRedis = others.backend === "redis";
  if (!isRedis && (others.servers > 1 || redisKills !== undefined))
    return "--servers 2 and --redis-kills need --backend redis";
  const program = executable === undefined ? [process.execPath, "src/main.ts"] : [executable];
  return {
    ...others,
    redisKills: redisKills ?? (isRedis ? 50 : 0),
    takeoverMs: 1_000 * takeover,
    command: [...program, "--serve"],
  };
}

/** Of a server that is heard no more. */
const LEASE_S = 10;

const whole = (least = 0, most = Number.MAX_SAFE_INTEGER) => {
  const message = `takes whole numbers from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.digits(message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
};

const shape = v.object({
  kills: whole(),
  jobs: whole(),
  outages: whole(),
  seed: whole(),
  executable: v.optional(v.string()),
  backend: v.picklist(["sqlite", "redis"], "is sqlite or redis"),
  servers: whole(1, 2),
  "redis-kills": v.optional(whole()),
  takeover: whole(1, LEASE_S),
});
