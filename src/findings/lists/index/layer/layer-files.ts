import { crc32 } from "node:zlib";
import { z } from "zod";
import { blockStartsBytes, type BlockStartsShape } from "./block-starts.ts";
import { hostSetBytes, shapeFor } from "./host-set.ts";
import { MAX_HOSTS } from "../index-error.ts";

/**
 * A layer is three files, named for its id:
 *
 * - `hosts-ID.ef`, which stays in memory: a header of 64 bytes, the set of hashes, where each block starts (in units of 16
 *   bytes), and a checksum for each 64 KiB of all that. The checksums do not stay in memory.
 * - `entries-ID.dat`: blocks of 16 ranks. A block is a checksum, its records, and zeros up to a multiple of 16. A record is
 *   its length, the host (a byte of length before it), how many entries follow, and each entry after its length.
 * - `pages-ID.dat`: entries of hosts that have more than fits in a record, sorted by path, in a tree of pages of about 4 KiB.
 *   A page is a checksum and its items, each after its length: entries, or above them where a page of the level below starts (6
 *   bytes), its length (4) and the path of its first item. Such a record counts 0 entries and says where the root starts, its
 *   length, and in one byte how many levels are below it, by 64 whether some entries have no path, by 128 whether some are prefixes.
 *
 * Checksums are CRC-32, of blocks XXH32; numbers are little-endian.
 */
export const MAGIC = 0x58_49_54_48;
export const FORMAT = 3;
export const HEADER_BYTES = 64;
export const CHECKED_BYTES = 65_536;
export const RANKS_A_BLOCK = 16;
/** Blocks start at multiples of this, so that 32 bits reach over 64 GiB. */
export const BLOCK_UNIT_BYTES = 16;
/** A record that would be longer has its entries in pages. */
export const MAX_RECORD_BYTES = 1024;

const fileSchema = z.object({
  name: z.string().regex(/^(?:hosts|entries|pages)-[0-9a-f]{12}\.(?:ef|dat)$/u),
  bytes: z.int().nonnegative(),
  /** In hexadecimal. */
  sha256: z.string().length(64),
});
export type FileFacts = z.infer<typeof fileSchema>;

/** What a layer's files must be, as the manifest tells it. */
export const layerSchema = z.object({
  hostCount: z.int().nonnegative().max(MAX_HOSTS),
  entryCount: z.int().nonnegative(),
  /** The listed host with the fewest labels has this many; shorter parents need no look-up. */
  fewestLabels: z.int().nonnegative(),
  longestBlockBytes: z.int().nonnegative(),
  /** Blocks whose length takes more than a byte. */
  longBlockCount: z.int().nonnegative(),
  hosts: fileSchema,
  entries: fileSchema,
  pages: fileSchema,
});
export type LayerFacts = z.infer<typeof layerSchema>;

/** Where the parts of `hosts-ID.ef` lie. */
export function hostsFileShape({ hostCount, longBlockCount }: Pick<LayerFacts, "hostCount" | "longBlockCount">): {
  shape: ReturnType<typeof shapeFor>;
  blocksAt: number;
  blocks: BlockStartsShape;
  checkedBytes: number;
  bytes: number;
} {
  const shape = shapeFor(hostCount);
  const blocksAt = HEADER_BYTES + hostSetBytes(shape);
  const blocks = { count: Math.ceil(hostCount / RANKS_A_BLOCK) + 1, longCount: longBlockCount };
  const checkedBytes = blocksAt + blockStartsBytes(blocks);
  return { shape, blocksAt, blocks, checkedBytes, bytes: checkedBytes + 4 * Math.ceil(checkedBytes / CHECKED_BYTES) };
}

/** The header: magic, format, host count, and zeros. */
export function headerOf(hostCount: number): Uint32Array {
  const header = new Uint32Array(HEADER_BYTES / 4);
  header.set([MAGIC, FORMAT, hostCount]);
  return header;
}

/** A checksum for each 64 KiB. */
export function checksumsOf(bytes: Uint8Array): Uint32Array {
  const checksums = new Uint32Array(Math.ceil(bytes.length / CHECKED_BYTES));
  for (let block = 0; block < checksums.length; block += 1) {
    checksums[block] = crc32(bytes.subarray(block * CHECKED_BYTES, (block + 1) * CHECKED_BYTES));
  }
  return checksums;
}
