import { type Brand, type Catalogue, COMMON_END, MIN_SLIP_LENGTH } from "../catalogue.ts";
import { differenceOf } from "../difference.ts";
import { hashOf } from "../skeleton.ts";
import { isBait } from "./before-stranger.ts";
import { isOtherPinyin, isSlip, type Near, nearName, wordCuts } from "./near.ts";
import { isCopied, lookingLike, type Lookalike, type Parts, tokensOf } from "./parts.ts";
import { isWord, phraseOf } from "./words.ts";

/**
 * Rule 8: a name that is spelled wrong or cut in two, where something stands beside it: `amazom-orders.com`,
 * `paypall.secure-login.com`, `facebokhelp.com`, `face-book-login.com`, `pay.pal.com-x.net`.
 *
 * @param domain  The registrable part. What many people visit lends names to others.
 */
export function misspelt(parts: Parts, domain: string, data: Catalogue): Lookalike | null {
  const { labels } = parts;
  const last = labels.length - 1;
  for (let place = last; place >= 0; place -= 1) {
    const each = labels[place] ?? "";
    const isOwn = place === last;
    const found = each.includes("-")
      ? (besideTokens(each, isOwn, data) ?? joinedWithin(each, data))
      : joinedToWord(each, data);
    const told =
      found ??
      (isOwn
        ? null
        : (beforeDomain(each, parts, data) ?? overLabels(each, labels[place + 1] ?? "", place === last - 1, data)));
    if (told !== null && (isOwn || !data.isPopular(domain))) return told;
  }
  return null;
}

/** Between hyphens. */
function besideTokens(label: string, isOwn: boolean, data: Catalogue): Lookalike | null {
  const all = tokensOf(label);
  const tokens = all.includes("") ? all.filter((token) => token !== "") : all;
  if (tokens.length === 1 || data.brands.has(label)) return null;
  for (const [place, token] of tokens.entries()) {
    const near = nearName(token, data);
    const isSwap = near === undefined && data.swaps.has(hashOf(token, 0, token.length)) && !data.everyday.has(token);
    const swappedEnd = isSwap ? data.bySwappedEnds.get(token) : undefined;
    const swapped = (isSwap ? data.bySwappedHalves.get(token) : undefined) ?? swappedEnd;
    if (near === undefined && swapped === undefined) continue;
    const others = tokens.toSpliced(place, 1);
    const strong = others.find((other) => phraseOf(other, data) === "strong");
    if (swapped !== undefined && swapped === swappedEnd && strong === undefined) continue;
    if (!isOwn && strong === undefined) continue;
    const beside = strong ?? others.join("-");
    if (swapped !== undefined) return lookingLike(swapped, `its name with its halves swapped, beside ${beside}`, false);
    if (near === undefined) continue;
    if (isMeantBeside(near, token, others, data)) return spelledWrong(token, near.brand, beside);
  }
  return cutInTwo(tokens, data);
}

/** Whether a name with a slip is meant beside words, or beside what is none. */
function isMeantBeside(near: Near, token: string, others: readonly string[], data: Catalogue): boolean {
  const { label, weight } = near.brand;
  const phrases = others.map((other) => phraseOf(other, data));
  const isStrong = phrases.includes("strong");
  const areWords = isStrong || others.every((other, place) => phrases[place] !== null || data.ordinaryWords.has(other));
  const arePlaces = !isStrong && others.every((other) => data.places.has(other));
  switch (weight) {
    case "short":
      return isStrong && isSlip(near, "doubled");
    case "common":
    case "known":
      if (areWords && !arePlaces && label.length > 4 && isLetterMore(near, token) && isSlip(near, "doubled"))
        return true;
      return isStrong && isSlip(near, label.length < MIN_SLIP_LENGTH ? "swapped" : "likely");
    case "distinct":
    case "word":
      if (!isStrong && isOtherPinyin(token, label) && !isSureInLong(near, token)) return false;
      if (label.length > MIN_SLIP_LENGTH) return true;
      if (label.length === MIN_SLIP_LENGTH) return areWords || isSlip(near, "likely");
      // Places stand beside names of any company.
      if (label.length > 4) return areWords && !arePlaces && isSlip(near, "likely");
      // A closed name of four letters is nobody else's.
      if (near.brand.isClosed && areWords && !arePlaces && isLetterMore(near, token) && isSlip(near, "doubled"))
        return true;
      return isStrong && isSlip(near, "swapped");
  }
}

