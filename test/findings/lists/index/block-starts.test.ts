import { expect, test } from "vitest";
import {
  BlockStarts,
  blockStartsBytes,
  longBlocks,
  writeBlockStarts,
} from "../../../../src/findings/lists/index/layer/block-starts.ts";

test("[T21] where a block starts is told of short blocks and long ones", () => {
  for (const blocks of [0, 1, 31, 32, 33, 200]) {
    const starts = [0];
    for (let block = 0; block < blocks; block += 1) {
      // At the limit of a byte, and far beyond it.
      const length = [72, 254, 255, 1, 4_128][(block * 7) % 5] ?? 0;
      starts.push((starts.at(-1) ?? 0) + length);
    }
    const shape = { count: starts.length, longCount: longBlocks(starts) };
    const buffer = new ArrayBuffer(8 + blockStartsBytes(shape));
    writeBlockStarts(buffer, 8, starts);
    const read = new BlockStarts(buffer, 8, shape);
    expect(starts.map((_, block) => read.of(block))).toEqual(starts);
    const lengths = starts.slice(1).map((start, block) => start - (starts[block] ?? 0));
    expect(lengths.map((_, block) => read.lengthOf(block))).toEqual(lengths);
    expect(buffer.byteLength % 4).toBe(0);
  }
});
