/** A set of 32-bit hashes that is asked mostly for what it does not hold. */
export class HashSet {
  readonly #bits: number;
  readonly #marks: Uint8Array;
  /** The hashes, each at the first free place from its own on; 0 is a free place. */
  #places = new Int32Array(64);
  #size = 0;
  #hasZero = false;

  /** @param bits  Two to this many marks say "no" of most hashes at once. */
  constructor(bits = 15) {
    this.#bits = bits;
    this.#marks = new Uint8Array(1 << (bits - 3));
  }

  add(hash: number): void {
    const mark = this.#markOf(hash);
    this.#marks[mark >> 3] = (this.#marks[mark >> 3] ?? 0) | (1 << (mark & 7));
    if (hash === 0) this.#hasZero = true;
    else if (!this.#holds(hash)) this.#insert(hash);
  }

  has(hash: number): boolean {
    const mark = this.#markOf(hash);
    return ((this.#marks[mark >> 3] ?? 0) & (1 << (mark & 7))) !== 0 && this.#holds(hash);
  }

  #markOf(hash: number): number {
    return (hash ^ (hash >>> this.#bits)) & ((1 << this.#bits) - 1);
  }

  #holds(hash: number): boolean {
    if (hash === 0) return this.#hasZero;
    const places = this.#places;
    const mask = places.length - 1;
    for (let place = firstPlaceOf(hash) & mask; ; place = (place + 1) & mask) {
      if (places[place] === hash) return true;
      if (places[place] === 0) return false;
    }
  }

  #insert(hash: number): void {
    // Half of the places stay free, so that a search ends soon.
    if ((this.#size + 1) * 2 > this.#places.length) {
      const before = this.#places;
      this.#places = new Int32Array(before.length * 2);
      this.#size = 0;
      for (const each of before) if (each !== 0) this.#insert(each);
    }
    const mask = this.#places.length - 1;
    let place = firstPlaceOf(hash) & mask;
    while (this.#places[place] !== 0) place = (place + 1) & mask;
    this.#places[place] = hash;
    this.#size += 1;
  }
}

/** Neighbouring hashes start at places far from one another. */
function firstPlaceOf(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 8;
}
