/** Tells of hosts which a guard may mean. Of ten hosts that none means it lets at least nine pass. */
export interface HostSuspicion {
  /** False: no guard means this host. True: ask for it by its name. */
  mayMean(bytes: Buffer, start: number, end: number): boolean;
}

/** What hosts are suspected by. */
export interface Suspects {
  readonly hosts: Iterable<string>;
  /** Every host one label below one of these. */
  readonly parents: Iterable<string>;
  /** Every host below one of these, however deep. */
  readonly above: Iterable<string>;
}

const BITS = 21;
const DOT = 46;
const PRIME = 0x01_00_01_93;
/** Whoever chooses hosts that meet others here makes reading them slower, and nothing else. */
const SEED = 0x81_1c_9d_c5 | 0;

/** Suspects by their hashes, so that reading a host takes one pass from its right end. */
export function suspectHosts({ hosts, parents, above }: Suspects): HostSuspicion {
  const hostBits = bitsOf(hosts);
  const parentBits = bitsOf(parents);
  const aboveBits = bitsOf(above);
  return {
    mayMean(bytes, start, end) {
      let state = SEED;
      let parent = 0;
      for (let at = end - 1; at >= start; at -= 1) {
        const byte = bytes[at] ?? 0;
        if (byte === DOT) {
          if (hasBit(aboveBits, state)) return true;
          parent = state;
        }
        state = Math.imul(state ^ byte, PRIME);
        state ^= state >>> 15;
      }
      return hasBit(hostBits, state) || hasBit(parentBits, parent);
    },
  };
}

function bitsOf(hosts: Iterable<string>): Uint32Array {
  const bits = new Uint32Array(2 ** (BITS - 5));
  for (const host of hosts) {
    let state = SEED;
    for (let at = host.length - 1; at >= 0; at -= 1) {
      state = Math.imul(state ^ host.charCodeAt(at), PRIME);
      state ^= state >>> 15;
    }
    const bit = placeOf(state);
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  return bits;
}

function placeOf(state: number): number {
  return Math.imul(state ^ (state >>> 16), 0x85_eb_ca_6b) >>> (32 - BITS);
}

function hasBit(bits: Uint32Array, state: number): boolean {
  const bit = placeOf(state);
  return ((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
}
