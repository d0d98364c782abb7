import type { CheckedFile } from "./checked-file.ts";
import { EntryView, type EntryVisitor, readVarint } from "./entry-codec.ts";

/** Where a page lies in the file. */
interface PagePlace {
  readonly at: number;
  readonly bytes: number;
  /** 0 when it holds the entries themselves. */
  readonly level: number;
}

/** Where the entries of a host lie that has many, and whether some of them have no path, or one that begins others. */
export interface TreeRoot extends PagePlace {
  readonly hasWhole: boolean;
  readonly hasPrefixes: boolean;
}

/** What {@link writeRoot} takes. */
export const ROOT_BYTES = 11;
const HAS_WHOLE = 64;
const HAS_PREFIXES = 128;

/** @returns  Where it ends. */
export function writeRoot(into: Buffer, at: number, root: TreeRoot): number {
  into.writeUIntLE(root.at, at, 6);
  into.writeUInt32LE(root.bytes, at + 6);
  return into.writeUInt8(root.level | (root.hasWhole ? HAS_WHOLE : 0) | (root.hasPrefixes ? HAS_PREFIXES : 0), at + 10);
}

export function readRoot(bytes: Buffer, at: number): TreeRoot {
  const last = bytes.readUInt8(at + 10);
  return {
    at: bytes.readUIntLE(at, 6),
    bytes: bytes.readUInt32LE(at + 6),
    level: last & (HAS_WHOLE - 1),
    hasWhole: (last & HAS_WHOLE) !== 0,
    hasPrefixes: (last & HAS_PREFIXES) !== 0,
  };
}

/** A page and a block begin with their own checksum. */
export const CHECKSUM_BYTES = 4;
/** Before the path of an upper page's item: where the page below starts, and its length. */
export const BELOW_BYTES = 10;

/** The page of one level that was read last. */
class Page {
  bytes = Buffer.alloc(0);
  /** Where its items start and end. */
  starts = new Uint32Array(0);
  ends = new Uint32Array(0);
  count = 0;
  /** Where it lies in the file; -1 when there is none. */
  at = -1;
  readonly #isLeaf: boolean;
  readonly #view = new EntryView();

  constructor(level: number) {
    this.#isLeaf = level === 0;
  }

  load(file: CheckedFile, at: number, length: number): void {
    if (at === this.at) return;
    this.at = -1;
    if (this.bytes.length < length) this.bytes = Buffer.alloc(length);
    const { bytes } = this;
    file.readChecked(bytes, at, length);
    let count = 0;
    for (let next = CHECKSUM_BYTES; next < length; count += 1) {
      if (count === this.starts.length) this.#makeRoom();
      // Most lengths take one byte, and most of the time goes into reading them.
      let size = bytes[next] ?? 0;
      let start = next + 1;
      if (size > 0x7f) [size, start] = readVarint(bytes, next);
      this.starts[count] = start;
      this.ends[count] = next = start + size;
    }
    this.count = count;
    this.at = at;
  }

  /** How an item's path compares with the first bytes of another: below 0 when it comes before, 0 when it is the same. */
  compare(item: number, path: Buffer, length: number): number {
    this.#seePath(item);
    const { bytes } = this;
    const { pathStart, pathEnd } = this.#view;
    const own = pathEnd - pathStart;
    const shared = own < length ? own : length;
    for (let index = 0; index < shared; index += 1) {
      const difference = (bytes[pathStart + index] ?? 0) - (path[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return own - length;
  }

  /** How many bytes an item's path shares with another from the start on. All of its own make it a beginning of the other. */
  shared(item: number, path: Buffer): { shared: number; own: number } {
    this.#seePath(item);
    const { pathStart, pathEnd } = this.#view;
    const own = pathEnd - pathStart;
    const end = Math.min(own, path.length);
    let shared = 0;
    while (shared < end && this.bytes[pathStart + shared] === path[shared]) shared += 1;
    return { shared, own };
  }

  /** The last item whose path is at most the first bytes of another; -1 when all are greater. */
  lastAtMost(path: Buffer, length: number): number {
    let low = -1;
    let high = this.count;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.compare(middle, path, length) <= 0) low = middle;
      else high = middle;
    }
    return low;
  }

  visit(item: number, visitor: EntryVisitor): void {
    const start = this.starts[item] ?? 0;
    this.#view.read(this.bytes, start);
    visitor(this.bytes, start, this.#view.identityEnd, this.ends[item] ?? 0);
  }

  #seePath(item: number): void {
    const start = this.starts[item] ?? 0;
    if (this.#isLeaf) {
      this.#view.read(this.bytes, start);
      return;
    }
    this.#view.pathStart = start + BELOW_BYTES;
    this.#view.pathEnd = this.ends[item] ?? 0;
  }

  #makeRoom(): void {
    const [starts, ends] = [this.starts, this.ends];
    this.starts = new Uint32Array(Math.max(32, 2 * starts.length));
    this.ends = new Uint32Array(this.starts.length);
    this.starts.set(starts);
    this.ends.set(ends);
  }
}

