import type { Resolution } from "./types.ts";

export interface CachedResolution {
  readonly resolution: Resolution;
  /** When it was resolved, milliseconds of the resolver's clock. */
  readonly resolvedAtMs: number;
  /** When it must no longer be used. */
  readonly expiresAtMs: number;
}

/** Where resolutions are kept between askers. Another kind of store (a file, a table) keeps the same promise: what `get` gives was `set`. */
export interface ResolutionCache {
  get(key: string): CachedResolution | undefined | Promise<CachedResolution | undefined>;
  set(key: string, value: CachedResolution): void | Promise<void>;
}

/** The last `maxEntries` that were used. */
export function createMemoryCache(maxEntries = 10_000): ResolutionCache {
  const entries = new Map<string, CachedResolution>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // A Map keeps the order of insertion: the first key is the one longest unused.
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      const oldest = entries.size > maxEntries ? entries.keys().next() : null;
      if (oldest?.done === false) entries.delete(oldest.value);
    },
  };
}
