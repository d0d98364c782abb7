/** How long to wait before the next try: doubling, the second half of it random, so that a crowd comes back spread out. */
export function waitBeforeTry(
  tries: number,
  { firstMs, longestMs }: { firstMs: number; longestMs: number },
  random: number,
): number {
  const wholeMs = Math.min(longestMs, firstMs * 2 ** Math.min(tries, 30));
  return wholeMs / 2 + (wholeMs / 2) * random;
}
