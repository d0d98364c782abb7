/** How long to wait before the next try: doubling, the second half of it random, so that a crowd comes back spread out. */
export function waitBeforeTry(
  tries: number,
  { firstMs, longestMs }: { firstMs: number; longestMs: number },
  random: number,
): number {
  const wholeMs = Math.min(longestMs, firstMs * 2 ** Math.min(tries, 30));
  return wholeMs / 2 + (wholeMs / 2) * random;
}

/** The longest that a client waits because it was told to. */
const MOST_TOLD_MS = 3_600_000;

/**
 * How long to wait of what a gateway told: never less than `leastMs`, so that no client is a hot loop, and an hour at most.
 * Milliseconds; null where it told no number.
 */
export function toldWait(retryAfterMs: unknown, leastMs: number): number | null {
  if (typeof retryAfterMs !== "number" || Number.isNaN(retryAfterMs)) return null;
  return Math.min(MOST_TOLD_MS, Math.max(leastMs, retryAfterMs));
}