/** A name whose letters are all there, one of them once more, or in a longer one in its neighbour's place. */
function isSureInLong(near: Near, text: string): boolean {
  const { length } = near.brand.label;
  if (length === MIN_SLIP_LENGTH) return isLetterMore(near, text) && isSlip(near, "doubled");
  return length > MIN_SLIP_LENGTH && isSlip(near, "swapped");
}

/** A slip and a word without a hyphen between them, and something else behind one: `amazzonprime-renewal`. */
function joinedWithin(label: string, data: Catalogue): Lookalike | null {
  if (data.brands.has(label)) return null;
  for (const token of tokensOf(label)) {
    const found = joinedToWord(token, data);
    if (found !== null) return found;
  }
  return null;
}

/** A name with hyphens in it, and something else beside it: `face-book-login`. */
function cutInTwo(tokens: readonly string[], data: Catalogue): Lookalike | null {
  for (let start = 0; start < tokens.length - 1; start += 1) {
    for (let end = start + 2; end <= Math.min(tokens.length, start + 3); end += 1) {
      if (end - start === tokens.length || !data.hashes.has(hashOfJoined(tokens, start, end))) continue;
      const parts = tokens.slice(start, end).map((part, place) => (place === 0 ? part : part.replace(NUMBER, "")));
      const brand = data.brands.get(parts.join(""));
      if (brand === undefined || brand.label.length < MIN_SLIP_LENGTH || !isCopied(brand)) continue;
      if (brand.site.startsWith(`${parts.join("-")}.`)) continue;
      const others = tokens.toSpliced(start, end - start);
      const strong = others.find((other) => phraseOf(other, data) === "strong");
      // Two words that everybody joins may be meant as such: `best-buy-offers`.
      const areWords = parts.every(
        (part) =>
          isWord(part, data) ||
          data.fillers.has(part) ||
          data.ordinaryWords.has(part) ||
          COMMON_END.exec(part)?.index === 0,
      );
      if (areWords && strong === undefined) continue;
      return lookingLike(brand, `its name with a hyphen, beside ${strong ?? others.join("-")}`, false);
    }
  }
  return null;
}

/** A digit behind letters, which says nothing: `sbi-sec4`. */
const NUMBER = /(?<=[a-z])\d$/u;
const LETTER_A = 0x61;

/** The hash of several parts without what stands between them, and without a digit behind those that follow the first. */
function hashOfJoined(tokens: readonly string[], start: number, end: number): number {
  let hash = 0;
  for (let index = start; index < end; index += 1) {
    const token = tokens[index] ?? "";
    const length =
      index > start && token.charCodeAt(token.length - 1) < LETTER_A && NUMBER.test(token)
        ? token.length - 1
        : token.length;
    for (let place = 0; place < length; place += 1) hash = (Math.imul(hash, 31) + token.charCodeAt(place)) | 0;
  }
  return hash;
}

/** Before the dot of a domain that is not its own. */
function beforeDomain(label: string, { labels }: Parts, data: Catalogue): Lookalike | null {
  const near = label.includes("-") ? undefined : nearName(label, data);
  if (near === undefined) return null;
  const { brand } = near;
  const { length } = brand.label;
  if (!isCopied(brand) || brand.weight === "short" || isOtherPinyin(label, brand.label)) return null;
  const isTold =
    length > MIN_SLIP_LENGTH ||
    (isSlip(near, "likely") && (length === MIN_SLIP_LENGTH || isBait(labels.at(-1) ?? "", data)));
  return isTold && length > 4 ? spelledWrong(label, brand, "another domain") : null;
}

/**
 * With its end behind a dot: `pay.pal.com-x.net`.
 *
 * @param isOwn  Whether the end is the part that its owner registered: `pay.pal.com` is a door of `pal.com`.
 */
function overLabels(label: string, next: string, isOwn: boolean, data: Catalogue): Lookalike | null {
  if (label.length < 2 || label.length > 12 || label.includes("-")) return null;
  if (!data.hashes.has(hashOver(label, next))) return null;
  const [rest = "", ...behind] = next.split("-");
  const brand = data.brands.get(label + rest);
  const isTold = brand?.weight === "distinct" && brand.label.length >= MIN_SLIP_LENGTH && rest.length > 1;
  if (!isTold || (isOwn && behind.length === 0 && DOORS.test(label))) return null;
  return lookingLike(brand, "its name with a dot", false);
}

