import { inOneLine, toAppError } from "../errors.ts";
import type { Log } from "../lib/log.ts";
import type { Queue, QueueStats } from "../queue/queue.ts";

export interface QueueLook {
  /** Undefined: the queue cannot be read. */
  readonly stats: QueueStats | undefined;
  /** Why, in a line each for whoever asks for health. */
  readonly errors: readonly string[];
}

/** How the queue is, for those who ask whether all is well: that it cannot be read is an answer too. */
export async function lookAtQueue({ queue, log }: { readonly queue: Queue; readonly log: Log }): Promise<QueueLook> {
  try {
    return { stats: await queue.stats(), errors: [] };
  } catch (thrown) {
    const error = toAppError(thrown);
    const isBug = error.code === "internal";
    if (isBug) log.error("The queue cannot be read", { error: thrown });
    const why = isBug ? "an internal error, see the log" : inOneLine(error);
    return { stats: undefined, errors: [`The queue cannot be read: ${why}`] };
  }
}
