import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ListEntry } from "../../entry.ts";
import { type EntryTail, EntryWriter, type KindTable } from "../layer/entry-codec.ts";
import type { HostHasher } from "../layer/host-hash.ts";
import { IndexLimitError, MAX_HOST_CHARS } from "../index-error.ts";
import { EntryOrder, type SortedHost } from "../layer/sorted-hosts.ts";

/** Entries are parted by the top bits of their hosts' hashes, so that a part fits in memory and parts follow in order. */
const PART_BITS = 7;
/** What one part holds in memory before it goes to disk. */
const MAX_PART_BYTES = 65_536;
/** Before each entry: how many bytes follow, the host's hash, the host's length. */
const HEAD_BYTES = 9;

/** Which of several entries with one identity stays, of those in the order in which they were added. */
export type Keep = (bytes: Buffer, starts: readonly number[]) => number | null;

/** The first stays: of lines that say the same, the one that stands first. */
export const keepFirst: Keep = () => 0;

/** Sorts entries by host in bounded memory, with the help of files. Alike for alike entries in the same order. */
export class EntrySorter {
  /** Entries added. */
  count = 0;
  readonly #hasher: HostHasher;
  readonly #writer: EntryWriter;
  readonly #parts: Part[];

  /** @param id  Names its files in the folder, which are gone when it is closed. */
  constructor(folder: string, id: string, hasher: HostHasher, kinds: KindTable) {
    this.#hasher = hasher;
    this.#writer = new EntryWriter(kinds);
    this.#parts = Array.from({ length: 2 ** PART_BITS }, (_, part) => new Part(join(folder, `part-${id}-${part}.tmp`)));
  }

  /** @throws {IndexLimitError} for an entry or a host that is too long; names the line. */
  add(entry: ListEntry, list: number, tail: EntryTail): void {
    const { host } = entry;
    if (host.length > MAX_HOST_CHARS || host === "") {
      throw new IndexLimitError(`line ${entry.line}: a host is longer than ${MAX_HOST_CHARS} characters`);
    }
    const hash = this.#hasher.hashOf(host);
    this.#writer.write(entry, list, tail);
    this.#parts[hash >>> (32 - PART_BITS)]?.add(hash, host, this.#writer.bytes, this.#writer.end);
    this.count += 1;
  }

  /**
   * Every host in the order of a layer, as often as it is asked for.
   *
   * @param keep  Decides between entries with one identity; null takes none of them.
   */
  *hosts(keep: Keep): Generator<SortedHost> {
    const order = new EntryOrder();
    for (const part of this.#parts) {
      const bytes = part.readAll();
      yield* hostsIn(bytes, order, keep);
    }
  }

  close(): void {
    for (const part of this.#parts) part.close();
  }
}

class Part {
  readonly #file: string;
  #fd: number | null = null;
  #bytes = Buffer.alloc(0);
  #used = 0;
  #onDisk = 0;

  constructor(file: string) {
    this.#file = file;
  }

