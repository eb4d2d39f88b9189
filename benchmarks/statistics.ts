export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Linear between the two nearest values; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** One round after the other; what is compared is measured within a round, so that a slow moment meets all of it. */
export async function inRounds<T>(count: number, measure: (round: number) => Promise<T> | T): Promise<T[]> {
  const rounds: T[] = [];
  for (let round = 0; round < count; round++) rounds.push(await measure(round));
  return rounds;
}

/** Milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
