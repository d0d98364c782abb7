import { BlockStarts } from "./block-starts.ts";
import { CheckedFile } from "./checked-file.ts";
import { EntryView, type EntryVisitor, readVarint } from "./entry-codec.ts";
import type { HostHasher } from "./host-hash.ts";
import { HostSet } from "./host-set.ts";
import { DamagedIndexError } from "../index-error.ts";
import {
  BLOCK_UNIT_BYTES,
  CHECKED_BYTES,
  checksumsOf,
  HEADER_BYTES,
  headerOf,
  hostsFileShape,
  type LayerFacts,
  RANKS_A_BLOCK,
} from "./layer-files.ts";
import { CHECKSUM_BYTES, PageTree, readRoot } from "./page-tree.ts";
import type { SortedHost } from "./sorted-hosts.ts";

/** Copying and checking so much takes about a millisecond. A multiple of {@link CHECKED_BYTES}. */
const PIECE_BYTES = 1_048_576;

/** One layer of the index: which hosts are listed is in memory, what is listed of them on disk. */
export class Layer {
  readonly facts: LayerFacts;
  readonly #set: HostSet;
  readonly #blockStarts: BlockStarts;
  readonly #entries: CheckedFile;
  readonly #pages: CheckedFile;
  readonly #tree: PageTree;
  /** The block that was read last. */
  readonly #block: Buffer;
  readonly #words: Int32Array;
  readonly #view = new EntryView();
  #blockNumber = -1;
  /** Who holds it open. */
  #holders = 1;

  private constructor(facts: LayerFacts, hosts: ArrayBuffer, entries: CheckedFile, pages: CheckedFile) {
    this.facts = facts;
    const { shape, blocksAt, blocks } = hostsFileShape(facts);
    this.#set = new HostSet(shape, hosts, HEADER_BYTES);
    this.#blockStarts = new BlockStarts(hosts, blocksAt, blocks);
    this.#words = new Int32Array(facts.longestBlockBytes / 4);
    this.#block = Buffer.from(this.#words.buffer);
    this.#entries = entries;
    this.#pages = pages;
    this.#tree = new PageTree(pages);
  }

  /**
   * Opens it in steps, between which everything else goes on.
   *
   * @param pieceBytes  What is read and checked in one step.
   * @throws {DamagedIndexError} naming the file that is missing, cut or changed.
   */
  static async open(folder: string, facts: LayerFacts, pieceBytes: number = PIECE_BYTES): Promise<Layer> {
    const hosts = await readHosts(folder, facts, pieceBytes);
    const entries = await CheckedFile.open(folder, facts.entries);
    try {
      return new Layer(facts, hosts, entries, await CheckedFile.open(folder, facts.pages));
    } catch (error) {
      entries.close();
      throw error;
    }
  }

  /** As {@link HostSet.mark}. */
  mark(bits: Uint32Array): Generator<void> {
    return this.#set.mark(bits);
  }

  /** As {@link HostSet.touch}. */
  touch(hash: number): void {
    this.#set.touch(hash);
  }

  /** The first of the ranks at which a host with this hash may stand; -1 when it is not listed, for almost every such host. */
  rankOf(hash: number): number {
    return this.#set.find(hash);
  }

