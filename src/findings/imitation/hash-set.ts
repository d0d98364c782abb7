/** A set of 32-bit hashes that is asked mostly for what it does not hold. */
export class HashSet {
  readonly #bits: number;
  readonly #marks: Uint8Array;
  readonly #hashes = new Set<number>();

  /** @param bits  Two to this many marks say "no" of most hashes at once. */
  constructor(bits = 15) {
    this.#bits = bits;
    this.#marks = new Uint8Array(1 << (bits - 3));
  }

  add(hash: number): void {
    const place = this.#placeOf(hash);
    this.#marks[place >> 3] = (this.#marks[place >> 3] ?? 0) | (1 << (place & 7));
    this.#hashes.add(hash);
  }

  has(hash: number): boolean {
    const place = this.#placeOf(hash);
    return ((this.#marks[place >> 3] ?? 0) & (1 << (place & 7))) !== 0 && this.#hashes.has(hash);
  }

  #placeOf(hash: number): number {
    return (hash ^ (hash >>> this.#bits)) & ((1 << this.#bits) - 1);
  }
}
