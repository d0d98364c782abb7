import {
  type Brand,
  type Catalogue,
  COMMON_END,
  lettersOf,
  MIN_KEYED,
  MIN_TWO_SLIPS,
  SLIP_KEYS,
  slipKey,
  undoubled,
} from "../catalogue.ts";
import { hashOf, hashOfThree } from "../skeleton.ts";
import { NO_BRANDS } from "./parts.ts";

/** How a letter is off, the surest first: one doubled or the wrong one of two, two swapped, one that sounds or looks the same, one that hand, eye or ear mistakes, the first left out or one that sounds the same, any. */
const SLIPS = ["doubled", "swapped", "same", "likely", "first", "any"] as const;
type Slip = (typeof SLIPS)[number];

/** A name that a text is one letter off. */
export interface Near {
  readonly brand: Brand;
  readonly slip: Slip;
}

/** Whether a slip is at least as sure as another. */
export function isSlip({ slip }: Near, least: Slip): boolean {
  return SLIPS.indexOf(slip) <= SLIPS.indexOf(least);
}

const LONGEST = 40;
/** Hashes of the beginnings and ends of the text that is asked about. */
const beginnings = new Int32Array(LONGEST + 1);
const ends = new Int32Array(LONGEST + 1);
const POWERS = Int32Array.from({ length: LONGEST + 1 }).fill(1);
for (let place = 1; place <= LONGEST; place += 1) POWERS[place] = Math.imul(POWERS[place - 1] ?? 1, 31);

/**
 * The name that a text is one letter off: left out, added, changed or swapped with its neighbour. Of several the likelier.
 *
 * @returns  Undefined for a name, for a word, and for what is another name beside a part that everybody's names have.
 */
export function nearName(text: string, data: Catalogue): Near | undefined {
  const { length } = text;
  if (length < 3 || length > LONGEST) return undefined;
  const mangled = length > MIN_TWO_SLIPS ? garbled(text, data) : undefined;
  if (mangled !== undefined) return mangled;
  // What is two slips off a long name leaves its first letters.
  if (length >= MIN_KEYED && !leavesKey(text, data)) return undefined;
  let near = length >= MIN_KEYED ? nearestByKey(text, data) : nearestByHash(text, data);
  // A letter twice too often is surer than another one in its place: `okxx` is `okx` rather than `okex`.
  if ((near === undefined || near.slip === "any") && hasTwice(text)) near = severalTwice(text, data) ?? near;
  near ??= length >= MIN_TWO_SLIPS - 1 ? twoSlips(text, data) : undefined;
  return near === undefined || data.brands.has(text) || data.everyday.has(text) ? undefined : near;
}

function leavesKey(text: string, { slipKeys }: Catalogue): boolean {
  for (let kept = 0; kept < SLIP_KEYS; kept += 1) if (slipKeys.has(slipKey(text, kept))) return true;
  return false;
}

/** The text whose beginnings and ends are hashed. */
let hashed = "";

/** Hashes the beginnings and ends of a text that is no longer than the longest. */
function hashParts(text: string): void {
  if (text === hashed) return;
  hashed = text;
  const { length } = text;
  beginnings[0] = 0;
  for (let place = 0; place < length; place += 1)
    beginnings[place + 1] = (Math.imul(beginnings[place] ?? 0, 31) + text.charCodeAt(place)) | 0;
  ends[length] = 0;
  for (let place = length - 1; place > 0; place -= 1)
    ends[place] = (Math.imul(text.charCodeAt(place), POWERS[length - 1 - place] ?? 1) + (ends[place + 1] ?? 0)) | 0;
}

const NO_CUTS: readonly number[] = [];

/** Where a text may be cut so that a word is left at its end or its beginning, of three letters and more; a negative cut: at its beginning. */
export function wordCuts(text: string, { joinable, joinableStarts, joinableEnds }: Catalogue): readonly number[] {
  if (text.length > LONGEST) return NO_CUTS;
  const mayEnd = joinableEnds.has(hashOfThree(text, text.length - 3));
  const mayBegin = joinableStarts.has(hashOfThree(text, 0));
  if (!mayEnd && !mayBegin) return NO_CUTS;
  hashParts(text);
  let cuts: number[] | undefined;
  for (let cut = 3; cut <= text.length - 3; cut += 1) {
    if (mayEnd && joinable.has(ends[cut] ?? 0)) (cuts ??= []).push(cut);
    if (mayBegin && joinable.has(beginnings[cut] ?? 0)) (cuts ??= []).push(-cut);
  }
  return cuts ?? NO_CUTS;
}