  add(hash: number, host: string, entry: Buffer, entryBytes: number): void {
    const size = HEAD_BYTES + host.length + entryBytes;
    if (this.#used + size > this.#bytes.length) this.#makeRoom(size);
    const bytes = this.#bytes;
    let at = this.#used;
    bytes.writeUInt32LE(size, at);
    bytes.writeUInt32LE(hash, at + 4);
    bytes[at + 8] = host.length;
    at += HEAD_BYTES;
    for (let index = 0; index < host.length; index += 1) bytes[at + index] = host.charCodeAt(index);
    bytes.set(entry.subarray(0, entryBytes), at + host.length);
    this.#used += size;
  }

  /** All that was added. */
  readAll(): Buffer {
    if (this.#fd === null) return this.#bytes.subarray(0, this.#used);
    const all = Buffer.allocUnsafe(this.#onDisk + this.#used);
    for (let at = 0; at < this.#onDisk;) at += readSync(this.#fd, all, at, this.#onDisk - at, at);
    this.#bytes.copy(all, this.#onDisk, 0, this.#used);
    return all;
  }

  close(): void {
    this.#bytes = Buffer.alloc(0);
    if (this.#fd === null) return;
    closeSync(this.#fd);
    rmSync(this.#file, { force: true });
    this.#fd = null;
  }

  #makeRoom(size: number): void {
    if (this.#used + size > MAX_PART_BYTES && this.#used > 0) {
      this.#fd ??= openSync(this.#file, "wx+", 0o600);
      for (let at = 0; at < this.#used;) at += writeSync(this.#fd, this.#bytes, at, this.#used - at);
      this.#onDisk += this.#used;
      this.#used = 0;
    }
    const wanted = Math.max(this.#used + size, Math.min(MAX_PART_BYTES, this.#bytes.length * 4), 1024);
    if (wanted <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(wanted);
    this.#bytes.copy(larger, 0, 0, this.#used);
    this.#bytes = larger;
  }
}

function* hostsIn(bytes: Buffer, order: EntryOrder, keep: Keep): Generator<SortedHost> {
  const offsets: number[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at)) offsets.push(at);
  // Parted by their top bits, hashes leave room for an index below them in the 53 bits of a number.
  const scale = 2 ** 28;
  const keys = new Float64Array(offsets.length);
  for (const [index, at] of offsets.entries()) {
    keys[index] = ((bytes.readUInt32LE(at + 4) << PART_BITS) >>> PART_BITS) * scale + index;
  }
  keys.sort();
  const atOf = (position: number): number => offsets[(keys[position] ?? 0) % scale] ?? 0;
  for (let first = 0; first < keys.length;) {
    const hash = bytes.readUInt32LE(atOf(first) + 4);
    let end = first + 1;
    while (end < keys.length && bytes.readUInt32LE(atOf(end) + 4) === hash) end += 1;
    if (end - first === 1) {
      const at = atOf(first);
      yield hostOf(bytes, hash, at, [entryAt(bytes, at)], [at + bytes.readUInt32LE(at)]);
    } else {
      yield* hostsOf(
        bytes,
        hash,
        Array.from({ length: end - first }, (_, index) => atOf(first + index)),
        order,
        keep,
      );
    }
    first = end;
  }
}

/** Hosts of one hash: mostly one. */
function* hostsOf(
  bytes: Buffer,
  hash: number,
  all: readonly number[],
  order: EntryOrder,
  keep: Keep,
): Generator<SortedHost> {
  const byHost = Map.groupBy(all, (at) => bytes.toString("latin1", at + HEAD_BYTES, entryAt(bytes, at)));
  for (const host of [...byHost.keys()].sort()) {
    const same = byHost.get(host) ?? [];
    const sorted = same.toSorted((a, b) => order.compare(bytes, entryAt(bytes, a), bytes, entryAt(bytes, b)) || a - b);
    const starts: number[] = [];
    const ends: number[] = [];
    for (let first = 0; first < sorted.length;) {
      const start = entryAt(bytes, sorted[first] ?? 0);
      let end = first + 1;
      while (end < sorted.length && order.compare(bytes, start, bytes, entryAt(bytes, sorted[end] ?? 0)) === 0)
        end += 1;
      const alike = sorted.slice(first, end);
      const kept =
        alike[
          keep(
            bytes,
            alike.map((at) => entryAt(bytes, at)),
          ) ?? -1
        ];
      if (kept !== undefined) {
        starts.push(entryAt(bytes, kept));
        ends.push(kept + bytes.readUInt32LE(kept));
      }
      first = end;
    }
    const [at] = same;
    if (at !== undefined && starts.length > 0) yield hostOf(bytes, hash, at, starts, ends);
  }
}

function hostOf(bytes: Buffer, hash: number, at: number, starts: number[], ends: number[]): SortedHost {
  return { hash, host: bytes.subarray(at + HEAD_BYTES, entryAt(bytes, at)), entries: { bytes, starts, ends } };
}

/** Where the entry starts in what was added at `at`. */
function entryAt(bytes: Buffer, at: number): number {
  return at + HEAD_BYTES + (bytes[at + 8] ?? 0);
}
