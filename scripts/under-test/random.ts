/** Random numbers that a seed brings back. */
export interface Random {
  /** From `least` up to but not including `most`. */
  readonly between: (least: number, most: number) => number;
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  readonly chance: (part: number) => boolean;
  /** One of its own for each who draws, since nobody knows who draws first. */
  readonly fork: () => Random;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    between: (least, most) => least + next() * (most - least),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    chance: (part) => next() < part,
    fork: () => createRandom(Math.floor(next() * 0x1_0000_0000)),
  };
}
