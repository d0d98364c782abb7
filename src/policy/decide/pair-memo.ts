/** What a function of two numbers gave before. Emptied in one step, so that one memo serves many walks. */
export interface PairMemo {
  clear(): void;
  /** @returns Null when it was not asked before. */
  get(left: number, right: number): number | null;
  /** For a pair that is not known yet. */
  set(left: number, right: number, result: number): void;
}

const FIRST_SLOTS = 4_096;

/**
 * Open addressing over plain integers of 32 bits. A `Map` needs one number for each pair.
 * That number does not fit 31 bits and becomes an object: walks over large diagrams spent most of their time on those.
 */
export function createPairMemo(): PairMemo {
  let slots = FIRST_SLOTS;
  let lefts = new Int32Array(slots);
  let rights = new Int32Array(slots);
  let results = new Int32Array(slots);
  /** Round in which a slot was filled; those of earlier rounds count as empty. */
  let rounds = new Int32Array(slots);
  let round = 1;
  let size = 0;

  const slotOf = (left: number, right: number): number => {
    // Source of the constants: Knuth's multiplicative hashing as in MurmurHash3's finaliser,
    // https://github.com/aappleby/smhasher/wiki/MurmurHash3.
    let hash = Math.imul(left, 0x85_eb_ca_6b) ^ Math.imul(right, 0xc2_b2_ae_35);
    hash ^= hash >>> 15;
    let slot = hash & (slots - 1);
    while (rounds[slot] === round && (lefts[slot] !== left || rights[slot] !== right)) slot = (slot + 1) & (slots - 1);
    return slot;
  };

  const fill = (left: number, right: number, result: number): void => {
    const slot = slotOf(left, right);
    lefts[slot] = left;
    rights[slot] = right;
    results[slot] = result;
    rounds[slot] = round;
  };

  function grow(): void {
    const old = { lefts, rights, results, rounds };
    slots *= 4;
    lefts = new Int32Array(slots);
    rights = new Int32Array(slots);
    results = new Int32Array(slots);
    rounds = new Int32Array(slots);
    for (let slot = 0; slot < old.rounds.length; slot++) {
      if (old.rounds[slot] === round) fill(old.lefts[slot] ?? 0, old.rights[slot] ?? 0, old.results[slot] ?? 0);
    }
  }

  return {
    clear: () => {
      round++;
      size = 0;
    },
    get: (left, right) => {
      const slot = slotOf(left, right);
      return rounds[slot] === round ? (results[slot] ?? 0) : null;
    },
    set: (left, right, result) => {
      fill(left, right, result);
      size++;
      if (size * 2 > slots) grow();
    },
  };
}
