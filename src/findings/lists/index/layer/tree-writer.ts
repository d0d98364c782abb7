import { crc32 } from "node:zlib";
import { EntryView, pathAskedBy, varintBytes, writeVarint } from "./entry-codec.ts";
import { BELOW_BYTES, CHECKSUM_BYTES, type TreeRoot } from "./page-tree.ts";
import type { SequentialFile } from "./sequential-file.ts";
import type { EntrySlices } from "./sorted-hosts.ts";

/** Of one page, unless two items are longer. */
const PAGE_BYTES = 4096;

/** A page that was written, and the path of its first item. */
interface Written {
  readonly path: Buffer;
  readonly at: number;
  readonly bytes: number;
}

/** Writes the entries of one host, which are sorted by path, as a tree of pages. */
export function writeTree(file: SequentialFile, { bytes, starts, ends }: EntrySlices): TreeRoot {
  const view = new EntryView();
  const leaves = starts.map((start, index) => {
    view.read(bytes, start);
    return { path: bytes.subarray(view.pathStart, view.pathEnd), item: bytes.subarray(start, ends[index]) };
  });
  let pages = writeLevel(file, leaves);
  let level = 0;
  for (; pages.length > 1; level += 1) {
    pages = writeLevel(
      file,
      pages.map(({ path, at, bytes: length }) => {
        const item = Buffer.alloc(BELOW_BYTES + path.length);
        item.writeUIntLE(at, 0, 6);
        item.writeUInt32LE(length, 6);
        path.copy(item, BELOW_BYTES);
        return { path, item };
      }),
    );
  }
  const [root = { at: 0, bytes: 0 }] = pages;
  const asked = new Set(starts.map((start) => pathAskedBy(bytes, start)));
  return { at: root.at, bytes: root.bytes, level, hasWhole: asked.has("none"), hasPrefixes: asked.has("beginning") };
}

function writeLevel(file: SequentialFile, items: readonly { path: Buffer; item: Buffer }[]): Written[] {
  const pages: Written[] = [];
  for (let first = 0; first < items.length;) {
    const parts: Buffer[] = [Buffer.alloc(CHECKSUM_BYTES)];
    let size = CHECKSUM_BYTES;
    let end = first;
    for (; end < items.length; end += 1) {
      const { item } = items[end] ?? { item: Buffer.alloc(0) };
      const length = Buffer.alloc(varintBytes(item.length));
      writeVarint(length, 0, item.length);
      // Two at least, so that each level has fewer pages than the one below.
      if (end - first >= 2 && size + length.length + item.length > PAGE_BYTES) break;
      parts.push(length, item);
      size += length.length + item.length;
    }
    const page = Buffer.concat(parts);
    page.writeUInt32LE(crc32(page.subarray(CHECKSUM_BYTES)), 0);
    pages.push({ path: items[first]?.path ?? Buffer.alloc(0), at: file.length, bytes: page.length });
    file.write(page);
    first = end;
  }
  return pages;
}
