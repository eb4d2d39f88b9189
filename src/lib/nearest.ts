/** The known name that the given one is probably a misspelling of, or undefined if none is near enough. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    const tolerated = Math.min(Math.max(1, Math.floor(candidate.length / 3)), candidate.length - 1);
    if (distance <= tolerated && distance < (best?.distance ?? Infinity)) {
      best = { name: candidate, distance };
    }
  }
  return best?.name;
}

/**
 * The known name that has all the words of the given one, or all of whose words that has: `seeds` and `num_seeds`. Of several
 * the one with the fewest words more, or less.
 */
export function ofTheSameWords(name: string, known: readonly string[]): string | undefined {
  const words = wordsOf(name);
  const difference = (candidate: string) => Math.abs(wordsOf(candidate).length - words.length);
  const [best] = known
    .filter((candidate) => isWithin(words, wordsOf(candidate)) || isWithin(wordsOf(candidate), words))
    .toSorted((a, b) => difference(a) - difference(b));
  return best;
}

const wordsOf = (name: string): readonly string[] => name.toLowerCase().split(/[^a-z0-9]+/);

const isWithin = (some: readonly string[], others: readonly string[]): boolean =>
  some.every((word) => others.includes(word));

/** `did you mean "x"?`, or the whole list when nothing is near. */
export function didYouMean(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `known are: ${known.join(", ")}` : `did you mean "${near}"?`;
}

/** How many letters to change, add, drop or swap with their neighbour; one row at a time. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution, swap));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
