import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  consistencyProof,
  createFrontier,
  EMPTY_ROOT,
  inclusionProof,
  isConsistent,
  leafHash,
  nodeHash,
  rootOf,
  rootOfInclusion,
  treeRoot,
  type SubtreeReader,
  type TreeHash,
} from "../../src/log/merkle.ts";
import { createSubtreeCache } from "../../src/log/subtree-cache.ts";
import { MissingHashError, readTilePath, subtreesIn, TILE_WIDTH, tilePath, tilesOf } from "../../src/log/tiles.ts";
import { randomRuns } from "../support/random-runs.ts";

const hex = (hash: Buffer | null) => hash?.toString("hex");
const bytes = (text: string) => Buffer.from(text, "hex");

/** RFC 6962, section 2.1, word by word. */
function plainRoot(leaves: readonly Buffer[]): TreeHash {
  const [only] = leaves;
  if (only === undefined) return EMPTY_ROOT;
  if (leaves.length === 1) return leafHash(only);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(plainRoot(leaves.slice(0, k)), plainRoot(leaves.slice(k)));
}

/** RFC 6962, section 2.1.1, word by word. */
function plainPath(m: number, leaves: readonly Buffer[]): TreeHash[] {
  if (leaves.length === 1) return [];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m < k ? [...plainPath(m, left), plainRoot(right)] : [...plainPath(m - k, right), plainRoot(left)];
}

/** RFC 6962, section 2.1.2, word by word. */
function plainProof(m: number, leaves: readonly Buffer[], isWhole = true): TreeHash[] {
  if (m === leaves.length) return isWhole ? [] : [plainRoot(leaves)];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m <= k
    ? [...plainProof(m, left, isWhole), plainRoot(right)]
    : [...plainProof(m - k, right, false), plainRoot(left)];
}

/** Reads subtrees as a log does: hashes of complete subtrees of 256^level leaves. */
function treeOf(leaves: readonly Buffer[]): SubtreeReader {
  const levels = [leaves.map(leafHash)];
  for (let below = levels[0] ?? []; below.length >= TILE_WIDTH; below = levels.at(-1) ?? []) {
    const count = Math.floor(below.length / TILE_WIDTH);
    levels.push(Array.from({ length: count }, (_, n) => rootOf(below.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH))));
  }
  return subtreesIn(async (level, from, limit) => levels[level]?.slice(from, from + limit) ?? []);
}

const leavesOf = (size: number) => Array.from({ length: size }, (_, n) => Buffer.from(`leaf ${n}`));

// The inputs and roots of the reference implementation of RFC 6962.
// Source: github.com/google/certificate-transparency, merkletree/merkle_tree_test.cc.
const INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

describe("vectors of RFC 6962", () => {
  const leaves = INPUTS.map(bytes);

  test("the tree of nothing, and of each beginning of the inputs", async () => {
    expect(hex(EMPTY_ROOT)).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (const [index, root] of ROOTS.entries()) {
      expect(hex(await treeRoot(treeOf(leaves), index + 1))).toBe(root);
      expect(hex(rootOf(leaves.slice(0, index + 1).map(leafHash)))).toBe(root);
    }
  });

  test.each([
    [
      0,
      8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ],
    ],
    [
      5,
      8,
      [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ],
    ],
    [2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]],
  ] as const)("the path of leaf %i in a tree of %i", async (index, size, path) => {
    expect((await inclusionProof(treeOf(leaves), index, size)).map(hex)).toEqual(path);
  });

  test.each([
    [
      1,
      8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ],
    ],
    [
      6,
      8,
      [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ],
    ],
    [
      2,
      5,
      [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ],
    ],
  ] as const)("the proof that a tree of %i begins one of %i", async (older, size, proof) => {
    expect((await consistencyProof(treeOf(leaves), older, size)).map(hex)).toEqual(proof);
  });
});

test("[T13] roots and proofs are those of the plain definition, and prove what they say", async () => {
  const sizes = fc
    .integer({ min: 1, max: 700 })
    .chain((size) =>
      fc.record({ size: fc.constant(size), index: fc.nat(size - 1), older: fc.integer({ min: 1, max: size }) }),
    );
  await fc.assert(
    fc.asyncProperty(sizes, async ({ size, index, older }) => {
      const leaves = leavesOf(size);
      const read = treeOf(leaves);
      const root = await treeRoot(read, size);
      expect(root).toEqual(plainRoot(leaves));
      const frontier = createFrontier();
      for (const leaf of leaves) frontier.add(leafHash(leaf));
      expect(frontier.root()).toEqual(root);
      const path = await inclusionProof(read, index, size);
      expect(path).toEqual(plainPath(index, leaves));
      const leaf = leafHash(leaves[index] ?? Buffer.alloc(0));
      expect(rootOfInclusion(index, size, leaf, path)).toEqual(root);
      const proof = await consistencyProof(read, older, size);
      expect(proof).toEqual(plainProof(older, leaves));
      const was = { size: older, root: await treeRoot(read, older) };
      expect(isConsistent(was, { size, root }, proof)).toBe(true);
    }),
    { numRuns: randomRuns(60) },
  );
});

