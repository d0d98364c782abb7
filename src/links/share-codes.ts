import { DOUYIN_TEXT, LABEL, SHARE_CODE_FORMS, type ShareCodeForm } from "./data/share-code-forms.ts";
import type { Link, LinkVocabulary } from "./types.ts";

/** Whether a text can hold a share code at all; most texts stop here. */
const GATE = /[￥¥€₤₳¢₴₰$\uDCB2]|令(?<=口令)|序(?=:)|[制製置植](?<=[复複復覆付赋uU]·?.)|[开開閞幵](?<=[打咑].)/g;

/** What every form of a code has, noise and numbers included. */
const TOKENS = /[A-Za-z0-9]{8}|[A-Z]{2}\d{3}|[A-Za-z]:\/|@[A-Za-z.]{2}|#小程序:/;
const NO_CODES: readonly never[] = [];

/**
 * A WeChat mini program's own address: its name, perhaps the title of a page, and a code. A title with spaces is believed
 * before a code of the usual length alone. Source: WeChat, "获取 Short Link".
 */
const MINI_PROGRAM =
  /#小程序:\/\/[^\s/#，。！？,]{1,40}\/(?:(?:[^\s/#:：，。！？,]{1,40}\/)?[A-Za-z0-9_-]{6,40}|[^\n/#]{1,40}\/[A-Za-z0-9]{15}(?![A-Za-z0-9]))/gu;

/**
 * Share codes (口令) of a text: what an app reads from the clipboard instead of an address. A code has the form of its
 * app, and the text has the words of that app's share texts (`data/share-code-forms.ts`).
 * Everyday messages have at most one of these two.
 *
 * A share text that carries both an address and a code is judged by the address. Its code is left out when it stands on
 * the line of an address that shares codes, or in one share text with it. When such an address is short or an app's, its
 * whole paragraph counts. Beside any other address a code stands for itself. A mini program's address is never left out.
 * Where an app wraps a code in noise
 * (`7.58 复制打开抖音 … tRk:/`), `value` reaches from the number to the last noise.
 *
 * @param links  The addresses already found, in order.
 * @param from   Where the first sign of an address or a code stands.
 */
export function findShareCodes(
  text: string,
  links: readonly Link[],
  vocabulary: LinkVocabulary,
  from: number,
): readonly Link[] {
  // The colon of `小程序:` may be the first sign.
  GATE.lastIndex = Math.max(0, from - 1);
  if (!GATE.test(text)) return NO_CODES;
  const codes: Link[] = [];
  const owners = new CodeOwners(text, links, vocabulary);
  const words = new ShareWords(text);
  let hasTag: boolean | undefined;
  let lineStart = 0;
  let firstLink = 0;
  while (lineStart <= text.length) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    let behindLinks = firstLink;
    while ((links[behindLinks]?.start ?? Infinity) < lineEnd) behindLinks += 1;
    const addresses = links.slice(firstLink, behindLinks);
    firstLink = behindLinks;
    // Beside an address that shares codes only a mini program's counts, so most lines with one need no reading.
    const hasTokens = hasTokensBeside(text, lineStart, lineEnd, addresses);
    const isOwned = hasTokens && addresses.some((address) => owners.sharesCodes(address));
    if (hasTokens && (!isOwned || (hasTag ??= text.includes("#小程序:")))) {
      const line = withoutAddresses(text.slice(lineStart, lineEnd), lineStart, addresses);
      for (const span of codesOfLine(line, words)) {
        const start = lineStart + span.start;
        // The noise around a code may go on behind an address.
        const inside = addresses.find((address) => address.start > start && address.start < lineStart + span.end);
        const value = text.slice(start, inside?.start ?? lineStart + span.end).trimEnd();
        const end = start + value.length;
        const isLeftOut =
          isOwned || (links.length > 0 && (owners.ownParagraphOf(start) || owners.writeTogether(start)));
        if (!isLeftOut || value.startsWith("#小程序")) codes.push({ value, start, end, kind: "share_code" });
      }
    }
    lineStart = lineEnd + 1;
  }
  return codes;
}

/** Whether a line has what codes are made of outside its addresses. */
function hasTokensBeside(text: string, lineStart: number, lineEnd: number, addresses: readonly Link[]): boolean {
  let from = lineStart;
  for (const { start, end } of addresses) {
    if (TOKENS.test(text.slice(from, start))) return true;
    from = end;
  }
  return from < lineEnd && TOKENS.test(text.slice(from, lineEnd));
}

/** The line with spaces where its addresses are, so that no code is read out of one or across one. */
function withoutAddresses(line: string, lineStart: number, addresses: readonly Link[]): string {
  let read = line;
  for (const { start, end } of addresses) {
    const from = start - lineStart;
    const to = Math.min(end - lineStart, line.length);
    read = read.slice(0, from) + " ".repeat(to - from) + read.slice(to);
  }
  return read;
}

/** How far from each other code and address of one share text may begin. */
const SHARE_TEXT_LENGTH = 120;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Which words of share texts a text has; each is looked for once, and only when a line has what could be a code. */
class ShareWords {
  readonly #text: string;
  readonly #known = new Map<RegExp, boolean>();

  constructor(text: string) {
    this.#text = text;
  }

  has(words: RegExp | null): boolean {
    if (words === null) return true;
    const known = this.#known.get(words) ?? words.test(this.#text);
    this.#known.set(words, known);
    return known;
  }
}

