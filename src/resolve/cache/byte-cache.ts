/** Keeps values up to a number of bytes and of entries; what was longest unused goes first. */
export interface ByteCache<Value> {
  get(key: string): Value | undefined;
  /** @param expiresAtMs  From when on the value is not given any more. */
  set(key: string, value: Value, bytes: number, expiresAtMs: number): void;
  /** Bytes kept now. */
  readonly bytes: number;
}

export interface ByteCacheOptions {
  readonly maxBytes: number;
  readonly maxEntries?: number;
  /** The clock, milliseconds. */
  readonly now: () => number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
  readonly expiresAtMs: number;
}

/** What an entry takes beside its value: its key, its places in the map. Bytes. */
const ENTRY_BYTES = 512;

export function createByteCache<Value>({
  maxBytes,
  maxEntries = Number.POSITIVE_INFINITY,
  now,
}: ByteCacheOptions): ByteCache<Value> {
  const entries = new Map<string, Entry<Value>>();
  let bytes = 0;
  const remove = (key: string): Entry<Value> | undefined => {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    entries.delete(key);
    bytes -= entry.bytes;
    return entry;
  };
  const add = (key: string, entry: Entry<Value>) => {
    entries.set(key, entry);
    bytes += entry.bytes;
  };
  return {
    get bytes() {
      return bytes;
    },
    get(key) {
      const entry = remove(key);
      if (entry === undefined || now() >= entry.expiresAtMs) return undefined;
      // A Map keeps the order of insertion: the first key is the one longest unused.
      add(key, entry);
      return entry.value;
    },
    set(key, value, valueBytes, expiresAtMs) {
      remove(key);
      const entry = { value, bytes: valueBytes + key.length * 2 + ENTRY_BYTES, expiresAtMs };
      if (entry.bytes > maxBytes) return;
      add(key, entry);
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes && entries.size <= maxEntries) break;
        remove(oldest);
      }
    },
  };
}
