// Sends the server what nobody should, through HTTP and as bytes, and holds against it that it answers, lives and keeps
// its secrets: `npm run test:fuzz`, or `npm run test:fuzz -- --requests 2000 --seed 7 --executable dist/qbt-rules`.
import { fuzzOptions } from "./fuzz/options.ts";
import { fuzz } from "./fuzz/run.ts";
import { tell, tellBroken } from "./under-test/verdict.ts";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const options = fuzzOptions(args);
  if (typeof options === "string") {
    console.error(options);
    return 2;
  }
  const { seed, command, requests } = options;
  console.log(`Seed ${seed}: ${requests} requests to ${command.join(" ")}`);
  try {
    return tell(await fuzz({ ...options, progress: console.log }), seed);
  } catch (error) {
    return tellBroken(error, seed);
  }
}
