import { median } from "./statistics.ts";

/** Ours against the bare thing, measured side by side in one run. */
export interface Ratio {
  readonly what: string;
  /** Medians over the rounds. */
  readonly ours: number;
  readonly bare: number;
  readonly unit: string;
  /** The median of the ratios of the rounds, and how far they lie apart. */
  readonly ratio: number;
  readonly lowest: number;
  readonly highest: number;
  /** `lower` means that less is better: times, memory. */
  readonly better: "lower" | "higher";
  /** What the ratio is to be at the worst; undefined: nothing was promised. */
  readonly limit: number | undefined;
}

export interface Table {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Answer {
  readonly tables: readonly Table[];
  readonly ratios: readonly Ratio[];
  /** How it was measured, and what disturbed it. */
  readonly notes: readonly string[];
  /** What could not be measured here, and why. */
  readonly leftOut?: readonly string[];
}

export interface Round {
  readonly ours: number;
  readonly bare: number;
}

interface Wording {
  readonly what: string;
  readonly unit: string;
  readonly better?: "lower" | "higher";
  readonly limit?: number;
}

export function compare({ what, unit, better = "lower", limit }: Wording, rounds: readonly Round[]): Ratio {
  const ratios = rounds.map(({ ours, bare }) => ours / bare);
  return {
    what,
    ours: median(rounds.map(({ ours }) => ours)),
    bare: median(rounds.map(({ bare }) => bare)),
    unit,
    ratio: median(ratios),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    better,
    limit,
  };
}
