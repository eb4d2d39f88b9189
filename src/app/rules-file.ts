import { systemClock } from "../lib/clock.ts";
import { textFile } from "../lib/text-file.ts";
import { createTimeLimit } from "../lib/time-limit.ts";
import type { RulesFile } from "../rules/store.ts";

/** A local file takes milliseconds, one on a network, or on a disk that has to wake up, some seconds. */
const WITHIN_MS = 10_000;

/** The rules file. One on a file system that hangs cannot be read, and so it holds up nothing else. */
export function rulesFile(path: string): RulesFile {
  const late = () => new Error(`the file system does not answer within ${WITHIN_MS / 1000} s`);
  // By real time, which is what the system takes: a clock that a test moves would outrun it.
  const limited = createTimeLimit({ ms: WITHIN_MS, clock: systemClock, late });
  const { stamp, read } = textFile(path);
  return { path, stamp: () => limited(stamp), read: () => limited(read) };
}
