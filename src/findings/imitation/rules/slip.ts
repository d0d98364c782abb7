import { type Brand, type Catalogue, MIN_SLIP_LENGTH, SLIP_KEYS, slipKey } from "../catalogue.ts";
import { differenceOf } from "../difference.ts";
import { asciiLooks } from "../skeleton.ts";
import { HOMES, isCopied, lookingLike, type Lookalike, NO_BRANDS, type Parts } from "./parts.ts";
import { COMMON_END } from "./words.ts";

/** Rule 7: one letter more, less, other or swapped, a hyphen or a number. */
export function slip({ label, suffix, isAscii }: Parts, data: Catalogue): Lookalike | null {
  if (label.includes("-")) {
    if (data.brands.has(label) || data.everyday.has(label)) return null;
    const bare = data.brands.get(label.replaceAll("-", ""));
    // Its own site may be spelled so: `credit-agricole.fr`.
    const isSpelledSo = bare?.site.startsWith(`${label}.`) === true;
    // Names copied less often are two words that others join too: `d-card`.
    const leastLength = bare?.weight === "known" ? MIN_SLIP_LENGTH + 2 : 5;
    const isTold = bare !== undefined && !isSpelledSo && bare.weight !== "common" && bare.label.length >= leastLength;
    return isTold ? lookingLike(bare, "its name with a hyphen", false) : null;
  }
  // Letters with marks may hide the slip.
  const text = isAscii ? label : asciiLooks(label);
  const brand = isAscii || /^[a-z0-9]*$/u.test(text) ? (slipOf(text, data) ?? doubledOf(text, data)) : undefined;
  if (brand === undefined || data.brands.has(label) || data.everyday.has(label)) return null;
  // Its houses abroad have names of their own.
  const end = suffix.split(".").at(-1) ?? "";
  if (brand.country === "CN" && end !== "cn" && HOMES.CN.some((home) => home === end)) return null;
  // A letter before or behind its whole name, where its country gives names to companies, is one of its services.
  const isService = brand.country !== null && brand.site.endsWith(`.${suffix}`) && suffix.includes(".");
  if (isService && label.includes(brand.label)) return null;
  return lookingLike(brand, differenceOf(text, brand.label).words, false);
}

/** A name of five letters and more with one of them doubled. */
function doubledOf(text: string, { brands }: Catalogue): Brand | undefined {
  if (text.length < 6) return undefined;
  for (let index = 0; index < text.length - 1; index += 1) {
    if (text.charCodeAt(index) !== text.charCodeAt(index + 1)) continue;
    const brand = brands.get(text.slice(0, index) + text.slice(index + 1));
    if (brand !== undefined && isCopied(brand) && brand.weight !== "short") return brand;
  }
  return undefined;
}

export function slipOf(text: string, { everyday, bySlip }: Catalogue): Brand | undefined {
  if (text.length < MIN_SLIP_LENGTH - 1) return undefined;
  for (let kept = 0; kept < SLIP_KEYS; kept += 1) {
    for (const brand of bySlip.get(slipKey(text, kept)) ?? NO_BRANDS)
      if (isSlip(text, brand.label)) return everyday.has(text) ? undefined : brand;
  }
  return undefined;
}

/** Starts of names of the same kind: `chinapost` and `chinamost` are two names. */
const COMMON_START = /^(?:bank|china|east|online)/u;
/** What stands beside such a part is a name of its own up to this length: one letter off is another name. */
const MAX_OTHER_NAME = 4;

/** Names up to this length are a letter off so many others that the letter has to be one that is mistaken. */
const SHORT = 8;

/** Whether one letter was left out, added, changed or swapped with its neighbour. */
function isSlip(text: string, label: string): boolean {
  if (Math.abs(text.length - label.length) > 1 || text === label || !isLetterOff(text, label)) return false;
  return !isOtherName(text, label);
}

/** Whether another name stands beside a part that everybody's names have. */
function isOtherName(text: string, label: string): boolean {
  const end = COMMON_END.exec(label);
  const otherEnd = COMMON_END.exec(text)?.[0];
  if (end !== null && otherEnd !== undefined) {
    if (end.index < 3 || otherEnd !== end[0]) return true;
    // A letter in place of another is another word; one too much or too few is a slip of the hand: `hpotmail`.
    if (end.index <= MAX_OTHER_NAME && text.length === label.length) return true;
  }
  const start = COMMON_START.exec(label);
  return start !== null && label.length - start[0].length <= MAX_OTHER_NAME && text.startsWith(start[0]);
}

function isLetterOff(text: string, label: string): boolean {
  let start = 0;
  while (start < text.length && text.charCodeAt(start) === label.charCodeAt(start)) start += 1;
  const [rest, other] = [text.slice(start), label.slice(start)];
  const isLong = label.length > SHORT;
  if (rest.length === other.length) {
    const isSwap = rest.slice(2) === other.slice(2) && rest[0] === other[1] && rest[1] === other[0];
    if (isSwap) return true;
    return rest.slice(1) === other.slice(1) && (isLong || (start > 0 && areMistaken(rest.charAt(0), other.charAt(0))));
  }
  if (rest === other.slice(1)) return isLong || isMissed(label, start);
  return other === rest.slice(1) && (isLong || isStray(text, start));
}

/** Letters side by side on a keyboard, row by row with the row below. */
const KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm"] as const;
const VOWELS = "aeiouy";
/** Letters that are read or heard as one another. */
const ALIKE = ["bdpq", "ckq", "ft", "gq", "hkn", "ijl", "mn", "nr", "sz", "uvw", "xs", "oq", "cs", "dt", "bp", "rl"];

/** Whether a letter stands for another by mistake: of the hand, the eye or the ear. */
function areMistaken(letter: string, other: string): boolean {
  if (VOWELS.includes(letter) && VOWELS.includes(other)) return true;
  return areNeighbours(letter, other) || ALIKE.some((alike) => alike.includes(letter) && alike.includes(other));
}

function areNeighbours(letter: string, other: string): boolean {
  const [row, place] = keyOf(letter);
  const [otherRow, otherPlace] = keyOf(other);
  if (row < 0 || otherRow < 0 || Math.abs(row - otherRow) > 1) return false;
  const step = (otherPlace - place) * (otherRow < row ? -1 : 1);
  return row === otherRow ? Math.abs(step) === 1 : step === 0 || step === -1;
}

function keyOf(letter: string): readonly [row: number, place: number] {
  const row = KEYBOARD.findIndex((keys) => keys.includes(letter));
  return [row, KEYBOARD[row]?.indexOf(letter) ?? -1];
}

/** Whether a letter of a name is one that people leave out: one of two, a vowel, or the last. */
function isMissed(label: string, place: number): boolean {
  if (label.length > 6 && place > 0) return true;
  const letter = label.charAt(place);
  return (
    place > 0 && (VOWELS.includes(letter) || letter === label.charAt(place + 1) || letter === label.charAt(place - 1))
  );
}

/** Whether a letter too much is one that people add: one twice, its neighbour on the keyboard, or an `s` at the end. */
function isStray(text: string, place: number): boolean {
  const letter = text.charAt(place);
  const [before, after] = [text.charAt(place - 1), text.charAt(place + 1)];
  if (place === text.length - 1 && letter === "s") return true;
  return letter === before || letter === after || areNeighbours(letter, before) || areNeighbours(letter, after);
}
