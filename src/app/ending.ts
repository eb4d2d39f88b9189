import type { Clock } from "../lib/clock.ts";

export interface Part {
  stop(): Promise<unknown>;
}

/** Stops all of them at once, and waits no longer than `ms`. Resolves to the names of those that have not ended by then. */
export async function unended(
  parts: Readonly<Record<string, Part>>,
  ms: number,
  clock: Clock,
): Promise<readonly string[]> {
  const left = new Set(Object.keys(parts));
  const all = Object.entries(parts).map(async ([name, part]) => {
    await part.stop();
    left.delete(name);
  });
  const inTime = new AbortController();
  try {
    await Promise.race([Promise.all(all), clock.sleep(ms, inTime.signal)]);
  } finally {
    inTime.abort();
  }
  return [...left];
}
