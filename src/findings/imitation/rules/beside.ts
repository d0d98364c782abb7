import type { Brand, Catalogue } from "../catalogue.ts";
import { foldAscii, foldedHashOf, hashOf } from "../skeleton.ts";
import {
  COMPANIES,
  isBarred,
  isCheapHosting,
  isCopied,
  lookingLike,
  type Lookalike,
  type Parts,
  tokensOf,
} from "./parts.ts";
import { isWord, phraseOf } from "./words.ts";

const STATE_SITE = /\.(?:gov|go)\.[a-z]{2}$/u;

/** What sites have before their names, with a dot. */
const DOORS: ReadonlySet<string> = new Set(["h5", "m", "mobile", "wap", "web", "ww", "www", "wwww"]);

/**
 * Rule 5, with hyphens: its name beside a word that asks for trust.
 *
 * @param isNaming  Whether a part between dots and hyphens, or two of them, may be a brand's label.
 */
export function besideWords(parts: Parts, isNaming: boolean, data: Catalogue): Lookalike | null {
  const { labels, label, suffix, isHosting } = parts;
  const isHosted = isCheapHosting(parts);
  for (const each of labels) {
    const isOwn = each === label;
    if (!each.includes("-") || (isNaming && data.brands.has(each))) continue;
    const tokens = tokensOf(each);
    // Whether a word that asks for trust may be among them.
    const mayAsk =
      (isOwn && isHosted) ||
      tokens.some((token) => token.length > 6 || data.strongHashes.has(hashOf(token, 0, token.length)));
    if (!isNaming && !mayAsk && !tokens.some((token) => token.startsWith("my"))) continue;
    for (const [place, token] of tokens.entries()) {
      const exact = (isNaming ? data.brands.get(token) : undefined) ?? ownersName(token, data);
      const pair = isNaming ? data.brands.get(`${token}-${tokens[place + 1] ?? ""}`) : undefined;
      const brand = pair ?? exact ?? (mayAsk ? brandWithin(token, data) : undefined);
      if (brand === undefined) continue;
      const others = tokens.toSpliced(place, pair === undefined ? 1 : 2);
      const strong = others.find((other) => phraseOf(other, data) === "strong" || holdsLocalWord(other, brand, data));
      const isMeant = strong !== undefined || (isOwn && isHosted);
      if (pair === undefined && exact === undefined && !isMeant) continue;
      if (brand.hasHouses && strong === undefined && brand.site.endsWith(`.${suffix}`)) continue;
      const word =
        strong ??
        others.find((other) => data.plainWords.has(other)) ??
        (isDownload(brand, others, suffix, data) ? others[0] : undefined);
      const isEnd = STATE_SITE.test(brand.site) || (place === tokens.length - 1 && isItsEnd(brand, token, suffix));
      const isForeign = isBarred(brand, suffix, data);
      const isCheap = isForeign || data.cheap.has(suffix);
      const isAnybodys = isOwn && (isHosting ? isHosted : isForeign || !COMPANIES.test(suffix));
      if (strong === undefined && isHouse(brand, others, suffix, data)) continue;
      // What a company keeps among its projects is called so by itself.
      if (isHosting && !isHosted && others.some((other) => data.corporateWords.has(other))) continue;
      // Sites about something are called so, unless nobody else gives a host its name.
      if (isOwn && !brand.isClosed && !isCheap && !isHosting && others.every((other) => data.aboutWords.has(other)))
        continue;
      const isDoor = isOwn && place === 1 && tokens.length === 2 && DOORS.has(tokens[0] ?? "");
      const isLast = place === tokens.length - 1;
      const told =
        strengthBeside(brand, { strong, word, others, isEnd, isCheap, isHosted, isAnybodys, isDoor }, data) ??
        (isOwn && exact !== undefined && isPosed(brand, isLast, others, suffix, data) ? "weak" : null);
      if (told === null) continue;
      const isExact = token === brand.label || pair !== undefined;
      const why = word === undefined ? "its name and a hyphen" : `its name beside ${word}`;
      const isStrong = told === "strong" && isExact && (isForeign || !isDownload(brand, others, suffix, data));
      if (isOwn) return lookingLike(brand, why, isStrong);
      if (strong !== undefined && !isHosting && brand.weight === "distinct") return lookingLike(brand, why, false);
    }
  }
  return null;
}

