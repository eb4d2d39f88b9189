// Kills the server and a simulated qBittorrent at random moments, and holds every promise against what is left:
// `npm run test:crash`, or `npm run test:crash -- --kills 20 --outages 5 --seed 7 --executable dist/qbt-rules`.
import { parseArgs } from "node:util";

import { crash } from "./crash/run.ts";

const LISTED = 20;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "200" },
      outages: { type: "string", default: "50" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      executable: { type: "string" },
    },
  });
  const [kills, outages, seed] = [Number(values.kills), Number(values.outages), Number(values.seed)];
  if (![kills, outages, seed].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    console.error("--kills, --outages and --seed take whole numbers");
    return 2;
  }
  const program = values.executable === undefined ? [process.execPath, "src/main.ts"] : [values.executable];
  console.log(
    `Seed ${seed}: ${kills} times the server (${program.join(" ")}) and ${outages} times qBittorrent are killed`,
  );
  try {
    const { wrong, counts } = await crash({
      command: [...program, "--serve"],
      seed,
      kills,
      outages,
      progress: console.log,
    });
    for (const [name, count] of Object.entries(counts)) console.log(`${String(count).padStart(7)}  ${name}`);
    if (wrong.length === 0) return 0;
    for (const line of wrong.slice(0, LISTED)) console.error(line);
    console.error(`FAILED with seed ${seed}: ${wrong.length} things are wrong`);
  } catch (error) {
    console.error(`FAILED with seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return 1;
}
