import { type Brand, type Catalogue, undoubled } from "../catalogue.ts";
import { hashOfThree } from "../skeleton.ts";
import {
  COMPANIES,
  isBarred,
  isCheapHosting,
  lookingLike,
  type Lookalike,
  NO_BRANDS,
  type Parts,
  tokensOf,
} from "./parts.ts";
import { isWord, phraseOf } from "./words.ts";

/** Rule 5, without hyphens: `taobaokefu`, `verifycoinbaselogin`. */
export function joinedWithWords(parts: Parts, data: Catalogue): Lookalike | null {
  for (const text of tokensOf(parts.label)) {
    if (text.length < 6) continue;
    const found = joinedIn(text, parts, data);
    if (found !== null) return found;
  }
  return null;
}

/** What a text without hyphens is joined of. */
export function joinedIn(text: string, parts: Parts, data: Catalogue): Lookalike | null {
  for (let start = 0; start <= text.length - 3; start += 1) {
    const hash = hashOfThree(text, start);
    if (!data.starts.has(hash)) continue;
    for (const brand of data.byStart.get(hash) ?? NO_BRANDS) {
      if (!text.startsWith(brand.label, start)) continue;
      if (data.brands.has(text) || data.everyday.has(text)) return null;
      const end = start + brand.label.length;
      // Between other letters short names are chance, and behind them the shortest are ends of words.
      const isChance = brand.weight === "short" ? !isBehindLocalWord(text, start, brand, data) : brand.label.length < 6;
      if (start > 0 && isChance && (brand.weight === "short" || end < text.length)) continue;
      if (isInWord(text, start, brand, data)) continue;
      const isHosted = isCheapHosting(parts);
      const isForeign = isBarred(brand, parts.suffix, data);
      const place = {
        isCheap: isHosted || isForeign || data.cheap.has(parts.suffix),
        isHosted,
        isFirst: start === 0,
        isCompany: !isForeign && COMPANIES.test(parts.suffix),
        isOdd: isOddSuffix(parts, data),
      };
      const found = joined(brand, [text.slice(0, start), text.slice(end)], place, data);
      if (found !== null) return found;
    }
  }
  return null;
}

/** Whether a bank's short name ends a text that begins with a word of trust of its country: `saldoovo`. */
function isBehindLocalWord(text: string, start: number, brand: Brand, { localWords }: Catalogue): boolean {
  const { label, country, isClosed } = brand;
  if (start < MIN_LOCAL || start + label.length < text.length || !isClosed || country === null) return false;
  return localWords.has(text.slice(0, start));
}

/** Shorter words of trust end words of many languages. */
const MIN_LOCAL = 5;

/** Whether its letters are a part of a word that means something else: `revolution`. */
function isInWord(text: string, start: number, { label }: Brand, { within }: Catalogue): boolean {
  return (within.get(label) ?? []).some((word) => {
    const place = start - word.indexOf(label);
    return place >= 0 && text.startsWith(word, place);
  });
}

/** Where a name stands. */
interface Place {
  readonly isCheap: boolean;
  readonly isHosted: boolean;
  /** Whether nothing stands before it. */
  readonly isFirst: boolean;
  /** Whether the suffix is one that a country gives to its companies. */
  readonly isCompany: boolean;
  /** Whether it is a general one under which companies take no names: `download`. */
  readonly isOdd: boolean;
}

function isOddSuffix({ suffix, isHosting }: Parts, { companySuffixes }: Catalogue): boolean {
  return !isHosting && suffix.length > 2 && !suffix.includes(".") && !companySuffixes.has(suffix);
}

/** Halls and games that a company pays for bear its name, before a place or a year: `wellsfargocenterphilly`. */
const VENUE =
  /^(?:arena|center|centre|championship|field|hall|heritage|history|marathon|museum|park|stadion|stadium|theater|theatre)s?(?![aeiouy])/u;

/** Three letters that nobody says one after another; `jackpot` has others. */
const UNSAID = /(?!ck)[bcdfgjkpqtvwxz]{3}/u;

