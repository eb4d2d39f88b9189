import { AppError } from "../errors.ts";
import { backOff } from "../lib/back-off.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { neverConnected } from "../lib/network.ts";

export interface Submission<T> {
  readonly send: () => Promise<T>;
  /** Milliseconds. */
  readonly retryFor: number;
  /** The command that shows which jobs there are. */
  readonly listJobs: string;
  readonly say: (line: string) => void;
  readonly clock: Clock | undefined;
  readonly signal: AbortSignal;
}

/**
 * What comes of a job that could not be submitted. While nobody takes the connection (a server that is starting anew) no job
 * can have come of it, so it is submitted again, for a while. Once somebody took it the server may have the job, whatever
 * became of the answer: again, it might run twice.
 */
export async function afterFailure<T>(thrown: unknown, submission: Submission<T>): Promise<T> {
  const { send, retryFor, listJobs, say, clock = systemClock, signal } = submission;
  const patience = backOff({ clock, retryFor, first: FIRST_MS, longest: LONGEST_MS });
  for (let failure = thrown, told = false; ; told = true) {
    if (!(failure instanceof AppError) || failure.code !== "server_unreachable") throw failure;
    if (!neverConnected(failure.cause)) throw doubtful(failure, listJobs);
    const rest = patience.next();
    if (rest === undefined) throw failure;
    if (!told) say(`${failure.message}; trying again for ${retryFor / 1000} s`);
    await clock.sleep(rest, signal);
    if (signal.aborted) throw new AppError("interrupted", "Interrupted; no job was queued");
    try {
      return await send();
    } catch (again) {
      failure = again;
    }
  }
}

const FIRST_MS = 100;
const LONGEST_MS = 2_000;

const doubtful = ({ code, message, cause }: AppError, listJobs: string): AppError =>
  new AppError(code, message, {
    hint: `the server may have taken the job all the same, so it was not submitted again: it might run twice; to see it: ${listJobs}`,
    cause,
  });
