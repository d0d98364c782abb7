/** What may have other forms: neither ASCII that is seen, nor Han, nor one space. */
const MANY_FORMS = /[^ -~\u3001-\u301F\u3400-\u4DBF\u4E00-\u9FFF]| {2}/u;
/** What `toLowerCase` leaves apart of letters that are one by case, blanks, and what nobody sees. */
const APART = /[ßςı]|i\u0307|\s+|\p{Default_Ignorable_Code_Point}+/gu;
const JOINED = new Map([
  ["ß", "ss"],
  ["ς", "σ"],
  ["ı", "i"],
  ["i\u0307", "i"],
]);

/** An accent on a letter of an alphabet in which people leave accents out as they type; elsewhere marks are vowels, or other letters. */
const ACCENT = /(?<=[\p{Script=Latin}\p{Script=Greek}\u0435]\p{Mn}*)\p{Mn}/gu;
/** Letters with a stroke, which Unicode takes for letters of their own. */
const STROKED = /[đøłħŧ]/gu;
const PLAIN = new Map([
  ["đ", "d"],
  ["ø", "o"],
  ["ł", "l"],
  ["ħ", "h"],
  ["ŧ", "t"],
]);

/**
 * A text as it is compared in a search: case, width and form of letters say nothing, nor how long a blank is and whether it ends a
 * line, nor what nobody sees (joiners, variation selectors). After NFKC_Casefold (https://www.unicode.org/reports/tr44/), beside which
 * the i's of Turkish are one.
 */
function caseFolded(text: string): string {
  if (!MANY_FORMS.test(text)) return text.toLowerCase();
  const lower = text.normalize("NFKC").toLowerCase();
  return lower.replace(APART, (part) => JOINED.get(part) ?? (/\s/u.test(part) ? " " : ""));
}

/** The same with no accents. */
function accentFolded(text: string): string {
  const folded = caseFolded(text);
  if (!MANY_FORMS.test(folded)) return folded;
  const parts = folded.normalize("NFD").replace(ACCENT, "");
  return parts.normalize("NFC").replace(STROKED, (letter) => PLAIN.get(letter) ?? letter);
}

/** What a search compares: the words, and the form of a text in which they are looked for. */
export interface Wanted {
  readonly words: string;
  readonly formOf: (text: string) => string;
}

/**
 * Words without accents find them with any, as people type "tieng viet"; accents that were typed are meant.
 *
 * @param simplified  Gives Han characters one form, so that 後 finds 后, and 后 finds 後; a text without them stays as it is.
 */
export function wantedOf(query: string, simplified: (text: string) => string): Wanted {
  const words = caseFolded(query).trim();
  const folded = accentFolded(words) === words ? accentFolded : caseFolded;
  if (!/\p{Script=Han}/u.test(words)) return { words, formOf: folded };
  return { words: simplified(words), formOf: (text) => simplified(folded(text)) };
}
