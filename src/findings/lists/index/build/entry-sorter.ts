import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { ListEntry } from "../../entry.ts";
import type { PlainCovers } from "../../plain-hosts.ts";
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
    const part = this.#parts[hash >>> (32 - PART_BITS)];
    if (part !== undefined) {
      const at = part.begin(hash, host.length, this.#writer);
      for (let index = 0; index < host.length; index += 1) part.bytes[at + index] = host.charCodeAt(index);
    }
    this.count += 1;
  }

  /** The same for a host of 1 to 253 bytes with every page and every port. */
  addHost(bytes: Buffer, start: number, end: number, covers: PlainCovers, line: number, list: number, tail: EntryTail) {
    const hash = this.#hasher.hashBytes(bytes, start, end);
    this.#writer.writeHost(covers, line, list, tail);
    const part = this.#parts[hash >>> (32 - PART_BITS)];
    if (part !== undefined) {
      const at = part.begin(hash, end - start, this.#writer) - start;
      for (let index = start; index < end; index += 1) part.bytes[at + index] = bytes[index] ?? 0;
    }
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
      const sorted = sortedIn(bytes);
      for (let first = 0; first < sorted.length;) {
        const at = sorted[first] ?? 0;
        const hash = wordAt(bytes, at + 4);
        let end = first + 1;
        while (end < sorted.length && wordAt(bytes, (sorted[end] ?? 0) + 4) === hash) end += 1;
        if (end - first === 1) yield hostOf(bytes, hash, at, [entryAt(bytes, at)], [at + wordAt(bytes, at)]);
        else yield* hostsOf(bytes, hash, Array.from(sorted.subarray(first, end)), order, keep);
        first = end;
      }
    }
  }

  close(): void {
    for (const part of this.#parts) part.close();
  }
}

class Part {
  readonly #file: string;
  #fd: number | null = null;
  /** What is not on disk yet. */
  bytes = Buffer.alloc(0);
  #used = 0;
  #onDisk = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** Adds an entry of a host that the caller puts into {@link bytes}. @returns  Where the host starts. */
  begin(hash: number, hostBytes: number, { bytes: entry, end }: EntryWriter): number {
    const size = HEAD_BYTES + hostBytes + end;
    if (this.#used + size > this.bytes.length) this.#makeRoom(size);
    const { bytes } = this;
    const at = this.#used;
    bytes[at] = size;
    bytes[at + 1] = size >>> 8;
    bytes[at + 2] = size >>> 16;
    bytes[at + 3] = size >>> 24;
    bytes[at + 4] = hash;
    bytes[at + 5] = hash >>> 8;
    bytes[at + 6] = hash >>> 16;
    bytes[at + 7] = hash >>> 24;
    bytes[at + 8] = hostBytes;
    const start = at + HEAD_BYTES;
    const entryStart = start + hostBytes;
    if (end > 32) entry.copy(bytes, entryStart, 0, end);
    else for (let index = 0; index < end; index += 1) bytes[entryStart + index] = entry[index] ?? 0;
    this.#used += size;
    return start;
  }

  /** All that was added. */
  readAll(): Buffer {
    if (this.#fd === null) return this.bytes.subarray(0, this.#used);
    const all = Buffer.allocUnsafe(this.#onDisk + this.#used);
    for (let at = 0; at < this.#onDisk;) at += readSync(this.#fd, all, at, this.#onDisk - at, at);
    this.bytes.copy(all, this.#onDisk, 0, this.#used);
    return all;
  }

  close(): void {
    this.bytes = Buffer.alloc(0);
    if (this.#fd === null) return;
    closeSync(this.#fd);
    rmSync(this.#file, { force: true });
    this.#fd = null;
  }

  #makeRoom(size: number): void {
    if (this.#used + size > MAX_PART_BYTES && this.#used > 0) {
      this.#fd ??= openSync(this.#file, "wx+", 0o600);
      for (let at = 0; at < this.#used;) at += writeSync(this.#fd, this.bytes, at, this.#used - at);
      this.#onDisk += this.#used;
      this.#used = 0;
    }
    const wanted = Math.max(this.#used + size, Math.min(MAX_PART_BYTES, this.bytes.length * 4), 1024);
    if (wanted <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(wanted);
    this.bytes.copy(larger, 0, 0, this.#used);
    this.bytes = larger;
  }
}

/** Where what was added starts, sorted by its hash; what was added first is first. */
function sortedIn(bytes: Buffer): Uint32Array {
  let count = 0;
  for (let at = 0; at < bytes.length; at += wordAt(bytes, at)) count += 1;
  const offsets = new Uint32Array(count);
  // Parted by their top bits, hashes leave room for an index below them in the 53 bits of a number.
  const scale = 2 ** 28;
  const keys = new Float64Array(count);
  for (let at = 0, index = 0; index < count; index += 1, at += wordAt(bytes, at)) {
    offsets[index] = at;
    keys[index] = ((wordAt(bytes, at + 4) << PART_BITS) >>> PART_BITS) * scale + index;
  }
  keys.sort();
  const sorted = new Uint32Array(count);
  for (let position = 0; position < count; position += 1) {
    sorted[position] = offsets[(keys[position] ?? 0) % scale] ?? 0;
  }
  return sorted;
}

/** As `readUInt32LE`, which checks more. */
function wordAt(bytes: Buffer, at: number): number {
  return (
    ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>> 0
  );
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
        ends.push(kept + wordAt(bytes, kept));
      }
      first = end;
    }
    const [at] = same;
    if (at !== undefined && starts.length > 0) yield hostOf(bytes, hash, at, starts, ends);
  }
}

function hostOf(bytes: Buffer, hash: number, at: number, starts: number[], ends: number[]): SortedHost {
  return { hash, host: { bytes, start: at + HEAD_BYTES, end: entryAt(bytes, at) }, entries: { bytes, starts, ends } };
}

/** Where the entry starts in what was added at `at`. */
function entryAt(bytes: Buffer, at: number): number {
  return at + HEAD_BYTES + (bytes[at + 8] ?? 0);
}