  /**
   * Visits every entry of a host that can cover a path: those without a path, and those whose path begins it.
   *
   * @param first  What {@link rankOf} gave last, at least 0.
   * @param path   In ASCII, with a further slash behind it; null for every entry.
   * @throws {DamagedIndexError} when what lies on disk is not what was written.
   */
  visit(first: number, host: string, path: string | null, visitor: EntryVisitor): void {
    const end = first + this.#set.found;
    for (let rank = first; rank < end; rank += 1) {
      const at = this.#recordAt(rank);
      if (!isHost(this.#block, at, host)) continue;
      this.#visitRecord(at, path, visitor);
      return;
    }
  }

  /** Every host in the order of the layer. A host's bytes are good until the next is asked for, or a look-up is made. */
  *hosts(hasher: HostHasher): Generator<SortedHost> {
    for (let rank = 0; rank < this.facts.hostCount; rank += 1) {
      const at = this.#recordAt(rank);
      const hostEnd = at + 1 + (this.#block[at] ?? 0);
      const host = { bytes: this.#block, start: at + 1, end: hostEnd };
      const hash = hasher.hashBytes(this.#block, at + 1, hostEnd);
      const starts: number[] = [];
      const ends: number[] = [];
      if (this.#block[hostEnd] !== 0) {
        this.#visitRecord(at, null, (_, start, _identityEnd, end) => {
          starts.push(start);
          ends.push(end);
        });
        yield { hash, host, entries: { bytes: this.#block, starts, ends } };
        continue;
      }
      const parts: Buffer[] = [];
      let size = 0;
      this.#visitRecord(at, null, (bytes, start, _, end) => {
        parts.push(Buffer.from(bytes.subarray(start, end)));
        starts.push(size);
        ends.push((size += end - start));
      });
      yield { hash, host, entries: { bytes: Buffer.concat(parts), starts, ends } };
    }
  }

  /** The same layer for a further holder, who closes it too. */
  shared(): this {
    this.#holders += 1;
    return this;
  }

  close(): void {
    this.#holders -= 1;
    if (this.#holders > 0) return;
    this.#entries.close();
    this.#pages.close();
  }

  /** Where the record of a rank starts in the block, at its host. */
  #recordAt(rank: number): number {
    const number = Math.floor(rank / RANKS_A_BLOCK);
    if (number !== this.#blockNumber) this.#readBlock(number);
    let at = CHECKSUM_BYTES;
    for (let before = rank % RANKS_A_BLOCK; ; before -= 1) {
      let length = this.#block[at] ?? 0;
      at += 1;
      // A record is at most as long as two bytes can tell.
      if (length > 0x7f) {
        length = (length & 0x7f) + (this.#block[at] ?? 0) * 128;
        at += 1;
      }
      if (before === 0) return at;
      at += length;
    }
  }

  #readBlock(number: number): void {
    const start = this.#blockStarts.of(number) * BLOCK_UNIT_BYTES;
    const bytes = this.#blockStarts.lengthOf(number) * BLOCK_UNIT_BYTES;
    this.#blockNumber = -1;
    this.#entries.readBlock(this.#block, this.#words, start, bytes);
    this.#blockNumber = number;
  }

  #visitRecord(at: number, path: string | null, visitor: EntryVisitor): void {
    const block = this.#block;
    const hostEnd = at + 1 + (block[at] ?? 0);
    if (block[hostEnd] === 0) {
      const root = readRoot(block, hostEnd + 1);
      if (path === null) this.#tree.all(root, visitor);
      else this.#tree.matches(root, Buffer.from(path, "latin1"), visitor);
      return;
    }
    const view = this.#view;
    let [count, next] = readVarint(block, hostEnd);
    for (; count > 0; count -= 1) {
      const [bytes, start] = readVarint(block, next);
      view.read(block, start);
      next = start + bytes;
      if (path === null || begins(path, block, view)) visitor(block, start, view.identityEnd, next);
    }
  }
}

/** The part of a layer that stays in memory, without its checksums. */
async function readHosts(folder: string, facts: LayerFacts, pieceBytes: number): Promise<ArrayBuffer> {
  const { hostCount, hosts } = facts;
  const { checkedBytes, bytes } = hostsFileShape(facts);
  const file = await CheckedFile.open(folder, hosts);
  try {
    if (hosts.bytes !== bytes) throw new DamagedIndexError(hosts.name, "has the length of another number of hosts");
    const checksums = new Uint32Array((bytes - checkedBytes) / 4);
    await file.readLater(new Uint8Array(checksums.buffer), checkedBytes);
    const buffer = new ArrayBuffer(checkedBytes);
    for (let at = 0; at < checkedBytes; at += pieceBytes) {
      const piece = new Uint8Array(buffer, at, Math.min(pieceBytes, checkedBytes - at));
      await file.readLater(piece, at);
      const first = at / CHECKED_BYTES;
      const wrong = checksumsOf(piece).findIndex((checksum, block) => checksum !== checksums[first + block]);
      if (wrong < 0) continue;
      throw new DamagedIndexError(hosts.name, `the checksum at byte ${at + wrong * CHECKED_BYTES} does not fit`);
    }
    if (headerOf(hostCount).some((word, index) => word !== new Uint32Array(buffer, 0, HEADER_BYTES / 4)[index])) {
      throw new DamagedIndexError(hosts.name, "is of another format, or of a machine with another order of bytes");
    }
    return buffer;
  } finally {
    file.close();
  }
}

function isHost(bytes: Buffer, at: number, host: string): boolean {
  if (bytes[at] !== host.length) return false;
  for (let index = 0; index < host.length; index += 1) {
    if (bytes[at + 1 + index] !== host.charCodeAt(index)) return false;
  }
  return true;
}

function begins(path: string, bytes: Buffer, { pathStart, pathEnd }: EntryView): boolean {
  const length = pathEnd - pathStart;
  if (length > path.length) return false;
  for (let index = 0; index < length; index += 1) if (bytes[pathStart + index] !== path.charCodeAt(index)) return false;
  return true;
}
