// Opens the queue as somebody whom file permissions hold back, which they do not do to root; prints what comes of it.
import { writeSync } from "node:fs";
import { describe, toAppError } from "../../../../src/errors.ts";
import { systemClock } from "../../../../src/lib/clock.ts";
import { openQueue } from "../../../../src/queue/open.ts";

const nobody = 65_534;
const [sqlitePath = ""] = process.argv.slice(2);
if (process.getuid?.() === 0) process.setuid?.(nobody);
try {
  const queue = await openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });
  await queue.close();
  writeSync(1, "opened");
} catch (error) {
  writeSync(1, describe(toAppError(error)));
}
