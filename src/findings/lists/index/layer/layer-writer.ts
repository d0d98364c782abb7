import { join } from "node:path";
import { blockChecksum } from "./block-checksum.ts";
import { varintBytes, writeVarint } from "./entry-codec.ts";
import { HostSetWriter } from "./host-set.ts";
import { IndexLimitError, MAX_HOSTS } from "../index-error.ts";
import {
  BLOCK_UNIT_BYTES,
  checksumsOf,
  HEADER_BYTES,
  headerOf,
  hostsFileShape,
  type LayerFacts,
  MAX_RECORD_BYTES,
  RANKS_A_BLOCK,
} from "./layer-files.ts";
import { longBlocks, writeBlockStarts } from "./block-starts.ts";
import { CHECKSUM_BYTES, ROOT_BYTES, writeRoot } from "./page-tree.ts";
import { writeTree } from "./tree-writer.ts";
import { SequentialFile } from "./sequential-file.ts";
import type { EntrySlices, HostSlice, SortedHost } from "./sorted-hosts.ts";

const HASHES_A_CHUNK = 1 << 20;
const DOT = 46;

/** Writes a layer, host by host in rising order of their hashes, and of their text where hashes are equal. */
export class LayerWriter {
  readonly #folder: string;
  readonly #id: string;
  readonly #entries: SequentialFile;
  readonly #pages: SequentialFile;
  readonly #maxHosts: number;
  readonly #hashes: Uint32Array[] = [];
  readonly #blockStarts: number[] = [];
  #hostCount = 0;
  #entryCount = 0;
  #fewestLabels = Infinity;
  #longestBlockBytes = 0;
  /** The block that is being filled; its checksum comes first. */
  readonly #words = new Int32Array((RANKS_A_BLOCK * (MAX_RECORD_BYTES + 8)) / 4);
  readonly #block = Buffer.from(this.#words.buffer);
  #blockEnd = CHECKSUM_BYTES;

  constructor(folder: string, id: string, { maxHosts = MAX_HOSTS }: { maxHosts?: number } = {}) {
    this.#folder = folder;
    this.#id = id;
    this.#maxHosts = maxHosts;
    this.#entries = new SequentialFile(join(folder, `entries-${id}.dat`));
    this.#pages = new SequentialFile(join(folder, `pages-${id}.dat`));
  }

  /** @throws {IndexLimitError} when there are too many hosts. */
  add({ hash, host, entries }: SortedHost): void {
    if (this.#hostCount === this.#maxHosts) throw new IndexLimitError(`more than ${this.#maxHosts} listed hosts`);
    const inChunk = this.#hostCount % HASHES_A_CHUNK;
    if (inChunk === 0) this.#hashes.push(new Uint32Array(HASHES_A_CHUNK));
    const chunk = this.#hashes.at(-1);
    if (chunk !== undefined) chunk[inChunk] = hash;
    this.#fewestLabels = Math.min(this.#fewestLabels, labelsOf(host));
    this.#entryCount += entries.starts.length;
    this.#hostCount += 1;
    this.#record(host, entries);
    if (this.#hostCount % RANKS_A_BLOCK === 0) this.#endBlock();
  }

  finish(): LayerFacts {
    if (this.#blockEnd > CHECKSUM_BYTES) this.#endBlock();
    const blockStarts = [...this.#blockStarts, this.#entries.length / BLOCK_UNIT_BYTES];
    const counts = { hostCount: this.#hostCount, longBlockCount: longBlocks(blockStarts) };
    const { shape, blocksAt, checkedBytes } = hostsFileShape(counts);
    const buffer = new ArrayBuffer(checkedBytes);
    new Uint32Array(buffer, 0, HEADER_BYTES / 4).set(headerOf(this.#hostCount));
    const set = new HostSetWriter(shape, buffer, HEADER_BYTES);
    for (let rank = 0; rank < this.#hostCount; rank += 1) {
      set.add(this.#hashes[Math.floor(rank / HASHES_A_CHUNK)]?.[rank % HASHES_A_CHUNK] ?? 0);
    }
    set.finish();
    writeBlockStarts(buffer, blocksAt, blockStarts);
    const bytes = new Uint8Array(buffer);
    const hosts = new SequentialFile(join(this.#folder, `hosts-${this.#id}.ef`));
    hosts.write(bytes);
    hosts.write(new Uint8Array(checksumsOf(bytes).buffer));
    return {
      ...counts,
      entryCount: this.#entryCount,
      fewestLabels: this.#hostCount === 0 ? 0 : this.#fewestLabels,
      longestBlockBytes: this.#longestBlockBytes,
      hosts: hosts.finish(),
      entries: this.#entries.finish(),
      pages: this.#pages.finish(),
    };
  }

  abandon(): void {
    this.#entries.abandon();
    this.#pages.abandon();
  }

  #record({ bytes: hostBytes, start: hostStart, end: hostEnd }: HostSlice, entries: EntrySlices): void {
    const { bytes, starts, ends } = entries;
    const count = starts.length;
    const hostLength = hostEnd - hostStart;
    let size = 1 + hostLength + varintBytes(count);
    for (let index = 0; index < count && size <= MAX_RECORD_BYTES; index += 1) {
      const length = (ends[index] ?? 0) - (starts[index] ?? 0);
      size += varintBytes(length) + length;
    }
    const isPaged = size > MAX_RECORD_BYTES;
    if (isPaged) size = 1 + hostLength + 1 + ROOT_BYTES;
    const block = this.#block;
    let at = writeVarint(block, this.#blockEnd, size);
    block[at] = hostLength;
    at = copyBytes(hostBytes, hostStart, hostEnd, block, at + 1);
    if (isPaged) {
      const root = writeTree(this.#pages, entries);
      at = block.writeUInt8(0, at);
      at = writeRoot(block, at, root);
    } else {
      at = writeVarint(block, at, count);
      for (let index = 0; index < count; index += 1) {
        const start = starts[index] ?? 0;
        const end = ends[index] ?? 0;
        at = writeVarint(block, at, end - start);
        at = copyBytes(bytes, start, end, block, at);
      }
    }
    this.#blockEnd = at;
  }

  #endBlock(): void {
    const end = Math.ceil(this.#blockEnd / BLOCK_UNIT_BYTES) * BLOCK_UNIT_BYTES;
    this.#block.fill(0, this.#blockEnd, end);
    this.#words[0] = blockChecksum(this.#words, end / 4);
    const start = this.#entries.length / BLOCK_UNIT_BYTES;
    if (start > 0xff_ff_ff_ff) throw new IndexLimitError("more than 64 GiB of entries");
    this.#blockStarts.push(start);
    this.#entries.write(this.#block, 0, end);
    this.#longestBlockBytes = Math.max(this.#longestBlockBytes, end);
    this.#blockEnd = CHECKSUM_BYTES;
  }
}

/** Faster than `copy` for the few bytes that most slices have. @returns  Where the copy ends. */
function copyBytes(from: Buffer, start: number, end: number, to: Buffer, at: number): number {
  if (end - start > 64) return at + from.copy(to, at, start, end);
  let next = at;
  for (let index = start; index < end; index += 1, next += 1) to[next] = from[index] ?? 0;
  return next;
}

function labelsOf({ bytes, start, end }: HostSlice): number {
  let labels = 1;
  for (let at = start; at < end; at += 1) if (bytes[at] === DOT) labels += 1;
  return labels;
}
