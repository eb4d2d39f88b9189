import type { Seen, Times } from "./clients.ts";

/** The quantile of a share as a value that was measured, the nearest one above; NaN of nothing. */
export function nearestRank(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? sorted[0] ?? Number.NaN;
}

/** How many jobs there were at most that had been queued and not started. */
export function deepest(jobs: readonly Times[]): number {
  const changes = jobs.flatMap(({ created, started }) => [
    { at: created, by: 1 },
    { at: started, by: -1 },
  ]);
  let depth = 0;
  let most = 0;
  for (const { by } of changes.toSorted((a, b) => a.at - b.at)) {
    depth += by;
    most = Math.max(most, depth);
  }
  return most;
}

/** Jobs a second, from the first that was queued to the last that completed. */
export function throughput(jobs: readonly Times[]): number {
  const first = jobs.reduce((least, { created }) => Math.min(least, created), Infinity);
  const last = jobs.reduce((most, { completed }) => Math.max(most, completed), 0);
  return (jobs.length * 1_000) / (last - first);
}

/** For people. */
export function latencies({ answers, jobs }: Seen): string {
  const waits = jobs.map(({ created, started }) => started - created);
  return `answers ${spread(answers)} ms, from queued to started ${spread(waits)} ms (p50 / p99 / most)`;
}

const spread = (values: readonly number[]): string =>
  [0.5, 0.99, 1].map((share) => nearestRank(values, share).toFixed(1)).join(" / ");
