const PRIME_1 = 0x9e_37_79_b1 | 0;
const PRIME_2 = 0x85_eb_ca_77 | 0;
const PRIME_3 = 0xc2_b2_ae_3d | 0;

/**
 * The checksum of a block: of all its words but the first, which keeps it and counts as zero.
 *
 * A look-up reads one block, so this is most of what it works: CRC-32 takes four times as long.
 * Source: Yann Collet, xxHash, XXH32 with seed 0 of a text whose length is a multiple of 16 bytes.
 *
 * @param words  The block from its start; it may reach further.
 * @param count  How many of them are the block's, a multiple of four.
 * @returns      32 bits, signed.
 */
export function blockChecksum(words: Int32Array, count: number): number {
  const told = words[0] ?? 0;
  words[0] = 0;
  let a = (PRIME_1 + PRIME_2) | 0;
  let b = PRIME_2;
  let c = 0;
  let d = -PRIME_1 | 0;
  for (let at = 0; at < count; at += 4) {
    a = round(a, words[at] ?? 0);
    b = round(b, words[at + 1] ?? 0);
    c = round(c, words[at + 2] ?? 0);
    d = round(d, words[at + 3] ?? 0);
  }
  words[0] = told;
  let mixed = (turned(a, 1) + turned(b, 7) + turned(c, 12) + turned(d, 18) + 4 * count) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), PRIME_2);
  mixed = Math.imul(mixed ^ (mixed >>> 13), PRIME_3);
  return mixed ^ (mixed >>> 16);
}

function round(lane: number, word: number): number {
  return Math.imul(turned((lane + Math.imul(word, PRIME_2)) | 0, 13), PRIME_1);
}

function turned(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
