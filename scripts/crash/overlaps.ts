import type { Write } from "./writes.ts";

/** All that one life of a server wrote to the torrent of a job, from the first request to the last answer. */
interface Span {
  readonly by: string;
  readonly hash: string;
  readonly from: number;
  readonly to: number;
}

/** Writes that one server sent while another was in the midst of a job, a line each. */
export function overlaps(writes: readonly Write[]): string[] {
  const spans = spansOf(writes);
  return writes.flatMap(({ by, begun }) => {
    const within = spans.find((span) => span.by !== by && span.from < begun && begun < span.to);
    if (within === undefined) return [];
    const [since, left] = [begun - within.from, within.to - begun].map((ms) => Math.round(ms));
    return [
      `${by} wrote in the midst of a job of ${within.by}: ${since} ms after its begin, ${left} ms before its end`,
    ];
  });
}

/** How often the next write was another's. */
export function changesOfWriter(writes: readonly Write[]): number {
  const inOrder = writes.toSorted((one, other) => one.begun - other.begun);
  return inOrder.filter(({ by }, index) => index > 0 && inOrder[index - 1]?.by !== by).length;
}

/** Jobs that one life of a server began, and another went on with. */
export function handedOver(writes: readonly Write[]): number {
  const hashes = spansOf(writes).map(({ hash }) => hash);
  return new Set(hashes.filter((hash, index) => hashes.indexOf(hash) !== index)).size;
}

function spansOf(writes: readonly Write[]): Span[] {
  const spans = new Map<string, Span>();
  for (const { by, hashes, begun, ended } of writes) {
    for (const hash of hashes) {
      const { from, to } = spans.get(`${by} ${hash}`) ?? { from: begun, to: ended };
      spans.set(`${by} ${hash}`, { by, hash, from: Math.min(from, begun), to: Math.max(to, ended) });
    }
  }
  return [...spans.values()];
}