/**
 * The entries of hosts that have many, sorted by path in a tree of pages. A look-up reads one page of each level, and keeps
 * it for the next.
 *
 * Source: R. Bayer and E. McCreight, Organization and Maintenance of Large Ordered Indices, Acta Informatica 1, 1972.
 */
export class PageTree {
  readonly #file: CheckedFile;
  readonly #levels: Page[] = [];
  /** What is sought: a path, of which so many bytes are the greatest path that counts. */
  #path: Buffer = Buffer.alloc(0);
  #most = 0;
  /** Length of the path that was found, which begins the sought one; -1 when none was met that does. */
  #found = -1;
  #shared = -1;

  constructor(file: CheckedFile) {
    this.#file = file;
  }

  /** Visits every entry in order. */
  all({ at, bytes, level }: PagePlace, visitor: EntryVisitor): void {
    const page = this.#load(at, bytes, level);
    for (let item = 0; item < page.count; item += 1) {
      if (level === 0) page.visit(item, visitor);
      else this.all(belowOf(page, item, level), visitor);
    }
  }

  /**
   * Visits the entries that can cover a path: those whose own begins it, where they are prefixes, those with the same, and
   * those without one.
   *
   * @param path  With a further slash behind it, since a prefix `/p/` covers `/p`.
   */
  matches(root: TreeRoot, path: Buffer, visitor: EntryVisitor): void {
    this.#path = path;
    if (root.hasPrefixes) {
      this.#beginnings(root, path.length, visitor);
      return;
    }
    this.#same(root, path.length - 1, visitor);
    if (root.hasWhole && this.#found !== 0) this.#same(root, 0, visitor);
  }

  /** Visits the entries whose path is the first bytes of the sought one, and perhaps others whose path begins it. */
  #same(root: TreeRoot, length: number, visitor: EntryVisitor): void {
    this.#most = length;
    this.#found = this.#shared = -1;
    this.#back(root, true, visitor);
  }

  /** What sorts last up to the path either begins it, or shares a shorter beginning with it that all others begin too. */
  #beginnings(root: TreeRoot, length: number, visitor: EntryVisitor): void {
    for (let most = length; ;) {
      this.#same(root, most, visitor);
      if (this.#shared < 0 || this.#found === 0) return;
      most = this.#found < 0 ? this.#shared : this.#found - 1;
    }
  }

  /** From the last entry that counts backwards, as long as their paths are the same. @returns  Whether to go on. */
  #back({ at, bytes, level }: PagePlace, isBounded: boolean, visitor: EntryVisitor): boolean {
    const page = this.#load(at, bytes, level);
    let item = isBounded ? page.lastAtMost(this.#path, this.#most) : page.count - 1;
    for (let isFirst = isBounded; item >= 0; item -= 1, isFirst = false) {
      const goesOn =
        level === 0 ? this.#take(page, item, visitor) : this.#back(belowOf(page, item, level), isFirst, visitor);
      if (!goesOn) return false;
    }
    return true;
  }

  #take(page: Page, item: number, visitor: EntryVisitor): boolean {
    if (this.#shared < 0) {
      const { shared, own } = page.shared(item, this.#path);
      this.#shared = shared;
      if (shared < own) return false;
      this.#found = own;
    } else if (page.compare(item, this.#path, this.#found) !== 0) return false;
    page.visit(item, visitor);
    return true;
  }

  #load(at: number, bytes: number, level: number): Page {
    const page = (this.#levels[level] ??= new Page(level));
    page.load(this.#file, at, bytes);
    return page;
  }
}

function belowOf({ bytes, starts }: Page, item: number, level: number): PagePlace {
  const start = starts[item] ?? 0;
  return { at: bytes.readUIntLE(start, 6), bytes: bytes.readUInt32LE(start + 6), level: level - 1 };
}