/** Whether a letter stands twice together. */
function hasTwice(text: string): boolean {
  for (let place = 1; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (code === text.charCodeAt(place - 1) && code >= 0x61 && code <= 0x7a) return true;
  }
  return false;
}

/** The hash of a text with each letter once where it stands twice and more. */
function undoubledHashOf(text: string): number {
  let hash = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    if (place === 0 || code !== text.charCodeAt(place - 1)) hash = (Math.imul(hash, 31) + code) | 0;
  }
  return hash;
}

/** A name with several letters doubled: `billibilli`. */
function severalTwice(text: string, { byUndoubled, undoubledHashes }: Catalogue): Near | undefined {
  if (!undoubledHashes.has(undoubledHashOf(text))) return undefined;
  const brand = byUndoubled.get(undoubled(text));
  if (brand === undefined || brand.label === text) return undefined;
  // Of a few letters one is doubled, or the word is another: `oovoo` is no `ovo`.
  return brand.weight === "short" && text.length > brand.label.length + 1 ? undefined : { brand, slip: "doubled" };
}

/** A long name with a slip of the hand, a letter doubled or two swapped, and another one: `steamcommunutiy`. */
function twoSlips(text: string, { longByStart }: Catalogue): Near | undefined {
  const long = longByStart.get(hashOf(text, 0, 3));
  if (long === undefined) return undefined;
  const letters = lettersOf(text);
  for (const { brand, undoubled: bare, end, letters: own } of long) {
    const { label } = brand;
    // A swap changes no letters, and another slip one for another.
    if (Math.abs(label.length - text.length) > 2 || areFarApart(letters, own) || !text.endsWith(end)) continue;
    if (text.includes(label) || isOneOff(text, label)) continue;
    const isSlipped = slipOf(undoubled(text), bare) !== undefined;
    if (isSlipped || isSlippedSwapped(text, label) || isAlwaysWrong(text, label)) return { brand, slip: "any" };
    if (label.length >= MIN_ANY_TWO && isSteps(text, label, 2)) return { brand, slip: "any" };
  }
  return undefined;
}

/** Slips in one word of a name that programs misspell, and in both. */
const MOST_SLIPS = 3;
const MOST_SLIPS_IN_BOTH = 4;

/**
 * A name of two words with several slips: `steamconmnuilty`, `staencornmunity`. Its last word as it should be makes another
 * name: `smartcommunity`.
 */
function garbled(text: string, data: Catalogue): Near | undefined {
  for (const { brand, first, last } of data.garbled) {
    const { label } = brand;
    if (text.charCodeAt(0) !== label.charCodeAt(0) || Math.abs(text.length - label.length) > MOST_SLIPS_IN_BOTH)
      continue;
    if (text === label || text.includes(last) || text.includes(last.slice(0, -1)) || data.everyday.has(text)) continue;
    // Two letters that are read as one are no slips of their own.
    const read = text.replaceAll("rn", "m");
    const most = read.startsWith(first) ? MOST_SLIPS : MOST_SLIPS_IN_BOTH;
    if (stepsBetween(read, label, most) <= most) return { brand, slip: "any" };
  }
  return undefined;
}

