import type { Catalogue } from "../catalogue.ts";

export function isWord(word: string, { strongWords, plainWords, places }: Catalogue): boolean {
  return strongWords.has(word) || plainWords.has(word) || places.has(word);
}

export function isTwoWords(text: string, data: Catalogue): boolean {
  for (let cut = 2; cut <= text.length - 2; cut += 1) {
    const [first, second] = [text.slice(0, cut), text.slice(cut)];
    const isAsking = data.strongWords.has(first) || data.strongWords.has(second);
    if (isAsking && isWord(first, data) && isWord(second, data)) return true;
  }
  return false;
}
