import type { CheckedFile } from "./checked-file.ts";
import { EntryView, readVarint } from "./entry-codec.ts";
import type { EntryVisitor } from "./entry-codec.ts";

/** Where the pages of one host lie. */
export interface PagedEntries {
  readonly directoryAt: number;
  readonly pageCount: number;
}

interface Page {
  readonly bytes: Buffer;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The entries of a host that has many, sorted by path. Reads only the pages that a search by halves needs. */
class PageReader {
  readonly pageCount: number;
  readonly #file: CheckedFile;
  readonly #directory: Buffer;
  readonly #base: number;
  readonly #pages = new Map<number, Page>();
  readonly view = new EntryView();

  constructor(file: CheckedFile, { directoryAt, pageCount }: PagedEntries) {
    this.pageCount = pageCount;
    this.#file = file;
    this.#directory = Buffer.alloc(4 + 4 * (pageCount + 1));
    file.readChecked(this.#directory, directoryAt, this.#directory.length);
    this.#base = directoryAt - this.#startOf(pageCount);
  }

  page(number: number): Page {
    const known = this.#pages.get(number);
    if (known !== undefined) return known;
    const start = this.#startOf(number);
    const bytes = Buffer.alloc(this.#startOf(number + 1) - start);
    this.#file.readChecked(bytes, this.#base + start, bytes.length);
    const starts: number[] = [];
    const ends: number[] = [];
    for (let at = 4; at < bytes.length;) {
      const [length, entry] = readVarint(bytes, at);
      starts.push(entry);
      ends.push((at = entry + length));
    }
    const page = { bytes, starts, ends };
    this.#pages.set(number, page);
    return page;
  }

  pathOf({ bytes, starts }: Page, index: number): Buffer {
    this.view.read(bytes, starts[index] ?? 0);
    return bytes.subarray(this.view.pathStart, this.view.pathEnd);
  }

  /** The last entry whose path is at most this one; null when all are greater. */
  lastAtMost(path: Buffer): { page: number; index: number } | null {
    const page = lastTrue(this.pageCount, (number) => this.pathOf(this.page(number), 0).compare(path) <= 0);
    if (page < 0) return null;
    const entries = this.page(page);
    return { page, index: lastTrue(entries.starts.length, (index) => this.pathOf(entries, index).compare(path) <= 0) };
  }

  #startOf(page: number): number {
    return this.#directory.readUInt32LE(4 + 4 * page);
  }
}

/** Visits every entry in order. */
export function allPaged(file: CheckedFile, paged: PagedEntries, visitor: EntryVisitor): void {
  const reader = new PageReader(file, paged);
  for (let number = 0; number < paged.pageCount; number += 1) {
    const page = reader.page(number);
    for (const [index, start] of page.starts.entries()) visitIn(reader, page, index, start, visitor);
  }
}

/**
 * Visits the entries whose path begins a given one.
 *
 * What sorts last up to the path either begins it, or shares a shorter beginning with it that all others begin too.
 */
export function pagedMatches(file: CheckedFile, paged: PagedEntries, path: Buffer, visitor: EntryVisitor): void {
  const reader = new PageReader(file, paged);
  let wanted = path;
  for (;;) {
    const last = reader.lastAtMost(wanted);
    if (last === null) return;
    const found = Buffer.from(reader.pathOf(reader.page(last.page), last.index));
    const shared = sharedBytes(found, path);
    if (shared < found.length) {
      wanted = path.subarray(0, shared);
      continue;
    }
    visitEqual(reader, last, found, visitor);
    if (shared === 0) return;
    wanted = path.subarray(0, shared - 1);
  }
}

/** From the last entry of a path back to its first. */
function visitEqual(
  reader: PageReader,
  last: { page: number; index: number },
  path: Buffer,
  visitor: EntryVisitor,
): void {
  let { page: number, index } = last;
  for (;;) {
    const page = reader.page(number);
    if (index < 0) {
      if (number === 0) return;
      number -= 1;
      index = reader.page(number).starts.length - 1;
      continue;
    }
    if (reader.pathOf(page, index).compare(path) !== 0) return;
    visitIn(reader, page, index, page.starts[index] ?? 0, visitor);
    index -= 1;
  }
}

function visitIn(reader: PageReader, page: Page, index: number, start: number, visitor: EntryVisitor): void {
  reader.view.read(page.bytes, start);
  visitor(page.bytes, start, reader.view.identityEnd, page.ends[index] ?? 0);
}

/** The last number below `count` for which it holds; -1 for none. It holds for all before one for which it holds. */
function lastTrue(count: number, holds: (number: number) => boolean): number {
  let low = -1;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function sharedBytes(a: Buffer, b: Buffer): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at += 1;
  return at;
}
