/**
 * Texts in which characters of addresses are escaped, as bots and cards send them:
 * JSON (`https:\/\/a.cn`, `\u0026`), also as a string within JSON (`\\/`);
 * HTML, XML and CQ codes (`&amp;`, `&#44;`); and the escapes of Markdown in a target.
 */

/** Named character references of signs that stand in an address or end one. Source: HTML Standard, 13.5, read 2026-11-28. */
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  nbsp: "\u00A0",
  colon: ":",
  sol: "/",
  bsol: "\\",
  period: ".",
  commat: "@",
  num: "#",
  quest: "?",
  equals: "=",
  percnt: "%",
  lpar: "(",
  rpar: ")",
  lsqb: "[",
  rsqb: "]",
  lbrack: "[",
  rbrack: "]",
  Tab: "\t",
  NewLine: "\n",
};
const REFERENCE = `&(?:amp;)*(?:#0{0,4}\\d{1,5}|#[xX]0{0,4}[0-9a-fA-F]{1,4}|${Object.keys(NAMED).join("|")});`;
/** Backslashes before a slash, before the colon of a scheme, and escapes of signs of addresses by their number. */
const BACKSLASHES = String.raw`\\+(?:\/|:(?=\\*\/)|[uU]00(?:2[1-9a-fA-F]|3[aAb-fB-F]|40|5[fF]|7[eE]))`;
const ESCAPE = new RegExp(`${REFERENCE}|${BACKSLASHES}`, "gu");
/** In Markdown every sign may have a backslash; elsewhere one before a full stop is a regular expression's. */
const MARKDOWN_ESCAPE = new RegExp(String.raw`${REFERENCE}|${BACKSLASHES}|\\[.:@~_-]`, "gu");

/** A text without escapes, and where each of its units stood. */
export interface Unescaped {
  readonly plain: string;
  /** The offset in the escaped text at which the unit at `offset` of the plain text begins. */
  readonly originOf: (offset: number) => number;
}

/**
 * The text without escapes; null when it has none. Linear in the text.
 *
 * @param first  Nothing before this offset begins an escape.
 */
export function unescapeText(text: string, first = 0): Unescaped | null {
  if (!mayHaveEscapes(text, first)) return null;
  /** Behind each escape: its offset in the plain text and in the escaped one. */
  const plainOffsets: number[] = [];
  const origins: number[] = [];
  let plain = "";
  let from = 0;
  for (const { 0: escape, index } of text.matchAll(isMarkdown(text) ? MARKDOWN_ESCAPE : ESCAPE)) {
    plain += text.slice(from, index) + signOf(escape);
    from = index + escape.length;
    plainOffsets.push(plain.length);
    origins.push(from);
  }
  if (plainOffsets.length === 0) return null;
  plain += text.slice(from);
  return { plain, originOf: (offset) => originOf(offset, plainOffsets, origins) };
}

/** A target of Markdown, or a host as bots must write it for Telegram: `https://a\.cn/b\_c` (Bot API, "MarkdownV2 style"). */
function isMarkdown(text: string): boolean {
  return text.includes("](") || /[a-z]:\/\/[\w.-]{1,64}\\\./iu.test(text);
}

/** A link's value, or another short text, without escapes. */
export function unescapeAddress(value: string): string {
  return mayHaveEscapes(value) ? value.replaceAll(MARKDOWN_ESCAPE, signOf) : value;
}

function mayHaveEscapes(text: string, first = 0): boolean {
  return text.includes("\\", first) || (text.includes("&", first) && text.includes(";", first));
}

function signOf(escape: string): string {
  if (escape.startsWith("\\")) {
    const number = /[uU]([0-9a-fA-F]{4})$/u.exec(escape)?.[1];
    return number === undefined ? (escape.at(-1) ?? "") : String.fromCharCode(Number.parseInt(number, 16));
  }
  const name = escape.slice(1, -1).replace(/^(?:amp;)+/u, "");
  if (!name.startsWith("#")) return NAMED[name] ?? escape;
  const code = /^#[xX]/u.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  // Null and surrogates are no characters.
  return code === 0 || code > 0xffff || (code >= 0xd800 && code <= 0xdfff) ? escape : String.fromCharCode(code);
}

function originOf(offset: number, plainOffsets: readonly number[], origins: readonly number[]): number {
  let low = 0;
  let high = plainOffsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((plainOffsets[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? offset : (origins[low - 1] ?? 0) + offset - (plainOffsets[low - 1] ?? 0);
}
