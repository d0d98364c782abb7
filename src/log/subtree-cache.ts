import { nodeHash, type SubtreeReader, type TreeHash } from "./merkle.ts";
import { MissingHashError, TILE_HEIGHT, TILE_WIDTH, type LevelReader } from "./tiles.ts";

/** Of 16 KiB each at most. */
const MAX_TILES = 512;

/** A tile as far as it was read, with what was worked out above its hashes. */
interface Known {
  hashes: readonly TreeHash[];
  /** By height above the hashes, then by place. What is complete stays as it is. */
  readonly nodes: TreeHash[][];
}

export interface SubtreeCache {
  readonly read: SubtreeReader;
  /** The tree is another: a store went back in time. */
  clear(): void;
}

/** Subtrees by tiles that are read once, the ones that were asked for last. */
export function createSubtreeCache(read: LevelReader, maxTiles = MAX_TILES): SubtreeCache {
  const tiles = new Map<string, Known>();

  async function tileWith(level: number, number: number, end: number): Promise<Known> {
    const name = `${level}/${number}`;
    const known = tiles.get(name);
    const tile: Known = known ?? { hashes: [], nodes: [] };
    if (tile.hashes.length < end) {
      const hashes = await read(level, number * TILE_WIDTH, TILE_WIDTH);
      // Of two that read at once the later may have read less.
      if (hashes.length > tile.hashes.length) tile.hashes = hashes;
      if (tile.hashes.length < end) throw new MissingHashError(level, number * TILE_WIDTH + tile.hashes.length);
    }
    tiles.delete(name);
    tiles.set(name, tile);
    const [oldest] = tiles.keys();
    if (tiles.size > maxTiles && oldest !== undefined) tiles.delete(oldest);
    return tile;
  }

  return {
    async read(height, index) {
      const level = Math.floor(height / TILE_HEIGHT);
      const above = height % TILE_HEIGHT;
      const from = index * 2 ** above;
      const number = Math.floor(from / TILE_WIDTH);
      const first = from - number * TILE_WIDTH;
      const tile = await tileWith(level, number, first + 2 ** above);
      return nodeIn(tile, above, first / 2 ** above);
    },
    clear: () => tiles.clear(),
  };
}

function nodeIn(tile: Known, height: number, place: number): TreeHash {
  const known = height === 0 ? tile.hashes[place] : tile.nodes[height]?.[place];
  if (known !== undefined) return known;
  const made = nodeHash(nodeIn(tile, height - 1, 2 * place), nodeIn(tile, height - 1, 2 * place + 1));
  (tile.nodes[height] ??= [])[place] = made;
  return made;
}
