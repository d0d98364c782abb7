import { createByteCache } from "./byte-cache.ts";
import type { Resolution } from "../types.ts";

export interface CachedResolution {
  readonly resolution: Resolution;
  /** When it was resolved, milliseconds of the resolver's clock. */
  readonly resolvedAtMs: number;
  /** When it must no longer be used. */
  readonly expiresAtMs: number;
}

/** Where resolutions are kept between requesters. Another kind of store (a file, a table) keeps the same promise: what `get` gives was `set`. */
export interface ResolutionCache {
  get(key: string): CachedResolution | undefined | Promise<CachedResolution | undefined>;
  set(key: string, value: CachedResolution): void | Promise<void>;
}

/** A chain of the longest addresses takes a hundred kilobytes; the usual one takes one. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The last `maxEntries` that were used, and no more than 64 MiB of them. */
export function createMemoryCache(maxEntries = 10_000): ResolutionCache {
  // The resolver judges the age itself.
  const entries = createByteCache<CachedResolution>({ maxBytes: MAX_BYTES, maxEntries, now: () => 0 });
  return {
    get: (key) => entries.get(key),
    set: (key, value) => entries.set(key, value, bytesOf(value.resolution), Number.POSITIVE_INFINITY),
  };
}

/** About what a resolution takes: two bytes a character at most, and as much again for its objects. */
function bytesOf({ hops, requests, page, finalUrl }: Resolution): number {
  const texts = [
    finalUrl,
    page?.title,
    page?.description,
    page?.image,
    ...[...hops, ...requests].map(({ url }) => url),
  ];
  return texts.reduce((sum, text) => sum + 2 * (text?.length ?? 0) + 100, 0);
}
