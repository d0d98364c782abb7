import { confusables } from "../findings/imitation/confusables.ts";
import { MAX_USER_ID_LENGTH } from "./ids.ts";

/** What a name can have against it, each in a sentence that repeats nothing of the name. */
export const USER_ID_FAULTS = {
  reserved: "this name is the bot's, or looks like it",
  empty: "a user id has at least one letter or digit",
  too_long: `a user id has at most ${MAX_USER_ID_LENGTH} UTF-16 units`,
  ill_formed: "a user id is well-formed Unicode, without half a surrogate pair",
  control: "a user id has no control characters",
  space: "a user id has no white space",
  invisible: "a user id has no invisible characters",
  colon: "a user id has no colon",
  character: "a user id holds letters and digits of any script and _ . - @ | +",
  first_character: "a user id begins with a letter or a digit",
  compatibility: "a user id has no compatibility forms, such as full-width or mathematical letters",
  marks: "a user id has at most four marks on a letter, each once",
  mixed_scripts: "a user id mixes no scripts whose letters look alike, such as Latin with Cyrillic or Greek",
  lookalike: "a user id has no letters that only look like the Latin ones among Latin letters",
} as const;
export type UserIdFault = keyof typeof USER_ID_FAULTS;

/** Thai and Lao AM are typed and written so, although NFKC takes them apart. */
const TYPED_COMPATIBILITY = /[\u0E33\u0EB3]/gu;
/** The same letters taken apart look the same. */
const AM_TAKEN_APART = /\u0E4D\p{Mn}*\u0E32|\u0ECD\p{Mn}*\u0EB2/u;
/** Braille's blank and the Khitan filler are drawn as nothing. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}|\p{Cf}|\u2800|\u{16FE4}/u;
const ALLOWED = /^[\p{L}\p{Nd}\u3007\p{Mn}\p{Mc}_.@|+-]*$/u;
/** A dot above a letter that has one is not seen. */
const HIDDEN_DOT = /\p{Soft_Dotted}\p{Mn}*\u0307/u;

/** Scripts in common modern use. Source: UAX 31, table 5 (https://www.unicode.org/reports/tr31/#Table_Recommended_Scripts). */
const RECOMMENDED =
  "Latin Cyrillic Greek Arabic Armenian Bengali Bopomofo Devanagari Ethiopic Georgian Gujarati Gurmukhi Han Hangul Hebrew Hiragana Kannada Katakana Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan".split(
    " ",
  );
const SCRIPTS = RECOMMENDED.map((name) => ({ name, has: new RegExp(`\\p{Script=${name}}`, "u") }));
const OTHER_SCRIPT = new RegExp(
  `[^${["Common", "Inherited", ...RECOMMENDED].map((name) => `\\p{Script=${name}}`).join("")}]`,
  "u",
);
/** Scripts that are written together. Source: UTS 39, 5.2, "Highly Restrictive". */
const TOGETHER = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
];
/** Not beside Latin: half of their letters look like its. Source: UTS 39, 5.2, "Moderately Restrictive". */
const NEVER_BESIDE_LATIN = new Set(["Cyrillic", "Greek"]);

/** Letters of European and West African alphabets that UTS 39 likens to ASCII, and that their readers tell apart. */
const NATURAL = /[\u00C0-\u017F\u0191\u0192]/u;

/** What of an id can be looked like. */
const OF_AN_ID = /^[A-Za-z0-9_.@|+:-]$/u;
const LOOKS_LIKE = new Map(
  [...confusables()].filter(([from, to]) => /^[!-~]+$/u.test(to) && /^[\p{L}\p{N}\p{M}]$/u.test(from)),
);

/**
 * What keeps a name from being taken by somebody new; null: nothing.
 *
 * @param id        In Unicode form NFC.
 * @param reserved  Names that nobody takes, nor what equals one by case or looks (UTS 39 skeleton).
 */
