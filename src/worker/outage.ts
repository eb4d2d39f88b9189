import { type ErrorCode, describe, toAppError } from "../errors.ts";
import type { Log } from "../lib/log.ts";

export interface Outage {
  /** False: it failed, and is to be tried again at the next look. */
  attempt(about: Readonly<Record<string, unknown>>, act: () => Promise<void>): Promise<boolean>;
  /** What came of all that was attempted at one look. */
  looked(outcomes: readonly boolean[]): void;
}

/** Tells of what fails once, though it may last all night and be found again at each look; and once when it is over. */
export function createOutage({ log, begins, ends }: { log: Log; begins: string; ends: string }): Outage {
  /** By kind, since the reason may change while it lasts; but a bug is not to hide behind it. */
  const told = new Set<ErrorCode>();
  return {
    attempt: async (about, act) => {
      try {
        await act();
        return true;
      } catch (thrown) {
        const error = toAppError(thrown);
        const why = error.code === "internal" ? thrown : describe(error);
        if (!told.has(error.code)) log.error(begins, { ...about, error: why });
        told.add(error.code);
        return false;
      }
    },
    looked: (outcomes) => {
      if (told.size === 0 || outcomes.length === 0 || outcomes.includes(false)) return;
      told.clear();
      log.info(ends);
    },
  };
}
