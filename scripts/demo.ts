// The main job, on this machine, in a minute: a qBittorrent, some torrents, the server, a dry run and a real one.
import { spawnSync } from "node:child_process";

import { wrap } from "../src/cli/wrap.ts";
import { readOptions } from "./demo/options.ts";
import { type DemoServer, startQbittorrent } from "./demo/qbittorrent.ts";
import { runRules } from "./demo/run.ts";
import { say, screenWidth } from "./demo/say.ts";

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === "string") {
    for (const line of options.split("\n")) console.error(wrap(line, screenWidth(), 13).join("\n"));
    return 2;
  }
  say("Building dist/qbt-rules");
  const built = spawnSync(process.execPath, ["build.ts"], { stdio: "inherit" });
  if (built.status !== 0) return 1;

  const qbittorrent = await startQbittorrent(options, say);
  try {
    return await runRules(qbittorrent, say);
  } finally {
    await cleanUp(qbittorrent);
  }
}

async function cleanUp(qbittorrent: DemoServer): Promise<void> {
  await qbittorrent.stop();
  say("Cleaned up: the servers have ended, their temporary folders are gone");
}
