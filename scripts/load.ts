// Puts the server under the load of a busy day: 100 webhooks at once, 1,000 jobs that wait, and as many jobs as come in a day
// at one every two seconds, in half an hour: `npm run test:load`, or `npm run test:load -- --minutes 2 --jobs 6000 --backend redis`.
// What is lost, fails or grows makes it fail, and so does a promise that is missed.
import { loadOptions } from "./load/options.ts";
import { type Promised, load } from "./load/run.ts";

const LISTED = 20;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = loadOptions(args);
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  const { seed, command, backend } = options;
  console.log(`Seed ${seed}: ${command.join(" ")}, jobs in ${backend}`);
  const { wrong, promises } = await load({ ...options, progress: console.log });
  for (const promised of promises) console.log(describe(promised));
  for (const line of wrong.slice(0, LISTED)) console.error(line);
  const missed = promises.filter((promised) => !isKept(promised)).length;
  if (wrong.length + missed === 0) return 0;
  console.error(`FAILED with seed ${seed}: ${wrong.length} things are wrong, ${missed} promises were missed`);
  return 1;
}

function describe(promised: Promised): string {
  const { what, measured, least, most, unit } = promised;
  const limit = least === undefined ? `at most ${most}` : `at least ${least}`;
  return `${isKept(promised) ? "kept  " : "MISSED"}  ${what}: ${measured.toFixed(1)} ${unit} (${limit})`;
}

function isKept({ measured, least = -Infinity, most = Infinity }: Promised): boolean {
  return measured >= least && measured <= most;
}
