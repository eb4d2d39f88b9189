import { type AppError, describe, inOneLine, toAppError } from "../errors.ts";
import type { Log } from "../lib/log.ts";
import type { Queue, QueueStats } from "../queue/queue.ts";

export interface QueueLook {
  /** Undefined: the queue cannot be read. */
  readonly stats: QueueStats | undefined;
  /** Why, in a line each for whoever asks for health: they need no key, so no address and no file is named. */
  readonly errors: readonly string[];
}

/** How the queue is, for those who ask whether all is well: that it cannot be read is an answer too. */
export async function lookAtQueue({ queue, log }: { readonly queue: Queue; readonly log: Log }): Promise<QueueLook> {
  try {
    return { stats: await queue.stats(), errors: [] };
  } catch (thrown) {
    const error = toAppError(thrown);
    return { stats: undefined, errors: [`The queue cannot be read: ${told(error) ?? leaveToLog(error, log)}`] };
  }
}

const told = ({ publicly, hint }: AppError): string | undefined =>
  publicly === undefined ? undefined : inOneLine({ message: publicly, hint });

function leaveToLog(error: AppError, log: Log): string {
  const isBug = error.code === "internal";
  log.error("The queue cannot be read", { error: isBug ? (error.cause ?? error) : describe(error) });
  return isBug ? "an internal error, see the log" : "see the log";
}