/** The hash of a label and of what stands behind its dot up to a hyphen. */
function hashOver(label: string, next: string): number {
  let hash = hashOf(label, 0, label.length);
  for (let place = 0; place < next.length && next[place] !== "-"; place += 1)
    hash = (Math.imul(hash, 31) + next.charCodeAt(place)) | 0;
  return hash;
}

const DOORS = /^(?:m|my|www|mail|pay|shop|app|web|bank|e|i)$/u;

/** The shortest text that a slip and a word make. */
const MIN_JOINED = 8;

/** With a word at its end or its beginning, and nothing between: `facebokhelp`. */
function joinedToWord(text: string, data: Catalogue): Lookalike | null {
  if (text.length < MIN_JOINED) return null;
  const cuts = wordCuts(text, data);
  if (cuts.length === 0 || data.brands.has(text) || data.everyday.has(text)) return null;
  for (const cut of cuts) {
    const [before, behind] = [text.slice(0, Math.abs(cut)), text.slice(Math.abs(cut))];
    const isEnd = cut > 0;
    if (!isEnd && !mayBegin(before, data)) continue;
    const found = isEnd ? besideWord(before, behind, text, data) : besideWord(behind, before, text, data);
    if (found !== null) return found;
  }
  return null;
}

/** Whether a word before a name says that it is one: others go on with the name's letters, as `programmer` does. */
function mayBegin(word: string, { coreWords, strongWords, companyWords }: Catalogue): boolean {
  return word === "www" || coreWords.has(word) || (strongWords.has(word) && word.length > 3 && !companyWords.has(word));
}

function besideWord(name: string, word: string, text: string, data: Catalogue): Lookalike | null {
  const near = nearName(name, data);
  if (near === undefined || !isSlip(near, "likely")) return null;
  const { brand } = near;
  const { label } = brand;
  const isDoubled = isLetterMore(near, name) && isSlip(near, "doubled");
  // Its own name stands there too: `discordapp` is no `discor` and `dapp`. Parts that everybody has make other names.
  const isOther = text.includes(label) || (COMMON_END.exec(label)?.index ?? label.length) <= 4;
  if (!isCopied(brand) || (isOther && !isDoubled)) return null;
  const isAddress = word === "www" || word === "com";
  const isStrong = isAddress || data.strongWords.has(word);
  if (!isStrong && isOtherPinyin(name, label)) return null;
  if (brand.weight === "short")
    return isDoubled && data.strongWords.has(word) && word.length > 4 ? spelledWrong(name, brand, word) : null;
  // In a short name two doubled letters are no accident: `eevriipost`.
  if (
    label.length < MIN_SLIP_LENGTH &&
    brand.isClosed &&
    isDoubled &&
    name.length > label.length + 1 &&
    word.length > 3
  )
    return spelledWrong(name, brand, word);
  const least = isStrong && isSlip(near, "swapped") && word.length > 3 ? MIN_SLIP_LENGTH - 1 : MIN_SLIP_LENGTH;
  const isSure = isSlip(near, label.length > MIN_SLIP_LENGTH + 1 ? "likely" : "same");
  const isTold = isStrong ? label.length >= least : isSure && isLongEnough(near, word) && label !== `${name}s`;
  return isTold ? spelledWrong(name, brand, word) : null;
}

/** Whether enough of a name and of a word that asks for nothing is there: `whatsaapweb`, `doyuinshop`, `bilbilivip`. */
function isLongEnough(near: Near, word: string): boolean {
  const { length } = near.brand.label;
  if (length === MIN_SLIP_LENGTH) return word.length > 3 && isSlip(near, "swapped");
  return length > MIN_SLIP_LENGTH && (word.length > 3 || length > MIN_SLIP_LENGTH + 1 || isSlip(near, "swapped"));
}

/** Whether a letter was added: one twice too often makes no other word. */
function isLetterMore({ brand }: Near, text: string): boolean {
  return text.length > brand.label.length;
}

function spelledWrong(text: string, brand: Brand, beside: string): Lookalike {
  return lookingLike(brand, `${differenceOf(text, brand.label).words}, beside ${beside}`, false);
}
