import { expect, test } from "bun:test";
import { AppError } from "../../src/errors.ts";
import { createUuidV7 } from "../../src/lib/uuid.ts";
import type { Queue } from "../../src/queue/queue.ts";
import { createRecorder } from "../../src/worker/recorder.ts";
import { claimed, enqueueAndClaim } from "../queue/jobs.ts";
import { manualClock } from "../support/clock.ts";
import { createMemoryQueue } from "../support/memory-queue.ts";

const recheck = { kind: "recheck", torrents: 1 };
const reannounce = { kind: "reannounce", torrents: 1 };

/** A queue whose first record of steps gets no answer; `kept`: it was written down all the same. */
async function bench({ kept }: { readonly kept: boolean }) {
  const clock = manualClock();
  const queue = createMemoryQueue({ clock, createId: createUuidV7(() => clock.now()) });
  const claim = await enqueueAndClaim(queue);
  let failures = 1;
  const recordSteps: Queue["recordSteps"] = async (...words) => {
    if (failures-- <= 0) return await queue.recordSteps(...words);
    if (kept) await queue.recordSteps(...words);
    throw new AppError("queue_unavailable", "no answer");
  };
  return { queue, claim, recorder: createRecorder({ ...queue, recordSteps }, claim, clock) };
}

test.each([false, true])(
  "after a plan that got no answer (written down: %p), what is sent is what is recorded as sent",
  async (kept) => {
    const { queue, claim, recorder } = await bench({ kept });
    expect(await recorder.plan([recheck, reannounce]).catch((error: unknown) => error)).toBeInstanceOf(AppError);
    await recorder.plan([reannounce]);
    await recorder.begin(0);
    await queue.release(claim);
    expect((await claimed(queue)).sent.map(({ request }) => request)).toEqual([reannounce]);
  },
);

test("a second plan of the same claim stands behind the first", async () => {
  const { queue, claim, recorder } = await bench({ kept: false });
  await recorder.plan([]).catch(() => undefined);
  await recorder.plan([recheck]);
  await recorder.begin(0);
  await recorder.plan([reannounce]);
  await recorder.begin(0);
  await queue.release(claim);
  expect((await claimed(queue)).sent.map(({ request }) => request)).toEqual([recheck, reannounce]);
});
