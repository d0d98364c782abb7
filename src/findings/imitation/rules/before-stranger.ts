import { type Brand, type Catalogue, undoubled } from "../catalogue.ts";
import { nameBehind } from "./disguise.ts";
import { joinedIn } from "./joined.ts";
import { isCopied, lookingLike, type Lookalike, type Parts, tokensOf } from "./parts.ts";
import { isWord, type Phrase, phraseOf } from "./words.ts";

/**
 * Rule 6: the name of somebody who is never a guest, before a domain that is not his: `paypal.evil.top`; any name, before one that
 * is made of words of trust: `discord.enable-2fa.com`.
 *
 * @param domain  The registrable part. What many people visit lends names to customers and partners: `netflix.fandom.com`.
 */
export function beforeStranger(parts: Parts, domain: string, data: Catalogue): Lookalike | null {
  const { labels, label: own, suffix } = parts;
  if (labels.length < 2) return null;
  const isCheap = data.cheap.has(suffix);
  for (const label of labels.slice(0, -1)) {
    const brand =
      guest(label, isCheap, own, data) ??
      (isBait(own, data) ? named(label, own, data) : undefined) ??
      (RANDOM.test(own) ? anyNameAmong(label, data) : undefined);
    if (brand === undefined || data.isPopular(domain)) continue;
    return lookingLike(brand, `its name before ${domain}`, false);
  }
  return null;
}

/** A domain that nobody reads: letters among digits, six digits and more, or six consonants in a row. */
const RANDOM = /[a-z]\d+[a-z]|\d[a-z]+\d|^\d{6,}$|[bcdfghjklmnpqrstvwxz]{6}/u;

/** A name that no company gives to a host of its own. */
function anyName(label: string, data: Catalogue): Brand | undefined {
  const brand = data.brands.get(label);
  const isNamed = brand !== undefined && (brand.weight === "distinct" || brand.weight === "word");
  return isNamed && label.length > 4 && !data.hostedNames.has(label) ? brand : undefined;
}

/** The same of one between hyphens: `www-apple-jp`. */
function anyNameAmong(label: string, data: Catalogue): Brand | undefined {
  for (const token of label.split("-")) {
    const brand = anyName(token, data);
    if (brand !== undefined) return brand;
  }
  return undefined;
}

/** The same of a name that is joined to words: `exodussupport.evil.app`. */
export function joinedBeforeStranger(parts: Parts, domain: string, data: Catalogue): Lookalike | null {
  const isCheap = data.cheap.has(parts.suffix);
  for (const label of parts.labels.slice(0, -1)) {
    for (const text of tokensOf(label)) {
      const isNumbered = isCheap && /[a-z]\d+$/u.test(text);
      const found =
        text.length < MIN_JOINED && !isNumbered
          ? null
          : joinedIn(text, { ...parts, suffix: "", isHosting: false }, data);
      if (found !== null && !data.isPopular(domain)) return found;
    }
  }
  return null;
}

const MIN_JOINED = 8;

function guest(label: string, isCheap: boolean, own: string, data: Catalogue): Brand | undefined {
  // Banks call their own hosts so.
  if (data.doorNames.has(label)) return undefined;
  const whole = data.brands.get(label) ?? nameBehind(label, data)?.brand;
  if (whole !== undefined && isTelling(whole, isCheap)) return whole;
  if (!label.includes("-")) return undefined;
  const tokens = label.split("-");
  for (const [place, token] of tokens.entries()) {
    const part = data.brands.get(`${token}-${tokens[place + 1] ?? ""}`) ?? data.brands.get(token);
    if (part === undefined) continue;
    const others = tokens.filter((other) => other !== token);
    if (part.isClosed && isPosing(part, others, own, isCheap, data)) return part;
    if (part.label.length < 4) continue;
    if (part.isAlone && part.label.length > 4) return part;
    if (part.weight === "distinct" && part.isClosed) return part;
    if (isCheap && (part.weight === "distinct" || part.weight === "word") && part.label.length > 4) return part;
    const isAsking = others.some((other) => data.strongWords.has(other));
    if (isAsking && (part.weight === "distinct" || part.weight === "word")) return part;
  }
  return undefined;
}

/** Whether a closed name stands beside words in the language of its country: `updatetarif-bankbri`, `dana-indonesia`. */
function isPosing(
  { weight, country }: Brand,
  others: readonly string[],
  own: string,
  isCheap: boolean,
  data: Catalogue,
): boolean {
  if (country === null || country === "CN" || weight === "common") return false;
  const isAsking = others.some((other) => other.length > 4 && phraseOf(other, data) === "strong");
  if (isAsking && (isCheap || weight === "known" || own.split("-").some((word) => data.strongWords.has(word))))
    return true;
  return isCheap && weight !== "short" && others.every((other) => isWord(other, data));
}

/** A name with another meaning, or a short one, may be a department's; where nobody pays for a name it hardly is. */
function isTelling({ isClosed, isAlone, weight, label }: Brand, isCheap: boolean): boolean {
  if (isCheap && (weight === "distinct" || weight === "word") && label.length > 4) return true;
  if (isAlone && label.length > 4) return true;
  if (!isClosed) return false;
  if (weight === "distinct") return label.length > 3;
  return isCheap && (weight === "word" || (weight === "short" && label.length > 2));
}

/** A domain that is made of words of trust and nothing else stands behind a name to be its end. */
export function isBait(own: string, data: Catalogue): boolean {
  const tokens = own.split("-");
  const phrases = new Set(tokens.map((token) => baitOf(token, data) ?? baitOf(undoubled(token), data)));
  if (!phrases.has("strong") || phrases.has(null)) return false;
  return tokens.length > 1 || [...data.coreWords].some((word) => own !== word && own.includes(word));
}

function baitOf(token: string, data: Catalogue): Phrase {
  return phraseOf(token, data) ?? (data.ordinaryWords.has(token) ? "words" : null);
}

function named(label: string, own: string, data: Catalogue): Brand | undefined {
  const isCore = own.split("-").some((word) => data.coreWords.has(word.replace(/\d+$/u, "")));
  return label
    .split("-")
    .flatMap((token) => data.brands.get(token) ?? [])
    .find((brand) => isCopied(brand) || (brand.weight === "common" && isCore));
}