function codesOfLine(line: string, words: ShareWords): Span[] {
  const tags = spans(line, MINI_PROGRAM);
  const douyin = douyinCode(line, words);
  if (douyin !== null) return apart([...tags, douyin]);
  for (const form of SHARE_CODE_FORMS) {
    const found = codesOfForm(line, form);
    if (found.length > 0 && words.has(form.apps) && words.has(form.asks)) return apart([...tags, ...found]);
  }
  return tags;
}

function codesOfForm(line: string, { code, looks }: ShareCodeForm): Span[] {
  if (line.search(code) < 0) return [];
  const found = spans(line, code);
  if (looks === "any") return found;
  const fits = looks === "digits" ? isRandom : isMixed;
  return found.filter(
    ({ start, end }) =>
      fits(line.slice(start, end)) && (looks !== "mixed" || !LABEL.test(line.slice(Math.max(0, start - 12), start))),
  );
}

function spans(line: string, pattern: RegExp): Span[] {
  return [...line.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** The spans in order, without those that lie in an earlier one. */
function apart(found: readonly Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of [...found].sort((a, b) => a.start - b.start)) {
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  }
  return kept;
}

/** A code mixes digits with letters, or capitals with small letters inside; a word, a price or a telephone number does not. */
function isRandom(code: string): boolean {
  return /[A-Za-z]/u.test(code) && (/\d/u.test(code) || /[a-z][A-Z]/u.test(code));
}

/** A word of a product's name: three letters or more that can be spoken. */
const SPOKEN = /[A-Za-z](?=[a-z]*[aeiouy])[a-z]{2,}/gu;

/** As random as what an app makes: no parcel's number, no product's name. */
function isMixed(code: string): boolean {
  if (!/[a-z]/u.test(code) || !/[A-Z]/u.test(code) || !(/\d/u.test(code) || /[a-z][A-Z].*[a-z][A-Z]/u.test(code)))
    return false;
  const words = code.match(SPOKEN) ?? [];
  return words.length < 2 && words.every(({ length }) => length < 5) && !/\d{5}/u.test(code);
}

function douyinCode(line: string, words: ShareWords): Span | null {
  if (line.search(DOUYIN_TEXT.noise) < 0) return null;
  const noise = spans(line, DOUYIN_TEXT.noise);
  const first = noise[0];
  const last = noise.at(-1);
  if (first === undefined || last === undefined || !words.has(DOUYIN_TEXT.asks)) return null;
  const number = DOUYIN_TEXT.number.exec(line);
  // A face or a word may stand before `:/` too, but has no number at the front and no capitals.
  const isSure = number?.index === 0 || noise.some(({ start, end }) => /[A-Z@]/u.test(line.slice(start, end)));
  if (!isSure) return null;
  return { start: number === null ? first.start : Math.min(number.index, first.start), end: last.end };
}

/** Tells which addresses say the same as the codes beside them. */
class CodeOwners {
  readonly #text: string;
  readonly #links: readonly Link[];
  readonly #vocabulary: LinkVocabulary;
  readonly #known = new Map<Link, boolean>();
  #starts: readonly number[] | undefined;
  #paragraphs: { readonly breaks: readonly number[]; readonly owned: ReadonlySet<number> } | undefined;

  constructor(text: string, links: readonly Link[], vocabulary: LinkVocabulary) {
    this.#text = text;
    this.#links = links;
    this.#vocabulary = vocabulary;
  }

  sharesCodes(link: Link): boolean {
    const known = this.#known.get(link);
    if (known !== undefined) return known;
    const shares = this.#vocabulary.sharesCodes?.(link, this.#text) ?? this.#isShort(link);
    this.#known.set(link, shares);
    return shares;
  }

  /** Whether an offset lies in the paragraph of a short or an app's address that shares codes. */
  ownParagraphOf(offset: number): boolean {
    const { breaks, owned } = (this.#paragraphs ??= this.#readParagraphs());
    return owned.has(countBelow(breaks, offset));
  }

  /** Whether a code is written in one share text with an address near it, as Quark's is, on the line above. */
  writeTogether(offset: number): boolean {
    const starts = (this.#starts ??= this.#links.map(({ start }) => start));
    const nearest = countBelow(starts, offset - SHARE_TEXT_LENGTH);
    const near = this.#links.slice(nearest, countBelow(starts, offset + SHARE_TEXT_LENGTH + 1));
    return near.some((link) => {
      const first = Math.min(link.start, offset);
      const last = Math.max(link.start, offset);
      const piece = this.#text.slice(first, last + SHARE_TEXT_LENGTH);
      return this.#vocabulary.isShareText?.(link, piece, last - first) === true;
    });
  }

  #readParagraphs(): { readonly breaks: readonly number[]; readonly owned: ReadonlySet<number> } {
    const breaks = [...this.#text.matchAll(/\n[ \t]{0,8}\n/gu)].map(({ index }) => index);
    const owning = this.#links.filter((link) => this.#isShort(link) && this.sharesCodes(link));
    return { breaks, owned: new Set(owning.map(({ start }) => countBelow(breaks, start))) };
  }

  #isShort({ kind, value }: Link): boolean {
    if (kind !== "web") return true;
    const host = /^(?:[a-z]+:)?(?:\/\/)?(?:www\.)?([^/?#:]+)/i.exec(value)?.[1] ?? "";
    return this.#vocabulary.shortHosts.has(host.toLowerCase());
  }
}

/** How many of the sorted numbers are below the limit. */
function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
