import { createHash, timingSafeEqual } from "node:crypto";

export interface KeyRing {
  /** Whether one of those given is a key. Takes the same time whichever it is, and however much of one is right. */
  opens(given: readonly string[]): boolean;
  /** From now on these and no others. False: they are the same as before. */
  replace(keys: readonly string[]): boolean;
}

/** The keys that are right now, as digests: equal lengths, which a comparison in constant time needs. */
export function createKeyRing(keys: readonly string[]): KeyRing {
  let right = keys.map(digest);

  return {
    opens: (given) => {
      const fits = given.map(digest).flatMap((one) => right.map((other) => timingSafeEqual(one, other)));
      return fits.includes(true);
    },
    replace: (next) => {
      const before = right;
      right = next.map(digest);
      return right.length !== before.length || right.some((one, index) => before[index]?.equals(one) !== true);
    },
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
