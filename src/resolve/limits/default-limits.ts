/** What one link may take when nothing else is said. Times are of the whole chain, a connection and an answer's head. */
export const DEFAULT_LIMITS = {
  totalTimeoutMs: 5_000,
  connectTimeoutMs: 3_000,
  headersTimeoutMs: 4_000,
  maxHops: 8,
  maxWireBytes: 1024 * 1024,
  maxPageBytes: 256 * 1024,
} as const;
