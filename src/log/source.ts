import { readFileSync } from "node:fs";
import { join } from "node:path";
import { errnoOf } from "../input/errno.ts";
import { writeBundle } from "./bundles.ts";
import type { LoggedEntry, LogStore } from "./log-store.ts";
import type { TreeHash } from "./merkle.ts";
import { levelSize, TILE_WIDTH, tilePath, type LevelReader, type TilePlace } from "./tiles.ts";

/** What a tile is to whoever may not read it. */
export const HIDDEN = "hidden";
/** Null: it is not there. */
export type FoundTile = Buffer | typeof HIDDEN | null;

/** A log as tlog-tiles lay it out, wherever it is. */
export interface LogSource {
  /** A signed note. */
  checkpoint(): Promise<string>;
  tile(place: TilePlace): Promise<FoundTile>;
  /** Entries of another key or epoch, for whom the others are hidden. None where nothing is hidden. */
  keyEntries(): Promise<readonly LoggedEntry[]>;
}

export const HASH_BYTES = 32;

/** What is hidden is not there for who needs it. */
export function bytesOf(tile: FoundTile): Buffer | null {
  return tile === HIDDEN ? null : tile;
}

/** An exported log. */
export function folderSource(folder: string): LogSource {
  const read = (path: string): Buffer | null => {
    try {
      return readFileSync(join(folder, path));
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return null;
      throw error;
    }
  };
  return {
    async checkpoint() {
      return read("checkpoint")?.toString() ?? "";
    },
    tile: async (place) => read(tilePath(place)),
    keyEntries: async () => [],
  };
}

/** A tile as a store has it; null when the log does not reach so far. */
export async function tileOf(
  log: Pick<LogStore, "logHashes" | "logEntries">,
  { level, number, width }: TilePlace,
): Promise<Buffer | null> {
  const from = number * TILE_WIDTH;
  if (!Number.isSafeInteger(from + TILE_WIDTH)) return null;
  if (level === "entries") {
    const entries = await log.logEntries(from, width);
    return entries.length === width ? writeBundle(entries.map(({ body }) => body)) : null;
  }
  const hashes = await log.logHashes(level, from, width);
  return hashes.length === width ? Buffer.concat(hashes) : null;
}

export function storeSource(
  log: Pick<LogStore, "logHashes" | "logEntries">,
  checkpoint: () => Promise<string>,
): LogSource {
  return { checkpoint, tile: (place) => tileOf(log, place), keyEntries: async () => [] };
}

/** The tile that holds a level's hashes from `number` × 256 on in a tree of this size. */
export function tileIn(size: number, level: number, number: number): TilePlace {
  return { level, number, width: Math.min(TILE_WIDTH, levelSize(level, size) - number * TILE_WIDTH) };
}

export function hashesIn(tile: Buffer): readonly TreeHash[] {
  return Array.from({ length: Math.floor(tile.length / HASH_BYTES) }, (_, place) =>
    tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES),
  );
}

/** Reads levels by the tiles of a tree of one size, each once. */
export function levelsOf(source: LogSource, size: number): LevelReader {
  const known = new Map<string, readonly TreeHash[]>();
  async function tileAt(level: number, number: number): Promise<readonly TreeHash[]> {
    const place = tileIn(size, level, number);
    if (place.width <= 0) return [];
    const path = tilePath(place);
    const hashes =
      known.get(path) ?? hashesIn(bytesOf(await source.tile(place)) ?? Buffer.alloc(0)).slice(0, place.width);
    known.set(path, hashes);
    return hashes;
  }
  // Subtrees that a tile holds never reach over its end.
  return async (level, from, limit) => {
    const hashes = await tileAt(level, Math.floor(from / TILE_WIDTH));
    return hashes.slice(from % TILE_WIDTH, (from % TILE_WIDTH) + limit);
  };
}