/**
 * Whether a company would call its house in the suffix's country so: `yahoo-help.jp`, `rakuten-card.jp`, `hulu-japan.jp`.
 * A closed name has such a house in its own country only, and says where it is.
 */
function isHouse(brand: Brand, others: readonly string[], suffix: string, data: Catalogue): boolean {
  const { site, isClosed } = brand;
  const end = suffix.split(".").at(-1) ?? "";
  if (end.length !== 2 || data.cheap.has(suffix) || data.soldToAnybody.has(suffix)) return false;
  if (isBarred(brand, suffix, data)) return false;
  if (isDownload(brand, others, suffix, data)) return false;
  if (others.every((other) => data.places.has(other) || data.corporateWords.has(other))) return true;
  return (!isClosed || site.endsWith(`.${end}`)) && others.every((other) => isWord(other, data));
}

/** Whether a name stands beside words that its app is downloaded by, in China: it is on its own site, and only others put them there. */
function isDownload({ weight }: Brand, others: readonly string[], suffix: string, data: Catalogue): boolean {
  return weight === "distinct" && /(?:^|\.)cn$/u.test(suffix) && others.every((other) => data.downloadWords.has(other));
}

/**
 * Whether a name stands in China where others pose as its downloads: `st-wps.com.cn`. One that means something else ends its label,
 * or has a word by which an app is downloaded beside it. Reported as such: AdguardTeam/AdguardFilters 230758, 230988 and 233540,
 * hagezi/dns-blocklists 9494 and 10403, Lolitide/VirusDetector 650.
 */
function isPosed(
  { label, weight }: Brand,
  isLast: boolean,
  others: readonly string[],
  suffix: string,
  { posed, downloadWords }: Catalogue,
): boolean {
  if (!posed.has(label) || !`.${suffix}`.endsWith(".cn")) return false;
  return isLast || weight === "distinct" || others.some((other) => downloadWords.has(other));
}

/** Whether a name and the suffix read as its domain: `cdn-whatsapp.com`, `cdn-whatsapp.com.cn`. */
function isItsEnd({ site, weight, label }: Brand, token: string, suffix: string): boolean {
  if (site === `${token}.${suffix}`) return true;
  return weight === "distinct" && label.length > 4 && suffix.startsWith("com.") && site === `${token}.com`;
}

/** `mypaypal`: a name as its customers call it. */
function ownersName(token: string, { brands }: Catalogue): Brand | undefined {
  const brand = token.startsWith("my") ? brands.get(token.slice(2)) : undefined;
  return brand?.isAlone === true && brand.label.length > 4 ? brand : undefined;
}

/** Shorter ones end words of many languages. */
const MIN_LOCAL = 5;

/** Whether a word of trust of the name's own country stands at an end of a text: `gantitarif` beside an Indonesian bank. */
function holdsLocalWord(text: string, { country }: Brand, { localWords }: Catalogue): boolean {
  if (country === null || country === "CN" || text.length < MIN_LOCAL + 3) return false;
  for (let length = MIN_LOCAL; length < text.length - 2; length += 1)
    if (localWords.has(text.slice(-length)) || localWords.has(text.slice(0, length))) return true;
  return false;
}

/** A name that a word is joined to, or in disguise: beside a word that asks for trust it is meant. */
function brandWithin(token: string, data: Catalogue): Brand | undefined {
  const { length } = token;
  let hash = hashOf(token, 0, 3);
  for (let cut = 4; cut <= length - 2; cut += 1) {
    hash = (Math.imul(hash, 31) + token.charCodeAt(cut - 1)) | 0;
    if (!data.hashes.has(hash)) continue;
    const brand = data.brands.get(token.slice(0, cut));
    if (brand === undefined || !isCopied(brand) || brand.weight === "short") continue;
    const rest = token.slice(cut);
    if (isWord(rest, data) || (brand.isClosed && data.ordinaryWords.has(rest))) return brand;
  }
  return (
    behindRegion(token, data) ??
    (data.hashes.has(foldedHashOf(token, 0, length)) ? foldedBrand(token, data) : undefined)
  );
}

