/** Of so many blocks one tells where it starts; the others follow from the lengths between. */
const BLOCKS_A_GROUP = 32;
/** A length that takes more than a byte stands apart. */
const LONG = 255;

/** How many starts there are (one more than blocks, where the last ends), and how many lengths stand apart. */
export interface BlockStartsShape {
  readonly count: number;
  readonly longCount: number;
}

/** Bytes of the parts in the order in which they lie, each a multiple of four. */
function partsOf({ count, longCount }: BlockStartsShape): { groups: number; longs: number; lengths: number } {
  return {
    groups: 4 * Math.ceil(count / BLOCKS_A_GROUP),
    // A block's number and its length.
    longs: 8 * longCount,
    lengths: 4 * Math.ceil(count / 4),
  };
}

export function blockStartsBytes(shape: BlockStartsShape): number {
  const { groups, longs, lengths } = partsOf(shape);
  return groups + longs + lengths;
}

/** How many lengths take more than a byte. */
export function longBlocks(starts: readonly number[]): number {
  return starts.filter((start, block) => (starts[block + 1] ?? start) - start >= LONG).length;
}

/** Where each block starts, in hardly more than a byte each. */
export class BlockStarts {
  readonly #groups: Uint32Array;
  readonly #longs: Uint32Array;
  readonly #lengths: Uint8Array;

  /** @param at  Where they start in the buffer, a multiple of four. */
  constructor(buffer: ArrayBuffer, at: number, shape: BlockStartsShape) {
    const { groups, longs, lengths } = partsOf(shape);
    this.#groups = new Uint32Array(buffer, at, groups / 4);
    this.#longs = new Uint32Array(buffer, at + groups, longs / 4);
    this.#lengths = new Uint8Array(buffer, at + groups + longs, lengths);
  }

  of(block: number): number {
    const group = Math.floor(block / BLOCKS_A_GROUP);
    let start = this.#groups[group] ?? 0;
    for (let before = group * BLOCKS_A_GROUP; before < block; before += 1) start += this.lengthOf(before);
    return start;
  }

  lengthOf(block: number): number {
    const length = this.#lengths[block] ?? 0;
    return length < LONG ? length : this.#longLength(block);
  }

  #longLength(block: number): number {
    let low = 0;
    let high = this.#longs.length / 2;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#longs[2 * middle] ?? 0) <= block) low = middle;
      else high = middle;
    }
    return this.#longs[2 * low + 1] ?? 0;
  }
}

/** @param starts  Of every block, and where the last ends. */
export function writeBlockStarts(buffer: ArrayBuffer, at: number, starts: readonly number[]): void {
  const { groups, longs } = partsOf({ count: starts.length, longCount: longBlocks(starts) });
  const firsts = new Uint32Array(buffer, at, groups / 4);
  const apart = new Uint32Array(buffer, at + groups, longs / 4);
  const lengths = new Uint8Array(buffer, at + groups + longs, starts.length);
  let nextApart = 0;
  for (const [block, start] of starts.entries()) {
    if (block % BLOCKS_A_GROUP === 0) firsts[block / BLOCKS_A_GROUP] = start;
    const length = (starts[block + 1] ?? start) - start;
    lengths[block] = Math.min(length, LONG);
    if (length < LONG) continue;
    apart.set([block, length], nextApart);
    nextApart += 2;
  }
}
