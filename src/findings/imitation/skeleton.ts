import { confusables } from "./confusables.ts";
import type { HashSet } from "./hash-set.ts";
import { HAN, HAN_ALIKE, LETTERS } from "./data/letters.ts";

/** Digits and groups of ASCII letters that are read as others. */
const GROUPS: readonly (readonly [string, string])[] = [
  ["rn", "m"],
  ["vv", "w"],
  ["cl", "d"],
  ["nn", "m"],
];
const SIGNS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  "2": "z",
  "3": "e",
  "4": "a",
  "5": "s",
  "6": "b",
  "7": "t",
  "8": "b",
  "9": "g",
  i: "l",
  "|": "l",
  $: "s",
  "@": "a",
};
const MAY_FOLD = /[0-9i|$@]|rn|vv|cl|nn/u;

let letters: ReadonlyMap<string, string> | null = null;
let han: ReadonlyMap<string, string> | null = null;
let hanAlike: ReadonlyMap<string, string> | null = null;

function tableOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .trim()
      .split("\n")
      .flatMap((line) => {
        const [target = "", from = ""] = line.split(" ");
        return Array.from(from).map((each) => [each, target] as const);
      }),
  );
}

/** What a character looks like: by our own table, else by UTS 39; itself when neither names it. */
export function looksOf(character: string): string {
  letters ??= tableOf(LETTERS);
  return letters.get(character) ?? confusables().get(character) ?? character;
}

/** A label in the ASCII letters that it looks like, marks off; what looks like none stays. Source: UTS 39, section 4. */
export function asciiLooks(label: string): string {
  let looks = "";
  // UTS 39 reads `m` as `rn`, too.
  for (const character of label.normalize("NFD")) looks += character > "\u007F" ? looksOf(character) : character;
  return looks
    .normalize("NFD")
    .replace(/[\p{Mn}']/gu, "")
    .toLowerCase();
}

/** The same by UTS 39 alone, which knows fewer. */
export function strictLooks(label: string): string {
  let looks = "";
  for (const character of label.normalize("NFD")) looks += confusables().get(character) ?? character;
  return looks
    .normalize("NFD")
    .replace(/[\p{Mn}']/gu, "")
    .toLowerCase();
}

/** Han characters in the shape that names are compared in. */
export function plainHan(label: string): string {
  han ??= tableOf(HAN);
  return replaceEach(label, han);
}

/** The same with what only looks like a character taken for it. */
export function hanLooks(label: string): string {
  hanAlike ??= tableOf(HAN_ALIKE);
  return plainHan(replaceEach(label, hanAlike));
}

function replaceEach(text: string, table: ReadonlyMap<string, string>): string {
  let replaced = "";
  for (const character of text) replaced += table.get(character) ?? character;
  return replaced;
}

/** ASCII with the digits and groups of letters that pass for others replaced: `paypa1` and `paypai` are one. */
export function foldAscii(label: string): string {
  if (!MAY_FOLD.test(label)) return label;
  let folded = label;
  for (const [from, to] of GROUPS) if (folded.includes(from)) folded = folded.replaceAll(from, to);
  return folded.replace(/[0-9i|$@]/gu, (sign) => SIGNS[sign] ?? sign);
}

/** Hash of a part of a text as it stands. */
export function hashOf(text: string, from: number, to: number): number {
  let hash = 0;
  for (let place = from; place < to; place += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(place)) | 0;
  return hash;
}

/** The same of three letters. */
export function hashOfThree(text: string, from: number): number {
  return text.charCodeAt(from) * 961 + text.charCodeAt(from + 1) * 31 + text.charCodeAt(from + 2);
}

/** Hash of the folded form of a part of an ASCII text, without making it. */
export function foldedHashOf(text: string, from: number, to: number): number {
  let hash = 0;
  for (let place = from; place < to; place += 1) {
    const code = text.charCodeAt(place);
    const pair = place + 1 < to ? pairOf(code, text.charCodeAt(place + 1)) : 0;
    const folded = pair === 0 ? (FOLDED[code] ?? code) : pair;
    if (pair !== 0) place += 1;
    hash = (Math.imul(hash, 31) + folded) | 0;
  }
  return hash;
}

const SHORTEST_PART = 5;
const NO_PARTS: readonly (readonly [from: number, to: number])[] = [];

/** The beginnings and ends of an ASCII text, five letters and more, whose folded forms have hashes of a set. */
export function foldedParts(text: string, hashes: HashSet): readonly (readonly [from: number, to: number])[] {
  let found: (readonly [number, number])[] | undefined;
  const { length } = text;
  let hash = 0;
  for (let place = 0; place < length - 2; place += 1) {
    const pair = pairOf(text.charCodeAt(place), text.charCodeAt(place + 1));
    hash = (Math.imul(hash, 31) + (pair === 0 ? (FOLDED[text.charCodeAt(place)] ?? 0) : pair)) | 0;
    if (pair !== 0) place += 1;
    if (place + 1 >= SHORTEST_PART && hashes.has(hash)) (found ??= []).push([0, place + 1]);
  }
  hash = 0;
  let power = 1;
  for (let place = length - 1; place > 2; place -= 1) {
    const pair = pairOf(text.charCodeAt(place - 1), text.charCodeAt(place));
    hash = (hash + Math.imul(pair === 0 ? (FOLDED[text.charCodeAt(place)] ?? 0) : pair, power)) | 0;
    power = Math.imul(power, 31);
    if (pair !== 0) place -= 1;
    if (length - place >= SHORTEST_PART && hashes.has(hash)) (found ??= []).push([place, length]);
  }
  return found ?? NO_PARTS;
}

/** The letter that two are read as; 0 when they are two. */
export function pairOf(code: number, next: number): number {
  if ((code === 0x72 || code === 0x6e) && next === 0x6e) return 0x6d;
  if (code === 0x76 && next === 0x76) return 0x77;
  return code === 0x63 && next === 0x6c ? 0x64 : 0;
}

/** Each ASCII code in its folded form. */
const FOLDED = Uint8Array.from(
  { length: 128 },
  (_, code) => (SIGNS[String.fromCharCode(code)] ?? "").charCodeAt(0) || code,
);

/** What an ASCII code is read as. */
export function foldedCode(code: number): number {
  return FOLDED[code] ?? code;
}
