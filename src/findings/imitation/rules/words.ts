import type { Catalogue } from "../catalogue.ts";
import { foldAscii } from "../skeleton.ts";

export function isWord(word: string, { strongWords, plainWords, places }: Catalogue): boolean {
  return strongWords.has(word) || plainWords.has(word) || places.has(word);
}

/** What a text without spaces is made of; null when some of it is no word. `strong`: one of the words asks for trust. */
export type Phrase = "strong" | "words" | null;

const MAX_PHRASE = 32;
const MAX_WORD = 18;

/** Words that stand without spaces: `refundcenter`, `verifyaccount24`, `loginde`. Shorter ones than three letters only at the end. */
export function phraseOf(text: string, data: Catalogue): Phrase {
  if (text.length > MAX_PHRASE) return null;
  const folded = foldAscii(text);
  if (data.disguisedWords.has(folded)) return "strong";
  // Nobody writes a word so by accident: `lnfo`, `offlce`.
  if (data.disguisedPlain.has(folded) && !isWord(text, data) && !data.ordinaryWords.has(text)) return "strong";
  // For each end of a beginning of the text, what may end there.
  const ends = new Uint8Array(text.length + 1);
  ends[0] = WORDS;
  for (let start = 0; start < text.length; start += 1) {
    const before = ends[start] ?? 0;
    if (before === 0) continue;
    for (let end = start + 1; end <= Math.min(text.length, start + MAX_WORD); end += 1) {
      const worth = worthOf(text.slice(start, end), end === text.length, data);
      if (worth === STRONG) ends[end] = (ends[end] ?? 0) | STRONG;
      else if (worth === WORDS) ends[end] = (ends[end] ?? 0) | before;
      else if (worth === ORDINARY) ends[end] = (ends[end] ?? 0) | (before & STRONG) | ORDINARY;
    }
  }
  const worth = ends[text.length] ?? 0;
  return (worth & STRONG) !== 0 ? "strong" : (worth & WORDS) !== 0 ? "words" : null;
}

/** What a beginning of a text is made of: words, words with one that asks for trust, or with ones that say nothing by themselves. */
const WORDS = 1;
const STRONG = 2;
const ORDINARY = 4;

function worthOf(word: string, isLast: boolean, data: Catalogue): number {
  if (/^\d+$/u.test(word)) return WORDS;
  if (word.length < 3 && !isLast) return 0;
  if (data.strongWords.has(word)) return STRONG;
  if (isWord(word, data) || data.fillers.has(word)) return WORDS;
  return data.ordinaryWords.has(word) ? ORDINARY : 0;
}
