/** A place of two names that are laid over each other; null where one has no letter. */
export interface LetterPair {
  readonly shown: string | null;
  readonly meant: string | null;
}

/** Two names letter by letter, with as few differences as can be. */
export function letterPairs(shown: string, meant: string): LetterPair[] {
  const [above, below] = [Array.from(shown), Array.from(meant)];
  // costs[i][j]: differences between the first i letters of one and the first j of the other.
  const costs = Array.from({ length: above.length + 1 }, (_, i) =>
    Array.from({ length: below.length + 1 }, (_each, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  const costAt = (i: number, j: number): number => costs[i]?.[j] ?? Infinity;
  for (let i = 1; i <= above.length; i += 1) {
    for (let j = 1; j <= below.length; j += 1) {
      const replaced = costAt(i - 1, j - 1) + (above[i - 1] === below[j - 1] ? 0 : 1);
      const row = costs[i];
      if (row !== undefined) row[j] = Math.min(replaced, costAt(i - 1, j) + 1, costAt(i, j - 1) + 1);
    }
  }
  const pairs: LetterPair[] = [];
  for (let i = above.length, j = below.length; i > 0 || j > 0;) {
    const same = above[i - 1] === below[j - 1] ? 0 : 1;
    if (i > 0 && j > 0 && costAt(i, j) === costAt(i - 1, j - 1) + same) {
      pairs.push({ shown: above[i - 1] ?? null, meant: below[j - 1] ?? null });
      [i, j] = [i - 1, j - 1];
    } else if (i > 0 && costAt(i, j) === costAt(i - 1, j) + 1) {
      pairs.push({ shown: above[i - 1] ?? null, meant: null });
      i -= 1;
    } else {
      pairs.push({ shown: null, meant: below[j - 1] ?? null });
      j -= 1;
    }
  }
  return pairs.toReversed();
}

/** Whether two names are near enough for their letters to say anything. */
export function areNear(pairs: readonly LetterPair[]): boolean {
  const different = pairs.filter(({ shown, meant }) => shown !== meant).length;
  return different > 0 && different * 2 <= pairs.length;
}

const SCRIPTS = [
  ["Latin", /\p{Script=Latin}/u],
  ["Cyrillic", /\p{Script=Cyrillic}/u],
  ["Greek", /\p{Script=Greek}/u],
  ["Armenian", /\p{Script=Armenian}/u],
  ["Hebrew", /\p{Script=Hebrew}/u],
  ["Arabic", /\p{Script=Arabic}/u],
  ["Georgian", /\p{Script=Georgian}/u],
  ["Cherokee", /\p{Script=Cherokee}/u],
  ["Han", /\p{Script=Han}/u],
  ["Hiragana", /\p{Script=Hiragana}/u],
  ["Katakana", /\p{Script=Katakana}/u],
  ["Hangul", /\p{Script=Hangul}/u],
] as const;

/** The script of a letter by its English name; null for signs and other scripts. */
export function scriptOf(letter: string): string | null {
  return SCRIPTS.find(([, pattern]) => pattern.test(letter))?.[0] ?? null;
}

/** `U+0430` */
export function codePointOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
