/** Numbers in [0, 1), the same for the same seed: mulberry32 (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). */
export function drawsFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Choices made with such numbers. */
export interface Draws {
  readonly number: () => number;
  /** A whole number from 0 to `end` - 1. */
  below(end: number): number;
  chance(share: number): boolean;
  of<T>(list: readonly [T, ...T[]]): T;
}

export function createDraws(seed: number): Draws {
  const number = drawsFrom(seed);
  const below = (end: number) => Math.floor(number() * end);
  return {
    number,
    below,
    chance: (share) => number() < share,
    of: (list) => list[below(list.length)] ?? list[0],
  };
}
