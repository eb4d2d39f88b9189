import { AppError } from "../errors.ts";
import type { Recorded, Recorder } from "../engine/recorder.ts";
import type { Clock } from "../lib/clock.ts";
import type { Claim } from "../queue/job.ts";
import type { Queue } from "../queue/queue.ts";

/** For all attempts that are made at the jobs of a claim. */
export function createRecorder(
  queue: Pick<Queue, "recordSteps" | "beginStep">,
  claim: Claim,
  clock: Pick<Clock, "now">,
): Recorder {
  const sent: Recorder["sent"][number][] = [...claim.sent];
  let planned: readonly Recorded[] = [];
  /** Steps of earlier plans of this claim. */
  let before = 0;

  return {
    sent,
    plan: async (requests) => {
      const first = before + planned.length;
      mustBeOurs(await queue.recordSteps(claim, requests, first));
      // Not sooner: what was not recorded is recorded again by the same numbers.
      before = first;
      planned = requests;
    },
    begin: async (index) => {
      mustBeOurs(await queue.beginStep(claim, before + index));
      const request = planned[index];
      if (request !== undefined) sent.push({ request, begunAt: clock.now() });
    },
  };
}

/** For people: `add_tags (12 torrents), stop (1 torrent)`. */
export const describeSent = (sent: Recorder["sent"]): string =>
  sent.map(({ request: { kind, torrents } }) => `${String(kind)} (${counted(Number(torrents))})`).join(", ");

const counted = (torrents: number): string => (torrents === 1 ? "1 torrent" : `${torrents} torrents`);

function mustBeOurs(isOurs: boolean): void {
  if (!isOurs) throw new AppError("interrupted", "The job was taken back, and somebody else goes on with it");
}
