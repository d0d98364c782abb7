/** Bits that say "no" of most hashes at once. */
const BITS = 15;

/** A set of 32-bit hashes that is asked mostly for what it does not hold. */
export class HashSet {
  readonly #marks = new Uint8Array(1 << BITS);
  readonly #hashes = new Set<number>();

  add(hash: number): void {
    this.#marks[placeOf(hash)] = 1;
    this.#hashes.add(hash);
  }

  has(hash: number): boolean {
    return this.#marks[placeOf(hash)] === 1 && this.#hashes.has(hash);
  }
}

function placeOf(hash: number): number {
  return (hash ^ (hash >>> BITS)) & ((1 << BITS) - 1);
}
