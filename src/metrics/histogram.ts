import type { Family, Sample } from "./exposition.ts";

export interface Histogram {
  observe(value: number): void;
  family(): Family;
}

/** Without labels. `bounds`: the upper ends of the buckets, in ascending order; the last one has no end. */
export function createHistogram(name: string, help: string, bounds: readonly number[]): Histogram {
  /** How many values each bucket holds by itself; in the text, a bucket counts those below it too. */
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  let sum = 0;

  function samples(): Sample[] {
    let below = 0;
    const buckets = counts.map((count, index) => {
      below += count;
      const bound = bounds[index];
      return { suffix: "_bucket", labels: { le: bound === undefined ? "+Inf" : String(bound) }, value: below };
    });
    return [...buckets, { suffix: "_sum", labels: {}, value: sum }, { suffix: "_count", labels: {}, value: below }];
  }

  return {
    observe: (value) => {
      const found = bounds.findIndex((bound) => value <= bound);
      const index = found === -1 ? bounds.length : found;
      counts[index] = (counts[index] ?? 0) + 1;
      sum += value;
    },
    family: () => ({ name, help, type: "histogram", samples: samples() }),
  };
}
