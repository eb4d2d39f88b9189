import { randomBytes } from "node:crypto";

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
    const hex = last.toString(16).padStart(12, "0") + (0x7000 | counter).toString(16) + randomBytes(8).toString("hex");
    const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), variant + hex.slice(17, 20), hex.slice(20)].join("-");
  };
}
