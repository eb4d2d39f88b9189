import { until } from "../support/app.ts";
import type { ManualClock } from "../support/clock.ts";

/** Resolves when somebody sleeps on the clock. */
export const asleep = (clock: ManualClock): Promise<number> =>
  until(
    async () => clock.sleepers,
    (sleepers) => sleepers > 0,
  );

/** Moves the clock on whenever the call sleeps, until it has ended: it spends no time but by sleeping. */
export async function whileItSleeps<T>(clock: ManualClock, calling: Promise<T>): Promise<T> {
  let ended = false;
  const end = calling.finally(() => {
    ended = true;
  });
  await until(
    async () => {
      if (clock.sleepers > 0) await clock.advance(100);
      return ended;
    },
    (done) => done,
  );
  return await end;
}
