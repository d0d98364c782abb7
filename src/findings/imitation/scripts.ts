import { looksOf } from "./skeleton.ts";

/** Scripts that are written in names; others stand alone. Source: UAX 31, table 5. */
const SCRIPTS = (
  "Latin Cyrillic Greek Arabic Armenian Bengali Bopomofo Devanagari Ethiopic Georgian Gujarati Gurmukhi Han Hangul Hebrew " +
  "Hiragana Kannada Katakana Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan Cherokee Lisu Coptic"
)
  .split(" ")
  .map((name) => ({
    name,
    is: new RegExp(`^\\p{Script=${name}}$`, "u"),
    takes: new RegExp(`^\\p{Script_Extensions=${name}}$`, "u"),
  }));
const COMMON = /^[\p{Script=Common}\p{Script=Inherited}]$/u;

/** Scripts that are written together. Source: UTS 39, 5.2, "Highly Restrictive". */
const TOGETHER: readonly ReadonlySet<string>[] = [
  new Set(["Latin", "Han", "Hiragana", "Katakana"]),
  new Set(["Latin", "Han", "Bopomofo"]),
  new Set(["Latin", "Han", "Hangul"]),
];

export function scriptOf(character: string): string {
  return SCRIPTS.find(({ is }) => is.test(character))?.name ?? (COMMON.test(character) ? "Common" : "another script");
}

/** The scripts a text is written in, in the order they come up; signs that several scripts share count for none. */
export function scriptsOf(text: string): readonly string[] {
  return [...new Set(Array.from(text).map(scriptOf))].filter((name) => name !== "Common");
}

/** Whether no reader expects these scripts in one word. */
export function isMixed(scripts: readonly string[]): boolean {
  return scripts.length > 1 && !TOGETHER.some((set) => scripts.every((name) => set.has(name)));
}

/** Signs of addresses that another character can be taken for. */
const SIGNS = new Set(["/", ".", "·", "-", "?", "//", "///", "..", ":", "#"]);
/** Shown as nothing, although an address may hold them. */
const BLANK = /^(?:\u2800|\u{16FE4}|\u115F|\u1160|\u3164|\u17B4|\u17B5)/u;
/** Spells a word in the scripts that have it, joined letters and Catalan included. Source: UTS 46, CONTEXTJ and CONTEXTO. */
const SPELLS: readonly (readonly [RegExp, RegExp])[] = [
  [/[\u30CE\u30FB\u30FC\u4E3F\u3033]/u, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u],
  [/[\u0660-\u0669\u06F0-\u06F9\u06D4]/u, /\p{Script=Arabic}/u],
  [/[\u0294\u0241\u0242]/u, /[\u0250-\u02AF\u1E00-\u1EFF\u02B0-\u02FF]/u],
  [/\u13AE/u, /\p{Script=Cherokee}/u],
  [/\u097D/u, /\p{Script=Devanagari}/u],
  [/\uA4F8|\uA4FA|\uA4FB/u, /\p{Script=Lisu}/u],
  [/[\u2CBB\u2CBA\u2CC6\u2CC7]/u, /\p{Script=Coptic}/u],
  [/[\u0701\u0702]/u, /\p{Script=Syriac}/u],
  [/\uA60E/u, /\p{Script=Vai}/u],
];

/** A character of a label that passes for a sign of addresses, or for nothing, and that nothing else in the label spells with. */
export function signInDisguise(label: string): { readonly character: string; readonly as: string } | null {
  const characters = Array.from(label);
  for (const [place, character] of characters.entries()) {
    if (character <= "\u007F") continue;
    if (BLANK.test(character)) return { character, as: "nothing" };
    const as = looksOf(character);
    if (!SIGNS.has(as)) continue;
    // Catalan joins two of its letters so.
    if (character === "\u00B7" && characters[place - 1] === "l" && characters[place + 1] === "l") continue;
    const others = characters.toSpliced(place, 1);
    const spells = SPELLS.some(([own, with_]) => own.test(character) && others.some((other) => with_.test(other)));
    // Between Latin letters even a kana is read as the sign.
    const isAmongLatin = [characters[place - 1], characters[place + 1]].every(
      (near) => near !== undefined && /[a-z0-9]/u.test(near),
    );
    if (!spells || isAmongLatin) return { character, as };
  }
  return null;
}
