// Kills servers, a simulated qBittorrent and, where jobs are there, Redis at random moments, and holds every promise against
// what is left: `npm run test:crash`, or `npm run test:crash -- --kills 20 --outages 5 --seed 7 --executable dist/qbt-rules`,
// or `npm run test:crash -- --backend redis --servers 2 --redis-kills 50`. With `--takeover 2` the lease of a dead server lasts
// 2 s at most instead of 10. With `--jobs 1000` as many jobs wait before the first is killed.
import { crashOptions } from "./crash/options.ts";
import { crash } from "./crash/run.ts";
import { tell, tellBroken } from "./under-test/verdict.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = crashOptions(args);
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  const { seed, command, kills, outages, backend, servers, redisKills } = options;
  const inRedis = backend === "redis" ? `, and ${redisKills} times the Redis of the jobs` : "";
  const who = servers === 1 ? "the server" : `one of ${servers} servers`;
  console.log(
    `Seed ${seed}: killed are ${kills} times ${who} (${command.join(" ")}), ${outages} times qBittorrent${inRedis}`,
  );
  try {
    return tell(await crash({ ...options, progress: console.log }), seed);
  } catch (error) {
    return tellBroken(error, seed);
  }
}
