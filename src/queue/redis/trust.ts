import { AppError } from "../../errors.ts";
import type { Clock, Stopwatch } from "../../lib/clock.ts";

/** For how long what Redis said of the lease is relied on. */
export interface Trust {
  /** Redis said that the lease is ours; `asked` runs since before it was asked. */
  confirm(asked: Stopwatch): void;
  /** It is not, or no longer. */
  end(): void;
  /** Aborted when the trust ends, and already if there is none: by the clock, whether or not a timer had its turn. */
  signal(): AbortSignal;
}

export interface TrustOptions {
  /** Milliseconds from the question on. */
  readonly lasts: number;
  readonly clock: Clock;
}

export function createTrust({ lasts, clock }: TrustOptions): Trust {
  let asked: Stopwatch | undefined;
  let stretch: AbortController | undefined;

  const left = (): number => (asked === undefined ? 0 : lasts - asked());

  async function watch(own: AbortController): Promise<void> {
    for (let ms = left(); ms > 0 && !own.signal.aborted; ms = left()) await clock.sleep(ms, own.signal);
    own.abort(unsure());
  }

  function end(): void {
    asked = undefined;
    stretch?.abort(unsure());
    stretch = undefined;
  }

  return {
    confirm: (since) => {
      // Answers may overtake each other.
      if (asked === undefined || since() < asked()) asked = since;
      if (left() <= 0 || stretch?.signal.aborted === false) return;
      stretch = new AbortController();
      void watch(stretch);
    },
    end,
    signal: () => {
      if (left() <= 0) end();
      return stretch?.signal ?? AbortSignal.abort(unsure());
    },
  };
}

const unsure = (): AppError =>
  new AppError("interrupted", "Redis did not confirm in time that this server may still run the jobs");