/** How many letters left out, added, changed or swapped with their neighbours make one text of another; one more than the most when more. */
function stepsBetween(text: string, label: string, most: number): number {
  let before: number[] = [];
  let row = Array.from({ length: label.length + 1 }, (_, place) => place);
  for (let at = 1; at <= text.length; at += 1) {
    const next = [at];
    for (let place = 1; place <= label.length; place += 1) {
      const isSame = text.charCodeAt(at - 1) === label.charCodeAt(place - 1);
      let steps = Math.min((row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1, (row[place - 1] ?? 0) + (isSame ? 0 : 1));
      const isSwapped =
        at > 1 &&
        place > 1 &&
        text.charCodeAt(at - 1) === label.charCodeAt(place - 2) &&
        text.charCodeAt(at - 2) === label.charCodeAt(place - 1);
      if (isSwapped) steps = Math.min(steps, (before[place - 2] ?? 0) + 1);
      next.push(steps);
    }
    if (Math.min(...next) > most) return most + 1;
    before = row;
    row = next;
  }
  return row[label.length] ?? most + 1;
}

/** Whether more than two letters stand in one of two texts alone. */
function areFarApart(letters: number, others: number): boolean {
  let apart = letters ^ others;
  apart &= apart - 1;
  return (apart & (apart - 1)) !== 0;
}

/** Names as long as this are read as such with any two slips: `steamcoumunilty`. */
const MIN_ANY_TWO = 14;

/** Whether some letters left out, added or changed make one text of another. */
function isSteps(text: string, label: string, steps: number): boolean {
  let start = 0;
  while (start < text.length && text[start] === label[start]) start += 1;
  const [rest, own] = [text.slice(start), label.slice(start)];
  if (rest === own) return true;
  if (steps === 0) return false;
  return [rest.slice(1), rest].some((left) =>
    [own.slice(1), own].some((other) => (left !== rest || other !== own) && isSteps(left, other, steps - 1)),
  );
}

/** Whether one letter stands for the same other one wherever they differ: `myelherwallel`. */
function isAlwaysWrong(text: string, label: string): boolean {
  if (text.length !== label.length) return false;
  const pairs = Array.from(text).flatMap((letter, place) =>
    letter === label[place] ? [] : [letter + label.charAt(place)],
  );
  return pairs.length === 2 && pairs[0] === pairs[1];
}

/** Whether a text with two neighbours swapped back is one letter off a label. */
function isSlippedSwapped(text: string, label: string): boolean {
  for (let place = 3; place < text.length - 1; place += 1) {
    const swapped = text.slice(0, place) + text.charAt(place + 1) + text.charAt(place) + text.slice(place + 2);
    if (slipOf(swapped, label) !== undefined) return true;
  }
  return false;
}

/** Of texts as long as this a slip leaves a key. */
function nearestByKey(text: string, { slipKeys, bySlipKey }: Catalogue): Near | undefined {
  let near: Near | undefined;
  const letters = lettersOf(text);
  for (let kept = 0; kept < SLIP_KEYS; kept += 1) {
    const key = slipKey(text, kept);
    const keyed = slipKeys.has(key) ? bySlipKey.get(key) : undefined;
    if (keyed === undefined) continue;
    for (const { brand, letters: own } of keyed) if (!areFarApart(letters, own)) near = surer(near, text, brand);
  }
  return near;
}

function nearestByHash(text: string, data: Catalogue): Near | undefined {
  const { length } = text;
  hashParts(text);
  let near = nearest(undefined, text, beginnings[length] ?? 0, data);
  for (let place = 0; place < length; place += 1) {
    const without = (Math.imul(beginnings[place] ?? 0, POWERS[length - 1 - place] ?? 1) + (ends[place + 1] ?? 0)) | 0;
    near = nearest(near, text, without, data);
  }
  return near;
}

function nearest(known: Near | undefined, text: string, hash: number, { slips, bySlip }: Catalogue): Near | undefined {
  if (!slips.has(hash)) return known;
  let near = known;
  for (const brand of bySlip.get(hash) ?? NO_BRANDS) near = surer(near, text, brand);
  return near;
}

/** Of a name that is known and of another one that a text may be a letter off, the likelier. */
function surer(near: Near | undefined, text: string, brand: Brand): Near | undefined {
  const slip = slipOf(text, brand.label);
  return slip !== undefined && (near === undefined || !isSlip(near, slip)) ? { brand, slip } : near;
}

function isOneOff(text: string, label: string): boolean {
  let start = 0;
  while (start < text.length && text.charCodeAt(start) === label.charCodeAt(start)) start += 1;
  return slipAt(start, text, label) !== undefined;
}

function slipOf(text: string, label: string): Slip | undefined {
  if (text === label || Math.abs(text.length - label.length) > 1) return undefined;
  let start = 0;
  while (start < text.length && text.charCodeAt(start) === label.charCodeAt(start)) start += 1;
  const slip = slipAt(start, text, label);
  // One letter twice too often is a slip of the hand, whatever stands beside it.
  const isTwice = slip === "doubled" && text.length > label.length;
  return slip !== undefined && !isTwice && isOtherName(text, label) ? undefined : slip;
}

function slipAt(start: number, text: string, label: string): Slip | undefined {
  const [rest, other] = [text.slice(start), label.slice(start)];
  const [letter, meant] = [rest.charAt(0), other.charAt(0)];
  if (rest.length === other.length) {
    if (rest.slice(2) === other.slice(2) && letter === other[1] && rest[1] === meant) return "swapped";
    if (rest.slice(1) !== other.slice(1)) return undefined;
    if (isWrongDouble(text, label, start)) return "doubled";
    if (start === 0) return SAME.has(letter + meant) ? "first" : "any";
    return SAME.has(letter + meant) ? "same" : areMistaken(letter, meant) ? "likely" : "any";
  }
  if (rest === other.slice(1)) {
    if (meant === label.charAt(start - 1) || meant === other[1]) return "doubled";
    return start === 0 ? "first" : isMissed(label, start) ? "likely" : "any";
  }
  if (other !== rest.slice(1)) return undefined;
  if (letter === text.charAt(start - 1) || letter === rest[1]) return "doubled";
  return isStray(text, start) ? "likely" : "any";
}

/** Whether one of two letters that stand together twice was doubled instead: `whatsaap`. */
function isWrongDouble(text: string, label: string, place: number): boolean {
  const letter = text.charAt(place);
  if (letter !== text.charAt(place - 1) && letter !== text.charAt(place + 1)) return false;
  return label.charAt(place) === label.charAt(place - 1) || label.charAt(place) === label.charAt(place + 1);
}

/** Starts of names of the same kind: `chinapost` and `chinamost` are two names. */
const COMMON_START = /^(?:bank|china|east|online)/u;
/** What stands beside such a part is a name of its own up to this length: one letter off is another name. */
const MAX_OTHER_NAME = 4;

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

const SYLLABLE =
  "(?:[bpm](?:iao|ian|ing|ang|eng|ai|ei|ao|ou|an|en|in|ie|a|o|i|u)|f(?:ang|eng|an|en|ei|ou|a|o|u)|" +
  "[dtnl](?:iang|iong|uang|iao|ian|ing|ang|eng|ong|uan|ai|ei|ao|ou|an|en|in|ie|iu|ui|un|uo|ve|ia|a|e|i|u|v)|" +
  "(?:[gkh]|zh|ch|sh|r|z|c|s)(?:uang|ang|eng|ong|uai|uan|ai|ei|ao|ou|an|en|ua|ui|un|uo|a|e|u|i)|" +
  "[jqx](?:iang|iong|iao|ian|ing|uan|ie|iu|in|ia|ue|un|i|u)|[yw](?:ang|eng|ing|ong|uan|ai|ei|ao|ou|an|en|in|ue|un|a|e|o|i|u)|" +
  "ang|ai|ao|an|en|er|ou|a|e|o)";
const PINYIN = new RegExp(`^${SYLLABLE}{2,}$`, "u");
/** Longer names of syllables are a letter off nothing else. */
const MAX_PINYIN = 9;

/** Whether both are syllables of Pinyin: `xinyu` is no `xianyu`. */
export function isOtherPinyin(text: string, label: string): boolean {
  return label.length <= MAX_PINYIN && PINYIN.test(label) && PINYIN.test(text);
}

/** Letters side by side on a keyboard, row by row with the row below. */
const KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm"] as const;
const VOWELS = "aeiouy";
/** Letters that are read or heard as one another. */
const ALIKE = ["bdpq", "ckq", "ft", "gq", "hkn", "ijl", "mn", "nr", "sz", "uvw", "xs", "oq", "cs", "dt", "bp", "rl"];

/** Letters that sound or look the same in most languages. */
const SAME: ReadonlySet<string> = new Set(["ck", "kc", "qk", "kq", "qg", "gq", "iy", "yi", "sz", "zs", "sc", "cs"]);

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

/** Whether a letter of a name is one that people leave out: a vowel, or any of a longer name. */
function isMissed(label: string, place: number): boolean {
  return label.length > 6 || VOWELS.includes(label.charAt(place));
}

/** Whether a letter too much is one that people add: its neighbour on the keyboard, one two places off (`discocrd`), an `s` at the end. */
function isStray(text: string, place: number): boolean {
  const letter = text.charAt(place);
  if (place === text.length - 1 && letter === "s") return true;
  if (place > 1 && (letter === text.charAt(place - 2) || letter === text.charAt(place + 2))) return true;
  return areNeighbours(letter, text.charAt(place - 1)) || areNeighbours(letter, text.charAt(place + 1));
}
