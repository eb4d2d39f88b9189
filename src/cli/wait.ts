import { AppError, type ErrorCode } from "../errors.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import type { JobView } from "./job-view.ts";

export interface Wait {
  /** The command line that shows the job, for whoever has waited in vain. */
  readonly lookAgain: string;
  /** Asks the server for the job as it is now. */
  readonly look: () => Promise<JobView>;
  /** Called when it takes longer than jobs do, and from then on with every look. */
  readonly takesLong: () => Promise<void>;
  /** Milliseconds. */
  readonly timeout: number;
  readonly clock: Clock | undefined;
  /** Aborted: waiting is over, and the job goes on. */
  readonly signal: AbortSignal;
}

const FIRST_REST_MS = 50;
const LONGEST_REST_MS = 1_000;

/**
 * The job once it has ended. A server that is away may be starting anew, and one without its queue gets it back; no job is
 * lost by either: it is asked again.
 */
export async function waitForEnd({
  lookAgain,
  look,
  takesLong,
  timeout,
  clock = systemClock,
  signal,
}: Wait): Promise<JobView> {
  const end = clock.now() + timeout;
  for (let rest = FIRST_REST_MS; ; rest = Math.min(rest * 2, LONGEST_REST_MS)) {
    const seen = await look().catch(serverAway);
    if (!(seen instanceof AppError) && hasEnded(seen)) return seen;
    if (signal.aborted) throw new AppError("interrupted", `Stopped waiting; the job goes on: ${lookAgain}`);
    if (clock.now() >= end) throw outOfTime(lookAgain, timeout, seen);
    if (rest === LONGEST_REST_MS) await takesLong();
    await clock.sleep(rest, signal);
  }
}

const hasEnded = ({ status }: JobView): boolean => status !== "pending" && status !== "processing";

function serverAway(thrown: unknown): AppError {
  if (thrown instanceof AppError && AWAY.includes(thrown.code)) return thrown;
  throw thrown;
}

const AWAY: readonly ErrorCode[] = ["server_unreachable", "server_unavailable"];

function outOfTime(lookAgain: string, timeout: number, seen: JobView | AppError): AppError {
  const after = `after ${timeout / 1000} s`;
  const [message, goesOn] =
    seen instanceof AppError
      ? [`What became of the job is not known ${after}: ${seen.message}`, "it goes on when the server is back"]
      : [`The job is still ${seen.status} ${after}`, "it goes on"];
  const hint = `${goesOn}: ${lookAgain}; client.wait_timeout says how long --wait waits`;
  return new AppError("job_unsuccessful", message, { hint });
}
