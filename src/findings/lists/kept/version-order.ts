/**
 * Whether a version is older than another: numbers and dates compare, and what is neither is never older.
 * `202611280700`, `2026.11.28.1`, an SOA's serial, `28 Nov 2026 07:00 UTC` and HTTP dates are versions.
 */
export function isOlder(version: string | null, than: string | null): boolean {
  if (version === null || than === null || version === than) return false;
  const [one, other] = [numbersOf(version), numbersOf(than)];
  if (one !== null && other !== null) return compare(one, other) < 0;
  const [day, otherDay] = [Date.parse(version), Date.parse(than)];
  return day < otherDay;
}

/** The parts of a version that is made of numbers alone; null for another. */
function numbersOf(version: string): readonly bigint[] | null {
  return /^v?\d+(?:[.\-_:T\s]\d+)*Z?$/iu.test(version) ? (version.match(/\d+/gu) ?? []).map(BigInt) : null;
}

function compare(one: readonly bigint[], other: readonly bigint[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const [a, b] = [one[at] ?? 0n, other[at] ?? 0n];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}
