/**
 * Time-ordered UUIDs (RFC 9562, version 7): 48 bits of milliseconds, then a 12-bit counter so that those made in one
 * millisecond keep their order, then 62 random bits. Ordered ids make an index append instead of scatter.
 */
export function createUuidV7(now: () => number): () => string {
  let last = 0;
  let counter = 0;
  return () => {
    const time = now();
    if (time > last) {
      last = time;
      counter = 0;
    } else if (++counter > 0xfff) {
      // 4,096 in one millisecond, or a clock that went back: borrow from the next millisecond.
      last += 1;
      counter = 0;
    }
    const hex = last.toString(16).padStart(12, "0");
    // The last two groups of a random UUID are the same in both versions: the variant and 62 random bits.
    return `${hex.slice(0, 8)}-${hex.slice(8)}-${(0x7000 | counter).toString(16)}-${crypto.randomUUID().slice(19)}`;
  };
}
