/**
 * What one character is to a link. The numbers mean nothing; the order puts what always belongs to a link first.
 * Source of the split: Unicode properties as the running engine knows them, and the `Link_Term` property of UTS #58.
 */
export const WORD = 1;
/** Letters, marks and digits outside ASCII whose scripts put spaces between words. */
export const LETTER = 2;
/** ASCII signs that belong to a link wherever they stand: `/ = & % - _ …`. */
export const SIGN = 3;
/** Scripts written without spaces, in which prose is adjacent to an address: Han, kana, Hangul, Bopomofo. */
export const CJK = 4;
/** Emoji and other symbols. */
export const SYMBOL = 5;
/** Zero-width, bidirectional and other characters that show nothing. */
export const INVISIBLE = 6;
/** Punctuation that belongs to a link only when more link follows. */
export const SOFT = 7;
export const OPEN = 8;
export const CLOSE = 9;
export const QUOTE = 10;
/** The dots between the parts of a foreign name: `ゴッホ` is written with `・`, 达·芬奇 with `·`. */
export const NAME_DOT = 11;
/** Ends a link: white space, controls, full-width punctuation and brackets, `<`, `>`, the backslash, the backtick. */
export const HARD = 0;

const IS_INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}]/u;
const IS_CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}ー々〆〇]/u;
/** With the Tibetan tsheg, which stands between the syllables of a word and so inside a label. */
const IS_LETTER = /[\p{L}\p{M}\p{N}\u0F0B]/u;
const IS_SYMBOL = /[\p{S}\p{Extended_Pictographic}]/u;
const IS_SOFT = /[\p{Terminal_Punctuation}\u2019]/u;
const IS_PUNCTUATION = /\p{P}/u;
/** CJK punctuation and forms, quotation marks, the em dash and the ellipsis: what a sentence puts around an address. */
const IS_FULL_WIDTH_PUNCTUATION =
  /[\u2014\u2015\u2018\u201A-\u201F\u2026\u22EF\u3000-\u3004\u3008-\u3020\u3030\u303D\uFE10-\uFE6F\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFE0-\uFFEE«»‹›￥€]/u;

const ASCII: Readonly<Record<string, number>> = {
  "#$%&*+-/=@^_|~": SIGN,
  "!',.:;?": SOFT,
  "([{": OPEN,
  ")]}": CLOSE,
  '"': QUOTE,
};

function kindOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) {
    if (/[A-Za-z0-9]/u.test(character)) return WORD;
    return Object.entries(ASCII).find(([signs]) => signs.includes(character))?.[1] ?? HARD;
  }
  if (IS_INVISIBLE.test(character)) return INVISIBLE;
  if (character === "・" || character === "·") return NAME_DOT;
  if (IS_FULL_WIDTH_PUNCTUATION.test(character)) return HARD;
  if (IS_CJK.test(character)) return IS_LETTER.test(character) ? CJK : HARD;
  if (IS_LETTER.test(character)) return LETTER;
  if (IS_SOFT.test(character)) return SOFT;
  if (IS_SYMBOL.test(character)) return SYMBOL;
  return IS_PUNCTUATION.test(character) ? SIGN : HARD;
}

const BLOCK = 0x100;
/** Of a block that nobody has asked about. */
const UNKNOWN = 255;
/** The kinds of the Basic Multilingual Plane, one byte a code unit. Surrogates are `HARD` here: see `kindAt`. */
const KINDS = new Uint8Array(0x10000).fill(UNKNOWN);

/** A block is worked out when a character of it is first met: most texts have those of a few blocks only. */
function fillBlock(unit: number): void {
  const start = unit - (unit % BLOCK);
  for (let code = start; code < start + BLOCK; code += 1)
    KINDS[code] = code < 0xd800 || code > 0xdfff ? kindOf(String.fromCharCode(code)) : HARD;
}

/** Kind of the code unit; half a surrogate pair is `HARD`. The fast way for what can only be in the basic plane. */
export function kindOfUnit(unit: number): number {
  const kind = KINDS[unit] ?? HARD;
  if (kind !== UNKNOWN) return kind;
  fillBlock(unit);
  return KINDS[unit] ?? HARD;
}

/** Kind of the character that begins at `index`; `HARD` past the end. */
export function kindAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdfff) return kindOfUnit(unit);
  const code = text.codePointAt(index) ?? 0;
  return code > 0xffff ? kindOf(String.fromCodePoint(code)) : HARD;
}

/** Kind of the character that ends before `index`; `HARD` at the start of the text. */
export function kindBefore(text: string, index: number): number {
  const unit = text.charCodeAt(index - 1);
  if (unit >= 0xdc00 && unit <= 0xdfff && index > 1) return kindAt(text, index - 2);
  return index > 0 ? kindOfUnit(unit) : HARD;
}

/** How many code units the character at `index` takes: 1 or 2. */
export function widthAt(text: string, index: number): 1 | 2 {
  const unit = text.charCodeAt(index);
  if (unit < 0xd800 || unit > 0xdbff) return 1;
  const next = text.charCodeAt(index + 1);
  return next >= 0xdc00 && next <= 0xdfff ? 2 : 1;
}

/** How many code units the character takes that ends before `index`: 1 or 2. */
export function widthBefore(text: string, index: number): 1 | 2 {
  return index > 1 && widthAt(text, index - 2) === 2 ? 2 : 1;
}

/** The text without characters that show nothing. */
export function visible(text: string): string {
  // Nearly all that is asked about is a host in ASCII, where everything shows.
  if (/^[ -~]*$/u.test(text)) return text;
  return text.replaceAll(/[\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}]/gu, "");
}

/**
 * Letters of Thai, Lao, Burmese and Khmer, which are written without spaces too. They make names and paths as other letters
 * do; adjacent to ASCII they are prose.
 */
export function isSpacelessLetter(unit: number): boolean {
  return (unit >= 0x0e00 && unit <= 0x0eff) || (unit >= 0x1000 && unit <= 0x109f) || (unit >= 0x1780 && unit <= 0x17ff);
}

/** Letters of a host label, of whatever script; also what users put there although no registry allows it. */
export function isHostKind(kind: number): boolean {
  return kind === WORD || kind === LETTER || kind === CJK || kind === SYMBOL || kind === INVISIBLE;
}

/** The dot of Catalan between two `l`, the one place where registries take it (RFC 5892, appendix A.3): `l·l.cat`. */
export function isCatalanDot(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== 0xb7) return false;
  const [before, after] = [text[at - 1], text[at + 1]];
  return (before === "l" || before === "L") && (after === "l" || after === "L");
}

/** Scripts and symbols that are prose when adjacent to ASCII. */
export function isAdjacentKind(kind: number): boolean {
  return kind === CJK || kind === SYMBOL;
}
