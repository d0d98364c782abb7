import type { Catalogue } from "../catalogue.ts";
import { foldAscii } from "../skeleton.ts";

/** Ends of names that everybody's names have: what stands before them is the name. */
export const COMMON_END =
  /(?:bank|box|card|cloud|home|hub|link|mail|mobile|money|news|online|pass|pay|post|scan|shop|store|times?|tv|play|media|china)$/u;

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
  if (data.disguisedWords.has(foldAscii(text))) return "strong";
  // For each end of a beginning of the text: 0 no words end there, 1 words do, 2 with one that asks for trust.
  const ends = new Uint8Array(text.length + 1);
  ends[0] = 1;
  for (let start = 0; start < text.length; start += 1) {
    const before = ends[start] ?? 0;
    if (before === 0) continue;
    for (let end = start + 1; end <= Math.min(text.length, start + MAX_WORD); end += 1) {
      const worth = worthOf(text.slice(start, end), end === text.length, data);
      if (worth > 0) ends[end] = Math.max(ends[end] ?? 0, worth, before);
    }
  }
  const worth = ends[text.length] ?? 0;
  return worth === 0 ? null : worth === 2 ? "strong" : "words";
}

function worthOf(word: string, isLast: boolean, data: Catalogue): 0 | 1 | 2 {
  if (/^\d+$/u.test(word)) return 1;
  if (word.length < 3 && !isLast) return 0;
  if (data.strongWords.has(word)) return 2;
  return isWord(word, data) || data.fillers.has(word) ? 1 : 0;
}