test("[T13] no other leaf, place, size or proof leads to the same root", async () => {
  const cases = fc.integer({ min: 2, max: 300 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      index: fc.nat(size - 1),
      older: fc.integer({ min: 1, max: size - 1 }),
      at: fc.nat(),
      how: fc.constantFrom("flip", "drop", "add", "swap", "place", "size"),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ size, index, older, at, how }) => {
      const leaves = leavesOf(size);
      const read = treeOf(leaves);
      const root = await treeRoot(read, size);
      const leaf = leafHash(leaves[index] ?? Buffer.alloc(0));
      const path = await inclusionProof(read, index, size);
      const proof = await consistencyProof(read, older, size);
      const was = { size: older, root: await treeRoot(read, older) };
      const place = how === "place" ? (index + 1) % size : index;
      const grown = how === "size" ? size * 2 + 1 : size;
      const isFound = rootOfInclusion(place, grown, leaf, changed(path, how, at))?.equals(root) === true;
      // A swap of one with itself changes nothing.
      const isSame = (hashes: readonly TreeHash[]) => how === "swap" && hashes.length < 2;
      expect(isFound).toBe(isSame(path));
      const older2 = how === "place" ? { ...was, size: older === size - 1 ? older - 1 : older + 1 } : was;
      const isShown = isConsistent(older2, { size: grown, root }, changed(proof, how, at));
      expect(isShown).toBe(isSame(proof));
    }),
    { numRuns: randomRuns(150) },
  );
});

function changed(hashes: readonly TreeHash[], how: string, at: number): readonly TreeHash[] {
  const place = hashes.length === 0 ? 0 : at % hashes.length;
  if (how === "add") return [...hashes.slice(0, place), Buffer.alloc(32, 7), ...hashes.slice(place)];
  if (how === "drop") return hashes.filter((_hash, index) => index !== place);
  if (how === "swap" && hashes.length > 1) return [...hashes.slice(1), ...hashes.slice(0, 1)];
  if (how !== "flip") return hashes;
  return hashes.map((hash, index) => {
    if (index !== place) return hash;
    const flipped = Buffer.from(hash);
    flipped[at % 32] = (flipped[at % 32] ?? 0) ^ 1;
    return flipped;
  });
}

// Source: C2SP tlog-tiles, "Merkle Tree" and "Partial Tiles".
test("tiles have the paths and the widths of the specification", () => {
  expect(tilePath({ level: 0, number: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
  expect(tilePath({ level: "entries", number: 5, width: 3 })).toBe("tile/entries/005.p/3");
  const tiles = [...tilesOf(70_000)].filter(({ level }) => level !== "entries");
  const counted = [0, 1, 2].map((level) => {
    const own = tiles.filter((tile) => tile.level === level);
    return [
      own.filter(({ width }) => width === 256).length,
      own.filter(({ width }) => width < 256).map(({ width }) => width),
    ];
  });
  expect(counted).toEqual([
    [273, [112]],
    [1, [17]],
    [0, [1]],
  ]);
  expect([...tilesOf(256)].map(tilePath)).toEqual(["tile/0/000", "tile/entries/000", "tile/1/000.p/1"]);
});

test.each([
  "tile/0/0",
  "tile/0/1234",
  "tile/0/x000/000",
  "tile/00/000",
  "tile/64/000",
  "tile/0/000.p/0",
  "tile/0/000.p/256",
  "tile/0/000.p/01",
  "tile/0/x001",
  "tile/0/001/002",
  "tile/-1/000",
  "tile/0/000/",
  "tile/entries/..",
  "tile/0/x999/x999/x999/x999/x999/x999/999",
])("%s is no tile's path", (path) => {
  expect(readTilePath(path)).toBeNull();
});

test("a tile's path reads back", () => {
  const place = fc.record({
    level: fc.oneof(fc.nat(63), fc.constant("entries" as const)),
    number: fc.maxSafeNat(),
    width: fc.integer({ min: 1, max: 256 }),
  });
  fc.assert(
    fc.property(place, (tile) => {
      expect(readTilePath(tilePath(tile))).toEqual(tile);
    }),
    {
      numRuns: randomRuns(100),
    },
  );
});

test("subtrees by a cache are those of the tree, also while it grows, and after it became another", async () => {
  let leaves = Array.from({ length: 700 }, (_, n) => Buffer.from(`entry ${n}`));
  let asked = 0;
  const levelsOf = () => {
    const hashes = leaves.map(leafHash);
    const tiles = Math.floor(hashes.length / TILE_WIDTH);
    return [
      hashes,
      Array.from({ length: tiles }, (_, n) => rootOf(hashes.slice(n * TILE_WIDTH, (n + 1) * TILE_WIDTH))),
    ];
  };
  let levels = levelsOf();
  const cache = createSubtreeCache(async (level, from, limit) => {
    asked += 1;
    return levels[level]?.slice(from, from + limit) ?? [];
  }, 4);
  const isProven = async (index: number) => {
    const [leaf, size] = [leaves[index] ?? Buffer.alloc(0), leaves.length];
    const proof = await inclusionProof(cache.read, index, size);
    return rootOfInclusion(index, size, leafHash(leaf), proof)?.equals(await treeRoot(cache.read, size));
  };
  for (const index of [0, 255, 256, 511, 512, 699]) expect(await isProven(index)).toBe(true);
  asked = 0;
  for (let index = 520; index < 700; index += 7) expect(await isProven(index)).toBe(true);
  // What was read is not read again.
  expect(asked).toBe(0);
  leaves = leaves.concat(Array.from({ length: 100 }, (_, n) => Buffer.from(`later ${n}`)));
  levels = levelsOf();
  for (const index of [3, 699, 700, 767, 799]) expect(await isProven(index)).toBe(true);
  expect(await treeRoot(cache.read, leaves.length)).toEqual(plainRoot(leaves));
  await expect(cache.read(0, 800)).rejects.toBeInstanceOf(MissingHashError);
  leaves = leaves.map((leaf) => Buffer.concat([leaf, leaf]));
  levels = levelsOf();
  cache.clear();
  expect(await treeRoot(cache.read, leaves.length)).toEqual(plainRoot(leaves));
});
