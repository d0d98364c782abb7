import type { Brand, Catalogue } from "../catalogue.ts";
import { lookingLike, type Lookalike, NO_BRANDS, type Parts } from "./parts.ts";
import { isTwoWords, isWord } from "./words.ts";

/** Rule 5, without hyphens: `taobaokefu`. */
export function joinedWithWords({ label, suffix }: Parts, data: Catalogue): Lookalike | null {
  const isCheap = data.cheap.has(suffix);
  for (const text of label.includes("-") ? label.split("-") : [label]) {
    if (text.length < 6) continue;
    if (data.brands.has(text) || data.everyday.has(text)) continue;
    const found = joinedTo(text, isCheap, data);
    if (found !== null) return found;
  }
  return null;
}

function joinedTo(text: string, isCheap: boolean, data: Catalogue): Lookalike | null {
  const { byStart, byEnd } = data;
  for (let length = 3; length > 0; length -= 1) {
    for (const brand of byStart.get(text.slice(0, length)) ?? NO_BRANDS) {
      const found = text.startsWith(brand.label) ? joined(brand, text.slice(brand.label.length), isCheap, data) : null;
      if (found !== null) return found;
    }
    for (const brand of byEnd.get(text.slice(-length)) ?? NO_BRANDS) {
      const found = text.endsWith(brand.label)
        ? joined(brand, text.slice(0, -brand.label.length), isCheap, data)
        : null;
      if (found !== null) return found;
    }
  }
  return null;
}

function joined(brand: Brand, rest: string, isCheap: boolean, data: Catalogue): Lookalike | null {
  if (brand.weight === "common" || rest.length < 2) return null;
  if (/^\d+$/u.test(brand.label + rest)) return null;
  const { strongWords, companyWords, places, fillers, placesOf } = data;
  const { label, weight, country } = brand;
  const isStrong = strongWords.has(rest) && (isCheap || !companyWords.has(rest));
  const why = `its name beside ${rest}`;
  if (weight !== "distinct") {
    return isStrong && (weight !== "short" || rest.length > 3) ? lookingLike(brand, why, false) : null;
  }
  const isHome = country !== null && placesOf[country].includes(rest);
  const isTold = isStrong || isHome || /^\d{1,6}$/u.test(rest) || isTwoWords(rest, data);
  // Companies join such words to their names themselves, but take other suffixes for them.
  const isLikely = isCheap && (isWord(rest, data) || fillers.has(rest) || places.has(rest));
  return label.length > 3 && (isTold || isLikely) ? lookingLike(brand, why, false) : null;
}
