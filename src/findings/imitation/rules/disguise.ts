import { type Brand, type Catalogue, COMMON_END } from "../catalogue.ts";
import { differenceOf } from "../difference.ts";
import { isMixed, scriptOf, scriptsOf, signInDisguise } from "../scripts.ts";
import { asciiLooks, foldAscii, foldedParts, hashOf, looksOf, strictLooks } from "../skeleton.ts";
import { chineseName } from "./chinese.ts";
import { isCopied, lookingLike, type Lookalike, NO_BRANDS, type Parts } from "./parts.ts";
import { phraseOf } from "./words.ts";

/** Rule 1: signs in disguise, in what is no suffix but looks like one too. */
export function hiddenSign(labels: readonly string[], data: Catalogue): Lookalike | null {
  for (const label of labels) {
    const sign = signInDisguise(label);
    if (sign === null) continue;
    const why = `${nameOf(sign.character)} looks like ${sign.as}`;
    const before = label.slice(0, label.indexOf(sign.character));
    const brand = data.brands.get(before.split(".").at(-1) ?? "") ?? brandBefore(labels, label, data);
    return { isStrong: true, site: brand?.site ?? null, why };
  }
  return null;
}

/** Rule 2: scripts that nobody mixes, and words that are all disguise. */
export function oddScripts({ labels, suffix }: Parts, data: Catalogue): Lookalike | null {
  const { soldToAnybody } = data;
  // Under their own countries' suffixes these scripts are at home.
  const isLatinSuffix = !suffix.startsWith("xn--") && (!/(?:^|\.)[a-z]{2}$/u.test(suffix) || soldToAnybody.has(suffix));
  for (const label of labels) {
    const [script, another] = scriptsOf(label);
    if (isLatinSuffix && script !== undefined && script !== "Latin" && another === undefined) {
      const isAscii = /^[a-z0-9-]{3,}$/u.test(strictLooks(label));
      if (isAscii && nameBehind(label, data) === null) {
        return { isStrong: false, site: null, why: `${script} letters that all look Latin` };
      }
    }
    for (const token of label.split("-")) {
      const scripts = scriptsOf(token);
      const brand = nameBehind(token, data)?.brand;
      if (!isMixed(scripts)) continue;
      if (brand !== undefined) continue;
      const odd = Array.from(token).find((each) => scriptOf(each) !== "Latin" && scriptOf(each) !== "Common") ?? "";
      const isHidden = scripts.includes("Latin") && /^[a-z]$/iu.test(looksOf(odd));
      const why = isHidden ? `${nameOf(odd)} among Latin letters` : `mixes ${scripts.join(" and ")}`;
      return { isStrong: isHidden, site: null, why };
    }
  }
  return null;
}

function brandBefore(labels: readonly string[], label: string, data: Catalogue): Brand | undefined {
  return data.brands.get(labels[labels.indexOf(label) - 1] ?? "");
}

function nameOf(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const script = scriptOf(character);
  return script === "Common" || script === "another script" ? code : `${script} ${character} (${code})`;
}

/** A name that a text passes for without being it. */
interface Disguise {
  readonly brand: Brand;
  readonly why: string;
  readonly isStrong: boolean;
}

/**
 * Rule 3: the brand behind a text that is read as its name.
 *
 * @param isAsked  Whether what stands beside it asks for trust, so that a name of three letters counts too.
 * @param isBeside  Whether words stand beside it, so that two digits do not make it a code, nor a group another word.
 */
export function nameBehind(text: string, data: Catalogue, isAsked = false, isBeside = isAsked): Disguise | null {
  const isAscii = /^[\x21-\x7E]*$/u.test(text);
  const looks = isAscii ? text : asciiLooks(text);
  const brand = data.bySkeleton.get(foldAscii(looks));
  if (brand === undefined || text === brand.label || data.brands.has(text) || data.everyday.has(text)) return null;
  // A number, and one before what everybody's names end with: `7mobile`.
  if (/^\d+$/u.test(text) || (/^\d/u.test(text) && COMMON_END.exec(text)?.index === 1)) return null;
  // Letters among the digits of a number that people know.
  if (/^\d+$/u.test(brand.label)) {
    const isTold =
      brand.label.length > 4 && text.length === brand.label.length && (text.match(/\d/gu)?.length ?? 0) > 2;
    return isTold ? { brand, why: differenceOf(text, brand.label).words, isStrong: true } : null;
  }
  const difference = differenceOf(text, brand.label);
  if (isAscii) {
    // `m` is written for `nn` by nobody: `cmic` is no `cnnic`.
    if (brand.label.includes("nn") && !text.includes("nn")) return null;
    const isShort =
      isAsked && brand.isClosed && (difference.byGroups ? brand.label.length > 3 : /^\d[a-z]{2}$/u.test(text));
    const least = isShort ? 3 : (difference.byGroups ? 5 : 4) + (brand.weight === "known" ? 1 : 0);
    const isGroup = isBeside && difference.byGroups && brand.label.length > 3;
    if (brand.label.length < least && !isGroup) return null;
    if (brand.weight === "common" && !/\d/u.test(text) && !isGroup) return null;
    // Short codes of digits and letters are names of their own.
    const isCode = !(isBeside && brand.label.length > 4) && (text.match(/\d/gu)?.length ?? 0) > 1;
    if (brand.label.length < 6 && isCode) return null;
  } else if (scriptsOf(text).every((script) => script === "Latin")) {
    if (brand.label.length < 4) return null;
    // Several words with their marks are how its language writes them: `société-générale`.
    if (text.includes("-") && text.normalize("NFD").replaceAll(/\p{Mn}/gu, "") === brand.label) return null;
  }
  return { brand, why: difference.words, isStrong: !difference.isSlight };
}

