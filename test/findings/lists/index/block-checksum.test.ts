import { expect, test } from "vitest";
import { blockChecksum } from "../../../../src/findings/lists/index/layer/block-checksum.ts";

/** A block of eight words, each another; the first keeps a checksum. */
const block = (): Int32Array => Int32Array.from({ length: 8 }, (_, at) => at * 0x01_23_45_67);

test("[T21] a block's checksum is its XXH32 with the first word as zero", () => {
  // Both by another implementation.
  expect(blockChecksum(new Int32Array(4), 4) >>> 0).toBe(2_382_506_810);
  const bytes = Buffer.from([9, 9, 9, 9, ...Array.from({ length: 28 }, (_, at) => at + 1)]);
  const words = Int32Array.from({ length: 8 }, (_, at) => bytes.readInt32LE(4 * at));
  expect(blockChecksum(words, 8) >>> 0).toBe(99_697_957);
  expect(words[0]).toBe(0x09_09_09_09);
});

test("[T21] any bit of a block changes its checksum, but those of the word that keeps it", () => {
  const whole = blockChecksum(block(), 8);
  for (let bit = 0; bit < 256; bit += 1) {
    const words = block();
    words[bit >> 5] = (words[bit >> 5] ?? 0) ^ (1 << (bit & 31));
    expect(blockChecksum(words, 8) === whole, `bit ${bit}`).toBe(bit < 32);
  }
});
