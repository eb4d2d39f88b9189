import type { Clock } from "../../../../src/lib/clock.ts";
import { said, type Answer } from "./answer.ts";
import { banned } from "./door.ts";
import type { Faults, Met } from "./faults.ts";
import type { SimulatedRequest } from "./request.ts";

export interface DisturbedOptions {
  readonly faults: Faults;
  readonly clock: Clock;
  readonly restart: () => void;
  readonly answer: (request: SimulatedRequest, met: Met) => Answer;
}

/** The answer, or what the faults make of it; undefined: the connection is closed without one. `signal`: nobody waits any more. */
export function createDisturbed({ faults, clock, restart, answer }: DisturbedOptions) {
  let downUntil = -Infinity;
  return async (request: SimulatedRequest, signal: () => AbortSignal): Promise<Answer | undefined> => {
    if (clock.now() < downUntil) return undefined;
    const met = faults.meet(request.path);
    const slow = met("slow");
    if (slow !== undefined) await clock.sleep(slow.ms, signal());
    const restarted = met("restart");
    if (restarted !== undefined) {
      restart();
      downUntil = clock.now() + restarted.downMs;
      return undefined;
    }
    const instead = met("status");
    if (instead !== undefined) return said(instead.body ?? "", instead.status);
    if (met("ban") !== undefined) return banned();
    const answered = answer(request, met);
    return met("lost") === undefined ? answered : undefined;
  };
}