/** Whether a bank's short name goes on with its country and a letter, or with a word of trust that is misspelt: `acbvnx`, `acbonliine`. */
function isPosingShort({ country }: Brand, rest: string, data: Catalogue): boolean {
  if (
    country !== null &&
    rest.length < 5 &&
    data.placesOf[country].some((place) => place.length === 2 && rest.startsWith(place))
  )
    return true;
  const spelled = undoubled(rest);
  return spelled !== rest && spelled.length > 4 && isWord(spelled, data) && !isWord(rest, data);
}

function joined(
  brand: Brand,
  sides: readonly string[],
  { isCheap, isHosted, isFirst, isCompany, isOdd }: Place,
  data: Catalogue,
): Lookalike | null {
  const { label, weight, country } = brand;
  const rests = sides.filter((side) => side !== "");
  const rest = rests.join(" and ");
  if (rest.length < 2 || /^\d+$/u.test(label + rest)) return null;
  const phrases = rests.map((side) => phraseOf(side, data));
  const areWords = phrases.every((phrase) => phrase !== null);
  // Companies join such words to their names themselves, but take other suffixes for them.
  const isCompanys =
    !isCheap && rests.every((side) => data.companyWords.has(side) || phraseOf(side, data) !== "strong");
  const isAsking = areWords && phrases.includes("strong") && !isCompanys;
  const why = `its name beside ${rest}`;
  const isLent = isCheap && brand.isClosed && label.length > 5;
  // Nobody else has such a name in his; what its company has itself are words, or stand in the data.
  // No word begins with letters that nobody can say.
  const isUnsaid = isFirst && label.length > (isCheap ? 2 : 3) && !/[aeiouy]/u.test(label);
  const isLong = label.length >= (isFirst ? 6 : 7);
  const isAnybodys = brand.isAlone && !isCompany && !rests.every((side) => data.companyWords.has(side));
  const isMeant = isAnybodys && !areWords && (isLong || isUnsaid) && !rests.some((side) => VENUE.test(side));
  if (weight !== "distinct") {
    if (weight === "short" && isFirst && brand.isClosed && isPosingShort(brand, rest, data))
      return lookingLike(brand, why, false);
    const isPosed = isCheap && isFirst && brand.isClosed && rest.length > 4 && data.posingWords.has(rest);
    if (weight === "short" && isPosed) return lookingLike(brand, why, false);
    if (isMeant && isUnsaid) return lookingLike(brand, why, false);
    if (isMeant && isFirst && weight === "word" && label.length > 6) return lookingLike(brand, why, false);
    // Words that go on with its letters are everyday ones: `amazonas`.
    if ((isLent || (isCheap && isFirst && label.length > 5)) && weight === "word")
      return lookingLike(brand, why, false);
    return isAsking && (weight !== "short" || rest.length > 3) ? lookingLike(brand, why, false) : null;
  }
  const isHome = country !== null && data.placesOf[country].includes(rest);
  // Where a country gives a suffix to its companies, they pose as themselves: `capitaloneonline.co.uk`.
  const isPosing =
    !isCompany &&
    label.length > 3 &&
    rests.every((side) => side === "web" || ((brand.isClosed || isOdd) && data.posingWords.has(side)));
  const isTold = isAsking || isPosing || isHome || /^\d{1,6}$/u.test(rest);
  const isNumbered = label.length > 5 && /^[a-z]\d{1,4}$/u.test(rest);
  // Companies put such words behind their names: `mailprotonmail`.
  const isBefore =
    !isFirst && sides[1] === "" && label.length > 7 && data.strongWords.has(sides[0] ?? "") && rest.length > 3;
  // Letters that no word has, where names cost nothing: `fedexsjifdk.sbs`.
  const isMadeUp = isCheap && brand.isClosed && isFirst && rest.length > 4 && UNSAID.test(rest);
  const isLikely =
    isMadeUp || isMeant || isBefore || isLent || (isCheap && areWords) || isNumbered || (isHosted && label.length > 7);
  return label.length > 3 && (isTold || isLikely) ? lookingLike(brand, why, false) : null;
}
