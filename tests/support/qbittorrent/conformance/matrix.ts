/** A line for each behaviour, with a mark for each candidate that showed it; the candidates are named above. */
export function matrix(behaviours: readonly string[], seen: ReadonlyMap<string, ReadonlySet<string>>): string {
  const candidates = [...seen];
  const heads = candidates.map(
    ([name, shown], n) => `${bars(n)}${name}: ${shown.size} of ${behaviours.length} behaviours`,
  );
  const lines = behaviours.map(
    (name) => `${candidates.map(([, shown]) => (shown.has(name) ? "x" : "-")).join("")} ${name}`,
  );
  return [...heads, ...lines, ""].join("\n");
}

/** Leads from a name down to its column. */
const bars = (column: number): string => "|".repeat(column);