/** `floridasunpass`: a closed name as people of a region call it. */
function behindRegion(token: string, { brands, hashes, regions }: Catalogue): Brand | undefined {
  for (let cut = 3; cut <= token.length - 4; cut += 1) {
    if (!hashes.has(hashOf(token, cut, token.length)) || !regions.has(token.slice(0, cut))) continue;
    const brand = brands.get(token.slice(cut));
    if (brand?.isClosed === true && brand.weight === "distinct") return brand;
  }
  return undefined;
}

function foldedBrand(token: string, data: Catalogue): Brand | undefined {
  const brand = data.bySkeleton.get(foldAscii(token));
  return brand !== undefined && isCopied(brand) && brand.label.length > 4 ? brand : undefined;
}

interface Beside {
  readonly strong: string | undefined;
  readonly word: string | undefined;
  readonly others: readonly string[];
  /** Whether the name and the suffix are its domain, and only a hyphen stands before it; a state's names are nobody else's. */
  readonly isEnd: boolean;
  readonly isCheap: boolean;
  readonly isHosted: boolean;
  /** Whether it stands in the part that anybody may register: no account of a company, no suffix of a country's companies. */
  readonly isAnybodys: boolean;
  /** Whether it stands behind what stands before the dot of a site: `m-facebook`. */
  readonly isDoor: boolean;
}

/** How much it tells that a name stands beside words; null: nothing. */
function strengthBeside(
  { label, weight, country, isClosed, isAlone }: Brand,
  { strong, word, others, isEnd, isCheap, isHosted, isAnybodys, isDoor }: Beside,
  data: Catalogue,
): "strong" | "weak" | null {
  const { brands, companyWords, coreWords, corporateWords, fillers, places, localWords } = data;
  const isPlaced = others.some((other) => places.has(other));
  const isStranger = isAlone && !others.some((other) => corporateWords.has(other) || companyWords.has(other));
  switch (weight) {
    case "distinct":
      if (word !== undefined) return "strong";
      if (others.some((other) => fillers.has(other))) return "weak";
      if (isPlaced || isEnd || others.some((other) => brands.get(other)?.weight === "distinct")) return "weak";
      if (others.every((other) => phraseOf(other, data) !== null)) return "weak";
      if (isDoor) return "weak";
      if (isHosted && label.length > 4) return "weak";
      if ((isClosed || isAlone) && isAnybodys && label.length > 3 && !others.some((other) => corporateWords.has(other)))
        return "weak";
      // Names of sites about it have such hyphens too.
      return label.length > 4 && isCheap ? "weak" : null;
    case "known":
      if (strong !== undefined) return "strong";
      return word !== undefined && isCheap ? "weak" : null;
    case "word":
      if (strong !== undefined) return "strong";
      if (isDoor) return "weak";
      // Newspapers and programs are called by the word: `ledger-enquirer.com`.
      if (isAnybodys && ((isClosed && isHosted) || (isStranger && areMadeUp(others)))) return "weak";
      return word !== undefined ||
        others.includes("free") ||
        (isHosted && others.includes("clone")) ||
        isPlaced ||
        isEnd ||
        isCheap
        ? "weak"
        : null;
    case "common":
      if (country !== null && strong !== undefined) return "weak";
      return others.some((other) => coreWords.has(other) || isCorePhrase(other, data)) ? "weak" : null;
    case "short":
      if (strong !== undefined && (country !== null || !localWords.has(strong))) return "strong";
      if (isDoor) return "weak";
      if (isAnybodys && ((isClosed && isCheap) || isStranger)) return "weak";
      if (isCheap && others.every((other) => data.ordinaryWords.has(other))) return "weak";
      return (word !== undefined || isPlaced) && (isCheap || country !== null) ? "weak" : null;
  }
}

/** Whether some of several parts is a letter alone, as a program makes names: `wbk-telegram-q`. */
function areMadeUp(others: readonly string[]): boolean {
  return others.length > 1 && others.some((other) => /^[a-z]$/u.test(other));
}

/** Words of trust without spaces, of which the first or the last asks for it beside any name: `verifyaccount`. */
function isCorePhrase(text: string, data: Catalogue): boolean {
  return (
    text.length > 9 &&
    [...data.coreWords].some((word) => text.startsWith(word) || text.endsWith(word)) &&
    phraseOf(text, data) === "strong"
  );
}
