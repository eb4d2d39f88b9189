// A server that is always at work: enqueues, claims and completes until it is killed, and prints every id it was promised.
import { writeSync } from "node:fs";
import { systemClock } from "../../../../src/lib/clock.ts";
import { openQueue } from "../../../../src/queue/open.ts";
import { claimOne, complete, request } from "../../jobs.ts";

const [sqlitePath = ""] = process.argv.slice(2);
const queue = await openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });
for (;;) {
  const jobs = await Promise.all(Array.from({ length: 8 }, () => queue.enqueue(request())));
  const claim = await claimOne(queue);
  await queue.claim(1);
  if (claim !== undefined) await complete(queue, claim, { done: true });
  writeSync(1, jobs.map(({ id }) => `${id}\n`).join(""));
}
