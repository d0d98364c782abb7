/** Of so many blocks one tells in 32 bits where it starts; the others in 16 bits how far behind that. */
const BLOCKS_A_GROUP = 16;

/** Bytes of the two parts for so many starts, each a multiple of four. */
function partsOf(count: number): { groups: number; behind: number } {
  return { groups: 4 * Math.ceil(count / BLOCKS_A_GROUP), behind: 4 * Math.ceil(count / 2) };
}

export function blockStartsBytes(count: number): number {
  const { groups, behind } = partsOf(count);
  return groups + behind;
}

/** Where each block starts, in two and a quarter bytes each. */
export class BlockStarts {
  readonly #groups: Uint32Array;
  readonly #behind: Uint16Array;

  /** @param at  Where they start in the buffer, a multiple of four. */
  constructor(buffer: ArrayBuffer, at: number, count: number) {
    const { groups } = partsOf(count);
    this.#groups = new Uint32Array(buffer, at, groups / 4);
    this.#behind = new Uint16Array(buffer, at + groups, count);
  }

  of(block: number): number {
    return (this.#groups[Math.floor(block / BLOCKS_A_GROUP)] ?? 0) + (this.#behind[block] ?? 0);
  }
}

/** Fifteen blocks of the greatest length must fit in 16 bits. */
export function writeBlockStarts(buffer: ArrayBuffer, at: number, starts: readonly number[]): void {
  const { groups } = partsOf(starts.length);
  const firsts = new Uint32Array(buffer, at, groups / 4);
  const behinds = new Uint16Array(buffer, at + groups, starts.length);
  for (const [block, start] of starts.entries()) {
    const group = Math.floor(block / BLOCKS_A_GROUP);
    if (block % BLOCKS_A_GROUP === 0) firsts[group] = start;
    const behind = start - (firsts[group] ?? 0);
    if (behind > 0xff_ff) throw new Error(`block ${block} is too far behind its group`);
    behinds[block] = behind;
  }
}