export function userIdFault(id: string, reserved: Iterable<string> = []): UserIdFault | null {
  if (looksReserved(id, reserved)) return "reserved";
  if (id === "") return "empty";
  if (id.length > MAX_USER_ID_LENGTH) return "too_long";
  if (/^[A-Za-z0-9][\w.-]*$/u.test(id)) return null;
  return characterFault(id) ?? writingFault(id);
}

function characterFault(id: string): UserIdFault | null {
  if (!id.isWellFormed()) return "ill_formed";
  if (/\p{Cc}/u.test(id)) return "control";
  if (/\p{White_Space}/u.test(id)) return "space";
  if (INVISIBLE.test(id)) return "invisible";
  if (id.includes(":")) return "colon";
  const plain = id.replace(TYPED_COMPATIBILITY, "");
  if (plain.normalize("NFKC") !== plain.normalize("NFC") || AM_TAKEN_APART.test(id)) return "compatibility";
  if (!ALLOWED.test(id)) return "character";
  return /^[\p{L}\p{Nd}\u3007]/u.test(id) ? null : "first_character";
}

function writingFault(id: string): UserIdFault | null {
  const apart = id.normalize("NFD");
  if (/\p{Mn}{5}|(\p{Mn})\1/u.test(apart)) return "marks";
  if (!isLatinAlone(id)) {
    const scripts = SCRIPTS.filter(({ has }) => has.test(id)).map(({ name }) => name);
    if (!mayStandTogether(scripts, OTHER_SCRIPT.test(id))) return "mixed_scripts";
  }
  return HIDDEN_DOT.test(apart) || looksLatin(id) ? "lookalike" : null;
}

function isLatinAlone(id: string): boolean {
  return /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]*$/u.test(id);
}

function mayStandTogether(scripts: readonly string[], hasOther: boolean): boolean {
  if (scripts.length + Number(hasOther) <= 1) return true;
  if (hasOther) return false;
  if (TOGETHER.some((set) => scripts.every((each) => set.includes(each)))) return true;
  return scripts.length === 2 && scripts.includes("Latin") && !scripts.some((each) => NEVER_BESIDE_LATIN.has(each));
}

/** Whether Latin letters stand beside others that look like them, and nothing in it shows another script. */
function looksLatin(id: string): boolean {
  if (!/[A-Za-z]/u.test(id)) return false;
  let found = false;
  for (const each of id) {
    const isLookalike = each > "\u007F" && !NATURAL.test(each) && OF_AN_ID.test(LOOKS_LIKE.get(each) ?? "");
    if (!isLookalike && !isLatinAlone(each)) return false;
    found ||= isLookalike;
  }
  return found;
}

const LOOKS_OF_RESERVED = new Map<string, readonly string[]>();

function looksReserved(id: string, reserved: Iterable<string>): boolean {
  let looks: readonly string[] | null = null;
  for (const name of reserved) {
    const taken = LOOKS_OF_RESERVED.get(name) ?? looksOf(name);
    LOOKS_OF_RESERVED.set(name, taken);
    looks ??= looksOf(id);
    if (looks.some((each) => taken.includes(each))) return true;
  }
  return false;
}

/** The skeletons of a name as it stands and in lower case. Source: UTS 39, section 4. */
function looksOf(name: string): readonly string[] {
  if (/^[\w.-]*$/u.test(name)) return [skeletonOf(name), skeletonOf(name.toLowerCase())];
  const plain = withoutIgnorable(withoutIgnorable(name.toWellFormed()).normalize("NFKC"));
  return [skeletonOf(plain.normalize("NFD")), skeletonOf(plain.toLowerCase().normalize("NFD"))];
}

function withoutIgnorable(text: string): string {
  return text.replace(/\p{Default_Ignorable_Code_Point}/gu, "");
}

/** @param text  In Unicode form NFD. */
function skeletonOf(text: string): string {
  let skeleton = "";
  for (const each of text) skeleton += LOOKS_LIKE.get(each) ?? each;
  return skeleton.toLowerCase();
}
