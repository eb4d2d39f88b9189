export interface KeyRing {
  /** Takes the same time whichever key it is, and however much of it is right. */
  opens(given: string | undefined): boolean;
  /** From now on these and no others. False: they are the same as before. */
  replace(keys: readonly string[]): boolean;
}

/** The keys that are right now, as digests: equal lengths, which a comparison in constant time needs. */
export function createKeyRing(keys: readonly string[]): KeyRing {
  let right = keys.map(digest);

  return {
    opens: (given) => {
      if (given === undefined) return false;
      const one = digest(given);
      return right.map((other) => crypto.timingSafeEqual(one, other)).includes(true);
    },
    replace: (next) => {
      const before = right;
      right = next.map(digest);
      return right.length !== before.length || right.some((one, index) => before[index]?.equals(one) !== true);
    },
  };
}

const digest = (text: string): Buffer => new Bun.CryptoHasher("sha256").update(text).digest();
