import { readFileSync } from "node:fs";

import { capture } from "../scripts/test/command.ts";
import { tempFolder } from "../tests/support/temp.ts";
import { inRounds, median } from "./statistics.ts";
import { obtainProgram } from "./tools.ts";

const RUNS = 7;

/**
 * Megabytes, the median of some runs. By GNU time, since a child counts the memory of the process that spawned it as its
 * own until it has become its program, and that of this one is larger than what is to be measured.
 */
export async function peakMemory(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const time = await obtainProgram("time");
  if (time === undefined) return undefined;
  using folder = tempFolder();
  const output = folder.file("peak");
  const peaks = await inRounds(RUNS, async () => {
    await capture([time, "--quiet", "--format", "%M", "--output", output, ...command], { withinMs: 10_000, env });
    return Number(readFileSync(output, "utf8")) / 1024;
  });
  return median(peaks);
}
