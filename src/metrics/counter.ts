import type { Family, Labels } from "./exposition.ts";

export interface Counter {
  /** With 0, the series is there before anything has happened: a rate needs the value before the first event. */
  add(labels: Labels, by?: number): void;
  /** Forgets the series of which that is false. */
  keep(isKept: (labels: Labels) => boolean): void;
  family(): Family;
}

/** The same labels, in the same order, are the same series. */
export function createCounter(name: string, help: string): Counter {
  const series = new Map<string, { readonly labels: Labels; value: number }>();
  return {
    add: (labels, by = 1) => {
      const key = JSON.stringify(Object.values(labels));
      const known = series.get(key);
      if (known === undefined) series.set(key, { labels, value: by });
      else known.value += by;
    },
    keep: (isKept) => {
      for (const [key, { labels }] of series) if (!isKept(labels)) series.delete(key);
    },
    family: () => ({ name, help, type: "counter", samples: [...series.values()].map((one) => ({ ...one })) }),
  };
}
