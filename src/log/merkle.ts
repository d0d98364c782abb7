import { createHash, hash } from "node:crypto";

/** SHA-256, 32 bytes. */
export type TreeHash = Buffer;

const HASH_BYTES = 32;
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** Hash of an entry. Source: RFC 6962, section 2.1. */
export function leafHash(entry: Uint8Array): TreeHash {
  return hash("sha256", Buffer.concat([LEAF, entry]), "buffer");
}

/** What a node is hashed from: two hashes are copied here, and hashed before anything else is done. */
const PAIR = Buffer.concat([NODE, Buffer.alloc(64)]);

/** Hash of two neighbours. Source: RFC 6962, section 2.1. */
export function nodeHash(left: TreeHash, right: TreeHash): TreeHash {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new Error("a hash has 32 bytes");
  PAIR.set(left, 1);
  PAIR.set(right, 1 + HASH_BYTES);
  return hash("sha256", PAIR, "buffer");
}

/** Root of the tree that holds nothing. Source: RFC 6962, section 2.1. */
export const EMPTY_ROOT: TreeHash = createHash("sha256").digest();

/**
 * A tree that grows at its right end: the roots of the complete subtrees that it consists of, largest first.
 * Takes any number of leaves in memory of a few hashes.
 */
export function createFrontier() {
  const roots: { height: number; hash: TreeHash }[] = [];
  let size = 0;
  return {
    size: () => size,
    add(leaf: TreeHash): void {
      let [height, hash] = [0, leaf];
      for (let last = roots.at(-1); last?.height === height; last = roots.at(-1)) {
        hash = nodeHash(last.hash, hash);
        height += 1;
        roots.pop();
      }
      roots.push({ height, hash });
      size += 1;
    },
    root(): TreeHash {
      const hash = roots.reduceRight<TreeHash | null>(
        (right, { hash: left }) => (right === null ? left : nodeHash(left, right)),
        null,
      );
      return hash ?? EMPTY_ROOT;
    },
  };
}

/** Root of a tree of these leaves, or of these neighbours of one height. */
export function rootOf(hashes: Iterable<TreeHash>): TreeHash {
  const frontier = createFrontier();
  for (const hash of hashes) frontier.add(hash);
  return frontier.root();
}

/** Root of the complete subtree of 2^`height` leaves that begins at leaf `index` × 2^`height`. */
export type SubtreeReader = (height: number, index: number) => Promise<TreeHash>;

/** The largest power of two below `size`, which is at least 2. */
function splitOf(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** Root of the leaves from `start`, which is where RFC 6962 splits trees. */
async function rangeRoot(read: SubtreeReader, start: number, size: number): Promise<TreeHash> {
  if (size === 0) return EMPTY_ROOT;
  const height = Math.log2(size);
  if (Number.isInteger(height)) return read(height, start / size);
  const split = splitOf(size);
  return nodeHash(await rangeRoot(read, start, split), await rangeRoot(read, start + split, size - split));
}

/** Root of the tree of the first `size` leaves. */
export function treeRoot(read: SubtreeReader, size: number): Promise<TreeHash> {
  return rangeRoot(read, 0, size);
}

/** Source: RFC 6962, section 2.1.1. `index` < `size`; the sibling of the leaf first. */
export async function inclusionProof(
  read: SubtreeReader,
  index: number,
  size: number,
  start = 0,
): Promise<readonly TreeHash[]> {
  if (size === 1) return [];
  const split = splitOf(size);
  if (index < split) {
    const below = await inclusionProof(read, index, split, start);
    return [...below, await rangeRoot(read, start + split, size - split)];
  }
  const below = await inclusionProof(read, index - split, size - split, start + split);
  return [...below, await rangeRoot(read, start, split)];
}

/** Source: RFC 6962, section 2.1.2. 0 < `older` ≤ `size`. */
export function consistencyProof(read: SubtreeReader, older: number, size: number): Promise<readonly TreeHash[]> {
  return subproof(read, older, size, 0, true);
}

async function subproof(
  read: SubtreeReader,
  older: number,
  size: number,
  start: number,
  isWhole: boolean,
): Promise<readonly TreeHash[]> {
  if (older === size) return isWhole ? [] : [await rangeRoot(read, start, size)];
  const split = splitOf(size);
  if (older <= split) {
    const below = await subproof(read, older, split, start, isWhole);
    return [...below, await rangeRoot(read, start + split, size - split)];
  }
  const below = await subproof(read, older - split, size - split, start + split, false);
  return [...below, await rangeRoot(read, start, split)];
}

/**
 * The root that an inclusion proof leads to. Source: RFC 9162, section 2.1.3.2.
 *
 * @returns Null when the proof is of another shape than the index and the size ask for.
 */
export function rootOfInclusion(
  index: number,
  size: number,
  leaf: TreeHash,
  proof: readonly TreeHash[],
): TreeHash | null {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return null;
  let [place, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return null;
    if (place % 2 === 1 || place === last) {
      hash = nodeHash(sibling, hash);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else hash = nodeHash(hash, sibling);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}

/** Whether a proof shows that the older tree is the beginning of the other. Source: RFC 9162, section 2.1.4.2. */
export function isConsistent(
  older: { readonly size: number; readonly root: TreeHash },
  newer: { readonly size: number; readonly root: TreeHash },
  proof: readonly TreeHash[],
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  // Every tree begins with nothing.
  if (older.size === 0) return proof.length === 0 && older.root.equals(EMPTY_ROOT);
  const path = Number.isInteger(Math.log2(older.size)) ? [older.root, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined || proof.length === 0) return false;
  let [place, last] = [older.size - 1, newer.size - 1];
  while (place % 2 === 1) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  let [was, is] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [was, is] = [nodeHash(sibling, was), nodeHash(sibling, is)];
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else is = nodeHash(is, sibling);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && was.equals(older.root) && is.equals(newer.root);
}
