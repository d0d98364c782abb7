/**
 * Numbers the words of a closed set in their order, for look-ups made with every link.
 * A word is found by its length and second letter, which tell those of every set here apart: a `Map` takes twice as long,
 * and comparisons one after the other are as slow, since processors cannot guess which of them holds.
 *
 * @returns  The place of a word; NaN, as is every sum with it, for what is none of them.
 * @throws   Where two words have the same length and second letter.
 */
export function wordCells(words: readonly string[]): (word: unknown) => number {
  const { factor, mask } = hashFor(words);
  const cells = new Uint8Array(mask + 1);
  for (const [cell, word] of words.entries()) cells[slotOf(word, factor, mask)] = cell;
  return (word) => {
    if (typeof word !== "string") return Number.NaN;
    const cell = cells[slotOf(word, factor, mask)] ?? 0;
    return words[cell] === word ? cell : Number.NaN;
  };
}

function slotOf(word: string, factor: number, mask: number): number {
  return (word.charCodeAt(1) + word.length * factor) & mask;
}

const MAX_SLOTS = 1_024;

/** The smallest table, and a factor, with which every word has a slot of its own. */
function hashFor(words: readonly string[]): { readonly factor: number; readonly mask: number } {
  for (let size = 4; size <= MAX_SLOTS; size *= 2) {
    for (let factor = 1; factor <= size; factor++) {
      const slots = new Set(words.map((word) => slotOf(word, factor, size - 1)));
      if (slots.size === words.length) return { factor, mask: size - 1 };
    }
  }
  throw new Error(`expected words of different lengths or second letters: ${words.join(", ")}`);
}
