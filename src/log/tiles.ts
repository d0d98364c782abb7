import { rootOf, type SubtreeReader, type TreeHash } from "./merkle.ts";

/** Hashes of a full tile. Source: C2SP tlog-tiles, "Merkle Tree". */
export const TILE_WIDTH = 256;
/** A tile is the subtree of this height above its hashes. */
export const TILE_HEIGHT = 8;

/** A tile or a bundle of entries. `width` is {@link TILE_WIDTH} when it is full. */
export interface TilePlace {
  readonly level: number | "entries";
  readonly number: number;
  readonly width: number;
}

/** `x001/x234/067`, with `.p/W` when it is partial. Source: C2SP tlog-tiles. */
export function tilePath({ level, number, width }: TilePlace): string {
  const digits = String(number);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, "0");
  const parts = padded.match(/\d{3}/gu) ?? [];
  const last = parts.length - 1;
  const path = parts.map((part, place) => (place < last ? `x${part}` : part)).join("/");
  return `tile/${level}/${path}${width === TILE_WIDTH ? "" : `.p/${width}`}`;
}

const TILE = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/u;
const MAX_LEVEL = 63;

/** Null on a path that no tile has, also on a second way to write one. */
export function readTilePath(path: string): TilePlace | null {
  const [, level = "", parts = "", partial] = TILE.exec(path) ?? [];
  if (parts === "") return null;
  const number = Number(parts.replaceAll(/[x/]/gu, ""));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  const place: TilePlace = { level: level === "entries" ? level : Number(level), number, width };
  const isFull = partial !== undefined && width >= TILE_WIDTH;
  if (isFull || !Number.isSafeInteger(number) || Number(level) > MAX_LEVEL) return null;
  return tilePath(place) === path ? place : null;
}

/** How many hashes a level holds in a tree of this size. */
export function levelSize(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** All tiles of a tree of this size, with bundles of its entries. */
export function* tilesOf(size: number): Generator<TilePlace> {
  for (let level = 0; levelSize(level, size) > 0; level += 1) {
    const count = levelSize(level, size);
    for (let number = 0; number * TILE_WIDTH < count; number += 1) {
      const width = Math.min(TILE_WIDTH, count - number * TILE_WIDTH);
      yield { level, number, width };
      if (level === 0) yield { level: "entries", number, width };
    }
  }
}

/** Hashes of a level, `limit` from the `from`th on; fewer where it ends. */
export type LevelReader = (level: number, from: number, limit: number) => Promise<readonly TreeHash[]>;

/**
 * Subtrees by what tiles hold.
 *
 * @throws {MissingHashError} when the level ends before.
 */
export function subtreesIn(read: LevelReader): SubtreeReader {
  return async (height, index) => {
    const level = Math.floor(height / TILE_HEIGHT);
    const width = 2 ** (height % TILE_HEIGHT);
    const hashes = await read(level, index * width, width);
    if (hashes.length !== width) throw new MissingHashError(level, index * width + hashes.length);
    return rootOf(hashes);
  };
}

/** A hash that a tree of the size asked for has is not there. */
export class MissingHashError extends Error {
  override readonly name = "MissingHashError";

  constructor(level: number, number: number) {
    super(`level ${level} ends before hash ${number}`);
  }
}