/** Names longer than this are read as such whatever is joined to them. */
const LONG = 7;

/** What may stand for letters inside of a word. */
const SIGNS = /(?:^|[a-z])(?:\d|00|11)[a-z]|rn|vv|cl|[^\x21-\x7E]/u;
const MIN_JOINED = 8;

/** A name in digits and groups of letters that words are joined to: `paypa1login`, `loginmicros0ft365`. */
export function disguisedBesideWord({ labels, isAscii }: Parts, data: Catalogue): Lookalike | null {
  for (const each of labels) {
    if (each.length < MIN_JOINED || !SIGNS.test(each) || each.includes("-")) continue;
    const text = isAscii ? each : asciiLooks(each);
    for (const [from, to] of foldedParts(text, data.hashes)) {
      const found = disguisedPart(text, from, to, data);
      if (found !== null) return found;
    }
  }
  return null;
}

function disguisedPart(text: string, from: number, to: number, data: Catalogue): Lookalike | null {
  const rest = text.slice(0, from) + text.slice(to);
  const part = nameBehind(text.slice(from, to), data, false, data.strongWords.has(rest) || data.plainWords.has(rest));
  if (part === null || !part.isStrong || !isCopied(part.brand)) return null;
  const { label } = part.brand;
  // Digits on both sides of a cut are one number.
  if (label.length < 5 || text.includes(label) || /^\d+$/u.test(rest) || /^\d/u.test(text.slice(from, to))) return null;
  const isBeside = phraseOf(rest, data) !== null || data.ordinaryWords.has(rest);
  return isBeside ? lookingLike(part.brand, `${part.why}, beside ${rest}`, false) : null;
}

/** A name in other letters that a word is joined to: `ɢoogletranslate`. */
function disguisedBeginning(text: string, data: Catalogue): Lookalike | null {
  const looks = asciiLooks(text);
  if (!/^[a-z0-9]+$/u.test(looks) || data.everyday.has(looks)) return null;
  for (const brand of data.byStart.get(hashOf(looks, 0, 3)) ?? NO_BRANDS) {
    const { label } = brand;
    if (label.length < 5 || !isCopied(brand) || !looks.startsWith(label) || text.startsWith(label)) continue;
    const rest = looks.slice(label.length);
    // A language has letters with marks, and none of its own has others for Latin ones.
    const isMarked = text
      .normalize("NFD")
      .replaceAll(/\p{Mn}/gu, "")
      .startsWith(label);
    const isLong = label.length > LONG && brand.weight === "distinct";
    if (rest === "" || (isMarked && !isLong && phraseOf(rest, data) === null)) continue;
    return lookingLike(brand, differenceOf(text, label).words, true);
  }
  return null;
}

export function disguisedName({ labels, label, suffix }: Parts, data: Catalogue): Lookalike | null {
  for (const each of labels) {
    const isOwn = each === label;
    const isAscii = /^[\x21-\x7E]*$/u.test(each);
    if (!isOwn && isAscii) continue;
    const whole = nameBehind(each, data, isOwn, false);
    const isShort = whole !== null && whole.brand.label.length < 4;
    // A short name is read as such in its own place alone: `0vo.id`.
    if (whole !== null && (!isShort || !isAscii || whole.brand.site === `${whole.brand.label}.${suffix}`))
      return lookingLike(whole.brand, whole.why, whole.isStrong);
    if (!isAscii) {
      const begun = disguisedBeginning(each, data);
      if (begun !== null) return begun;
      const chinese = chineseName(each, data);
      if (chinese !== null) return chinese;
    }
    if (!each.includes("-")) continue;
    const tokens = each.split("-");
    for (const token of tokens) {
      const isAsked = tokens.some(
        (other) => other !== token && (data.strongWords.has(other) || data.places.has(other)),
      );
      const isBeside = isOwn && tokens.every((other) => other === token || phraseOf(other, data) !== null);
      const part = nameBehind(token, data, isAsked, isAsked || isBeside);
      const least = isAsked ? 3 : 4;
      const isMeant = part !== null && (part.brand.weight !== "common" || !isAscii || isBeside);
      if (part !== null && isMeant && part.brand.label.length >= least)
        return lookingLike(part.brand, part.why, part.isStrong);
    }
  }
  return null;
}
