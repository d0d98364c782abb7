import { randomBytes } from "node:crypto";
import { MAX_HOST_CHARS } from "../index-error.ts";

/** Random numbers that a generation's hashes depend on, so that nobody outside can choose hosts that collide. 32 bits each. */
export interface HostKey {
  readonly seed: number;
  /** Odd, so that multiplying loses nothing. */
  readonly factor: number;
}

const DOT = 46;
/** A host of 253 characters has at most this many labels, empty ones counted. */
const MAX_LABELS = MAX_HOST_CHARS + 1;

export function newHostKey(): HostKey {
  const random = randomBytes(8);
  return { seed: random.readUInt32LE(0), factor: (random.readUInt32LE(4) | 1) >>> 0 };
}

/**
 * Keyed hashes of a host and of all its parents, from one pass over its characters from the right.
 *
 * A hash only says where to look: the text on disk decides. Source of the last mixing: MurmurHash3's 32-bit finaliser.
 */
export class HostHasher {
  /** After {@link hash}: the hash of each parent, the shortest first, the host itself last. 32 bits, unsigned. */
  readonly hashes = new Uint32Array(MAX_LABELS);
  /** After {@link hash}: where each parent starts in the host. */
  readonly starts = new Uint32Array(MAX_LABELS);
  readonly #seed: number;
  readonly #factor: number;

  constructor({ seed, factor }: HostKey) {
    this.#seed = seed | 0;
    this.#factor = factor | 1;
  }

  /**
   * Fills `hashes` and `starts`. What is longer than a listed host can be is left out.
   *
   * @returns  How many were filled.
   */
  hash(host: string): number {
    const first = Math.max(0, host.length - MAX_HOST_CHARS);
    const factor = this.#factor;
    let state = this.#seed;
    let count = 0;
    for (let at = host.length - 1; at >= first; at -= 1) {
      const char = host.charCodeAt(at);
      if (char === DOT && at + 1 < host.length) {
        this.hashes[count] = mixed(state);
        this.starts[count] = at + 1;
        count += 1;
      }
      state = Math.imul(state ^ char, factor);
      state ^= state >>> 15;
    }
    if (first === 0 && host !== "") {
      this.hashes[count] = mixed(state);
      this.starts[count] = 0;
      count += 1;
    }
    return count;
  }

  /** The hash of a whole host, which {@link hash} gives last. */
  hashOf(host: string): number {
    const factor = this.#factor;
    let state = this.#seed;
    for (let at = host.length - 1; at >= 0; at -= 1) {
      state = Math.imul(state ^ host.charCodeAt(at), factor);
      state ^= state >>> 15;
    }
    return mixed(state);
  }

  /** The same from bytes. */
  hashBytes(bytes: Uint8Array, start: number, end: number): number {
    const factor = this.#factor;
    let state = this.#seed;
    for (let at = end - 1; at >= start; at -= 1) {
      state = Math.imul(state ^ (bytes[at] ?? 0), factor);
      state ^= state >>> 15;
    }
    return mixed(state);
  }
}

function mixed(state: number): number {
  let mixing = state ^ (state >>> 16);
  mixing = Math.imul(mixing, 0x85_eb_ca_6b);
  mixing ^= mixing >>> 13;
  mixing = Math.imul(mixing, 0xc2_b2_ae_35);
  return (mixing ^ (mixing >>> 16)) >>> 0;
}
