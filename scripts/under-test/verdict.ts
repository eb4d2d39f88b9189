/** What came of a run. */
export interface Verdict {
  /** What must not be, a line each. */
  readonly wrong: readonly string[];
  /** What there was, by name. */
  readonly counts: Readonly<Record<string, number>>;
}

const LISTED = 20;

/** Tells it, and returns the exit status. */
export function tell({ wrong, counts }: Verdict, seed: number): number {
  for (const [name, count] of Object.entries(counts)) console.log(`${String(count).padStart(7)}  ${name}`);
  if (wrong.length === 0) return 0;
  for (const line of wrong.slice(0, LISTED)) console.error(line);
  console.error(`FAILED with seed ${seed}: ${wrong.length} things are wrong`);
  return 1;
}

/** A run that broke off. */
export function tellBroken(error: unknown, seed: number): number {
  console.error(`FAILED with seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
}
