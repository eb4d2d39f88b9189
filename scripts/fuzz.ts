// Sends the server what nobody should, through HTTP and as bytes, and holds against it that it answers, lives and keeps
// its secrets: `npm run test:fuzz`, or `npm run test:fuzz -- --requests 2000 --seed 7 --executable dist/qbt-rules`.
import { parseArgs } from "node:util";

import { fuzz } from "./fuzz/run.ts";

const LISTED = 20;

process.exitCode = await main();

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "100000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      executable: { type: "string" },
    },
  });
  const [requests, seed] = [Number(values.requests), Number(values.seed)];
  if (![requests, seed].every((number) => Number.isSafeInteger(number) && number >= 0)) {
    console.error("--requests and --seed take whole numbers");
    return 2;
  }
  const program = values.executable === undefined ? [process.execPath, "src/main.ts"] : [values.executable];
  console.log(`Seed ${seed}: ${requests} requests to ${program.join(" ")}`);
  const { wrong, counts } = await fuzz({
    command: [...program, "--serve"],
    seed,
    requests,
    progress: console.log,
  });
  for (const [name, count] of Object.entries(counts)) console.log(`${String(count).padStart(7)}  ${name}`);
  if (wrong.length === 0) return 0;
  for (const line of wrong.slice(0, LISTED)) console.error(line);
  console.error(`FAILED with seed ${seed}: ${wrong.length} things are wrong`);
  return 1;
}
