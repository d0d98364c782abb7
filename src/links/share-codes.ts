import type { Link, LinkVocabulary } from "./types.ts";

/** Whether a text can hold a share code at all; most texts stop here. */
const GATE = /[￥¥€₤₳¢₴₰$]|\u{1F4B2}|口令|小程序:|[复複復製]·?制|[打][开開]/u;

/** Apps that hand out codes, also as Taobao's texts disguise its name. Source: share texts of the apps, 2018-2026. */
const BRAND =
  /淘.{0,2}[宝寶寳]|[tτ][aα][oο0].{0,2}[宝寶寳]|手淘|天猫|闲鱼|京东|京喜|拼多多|抖音|Dou音|快手|小红书|支付宝|吱口令|得物|美团|大众点评|饿了么|百度|夸克|微博|唯品会|口令/iu;
const ACTION = /[复複復]·?[制製]|[打][开開]|口令|搜索|粘贴|点击|點擊/u;

const TOKEN = "[A-Za-z0-9]{8,14}";
const MONEY = "[￥¥€₤₳¢₴₰\\u{1F4B2}\\u{1F510}]";
/** Between signs of money: the pair has changed many times, so any two of them do. */
const BETWEEN_MONEY = new RegExp(`${MONEY}(${TOKEN})${MONEY}`, "gu");
/** Between signs that also stand elsewhere: only when the text names an app and asks to open it. */
const BETWEEN_SIGNS = new RegExp(
  `(?<![A-Za-z0-9])(?:[$(（!！#@%](${TOKEN})[$)）!！#@%]|/-?(${TOKEN})(?::-)?//?)(?![A-Za-z0-9])`,
  "gu",
);
/** A WeChat mini program's own address. */
const MINI_PROGRAM = /#小程序:\/\/[^\s/#，。！？,]{1,40}\/[A-Za-z0-9_-]{6,40}/gu;
/** The word that Taobao, JD and others add: `CZ0001`, `MF8335`. */
const NUMBERED = /(?<![A-Za-z0-9])[A-Z]{2}\d{3,5}(?![A-Za-z0-9])/gu;
const LONG_WORD = /(?<![A-Za-z0-9:/.@_-])[A-Za-z0-9]{8,20}(?![A-Za-z0-9:/.@_-])/gu;
const DOUYIN_NUMBER = /(?<![\d.])\d{1,2}\.\d{2}(?![\d.元块])/u;
const DOUYIN_NOISE = /(?<![A-Za-z])[A-Za-z]{2,4}:\/(?!\/)|(?<![A-Za-z0-9])[A-Za-z]@[A-Za-z.]{2,6}(?![A-Za-z0-9])/gu;
const DOUYIN = /抖音|Dou音|douyin/iu;

/**
 * Share codes (口令) of a text: what an app reads from the clipboard instead of an address.
 *
 * A share text that carries both an address and a code is judged by the address and its code is left out: a code on the
 * line of an address that shares codes, or in the paragraph of such an address that is short or an app's. Beside any other
 * address a code stands for itself. A mini program's address is never left out. Where an app wraps a code in noise
 * (`7.58 复制打开抖音 … tRk:/`), `value` reaches from the number to the last noise.
 *
 * @param links  The addresses already found, in order.
 */
export function findShareCodes(text: string, links: readonly Link[], vocabulary: LinkVocabulary): Link[] {
  if (!GATE.test(text)) return [];
  const codes: Link[] = [];
  const owners = new CodeOwners(text, links, vocabulary);
  let isShared: boolean | undefined;
  let lineStart = 0;
  let firstLink = 0;
  while (lineStart <= text.length) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    let behindLinks = firstLink;
    while ((links[behindLinks]?.start ?? Infinity) < lineEnd) behindLinks += 1;
    const addresses = links.slice(firstLink, behindLinks);
    firstLink = behindLinks;
    const line = text.slice(lineStart, lineEnd);
    // Beside an address that shares codes only a mini program's counts, so most lines with one need no reading.
    const isOwned = addresses.some((address) => owners.sharesCodes(address));
    if (!isOwned || line.includes("#小程序:")) {
      isShared ??= BRAND.test(text) && ACTION.test(text);
      for (const span of codesOfLine(withoutAddresses(line, lineStart, addresses), isShared)) {
        const start = lineStart + span.start;
        // The noise around a code may go on behind an address.
        const inside = addresses.find((address) => address.start > start && address.start < lineStart + span.end);
        const value = text.slice(start, inside?.start ?? lineStart + span.end).trimEnd();
        const end = start + value.length;
        const isLeftOut = isOwned || (links.length > 0 && owners.ownParagraphOf(start));
        if (!isLeftOut || value.startsWith("#小程序")) codes.push({ value, start, end, kind: "share_code" });
      }
    }
    lineStart = lineEnd + 1;
  }
  return codes;
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

interface Span {
  readonly start: number;
  readonly end: number;
}

function codesOfLine(line: string, isShared: boolean): Span[] {
  const tags = spans(line, MINI_PROGRAM);
  const money = spans(line, BETWEEN_MONEY).filter(({ start, end }) => isRandom(line.slice(start, end)));
  if (money.length > 0 || !isShared) return apart([...tags, ...money]);
  const douyin = douyinCode(line);
  if (douyin !== null) return apart([...tags, douyin]);
  for (const pattern of [BETWEEN_SIGNS, LONG_WORD]) {
    const found = spans(line, pattern).filter(({ start, end }) => isRandom(line.slice(start, end)));
    if (found.length > 0) return apart([...tags, ...found]);
  }
  return apart([...tags, ...spans(line, NUMBERED)]);
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

function douyinCode(line: string): Span | null {
  if (!DOUYIN.test(line)) return null;
  const noise = spans(line, DOUYIN_NOISE);
  const number = DOUYIN_NUMBER.exec(line);
  const first = noise[0];
  const last = noise.at(-1);
  if (first === undefined || last === undefined) return null;
  return { start: number === null ? first.start : Math.min(number.index, first.start), end: last.end };
}

/** Tells which addresses say the same as the codes beside them. */
class CodeOwners {
  readonly #text: string;
  readonly #links: readonly Link[];
  readonly #vocabulary: LinkVocabulary;
  readonly #known = new Map<Link, boolean>();
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

  #readParagraphs(): { readonly breaks: readonly number[]; readonly owned: ReadonlySet<number> } {
    const breaks = [...this.#text.matchAll(/\n[ \t]{0,8}\n/gu)].map(({ index }) => index);
    const owning = this.#links.filter((link) => this.#isShort(link) && this.sharesCodes(link));
    return { breaks, owned: new Set(owning.map(({ start }) => countBelow(breaks, start))) };
  }

  #isShort({ kind, value }: Link): boolean {
    if (kind !== "web") return true;
    const host = /^(?:[a-z]+:\/\/|\/\/)?(?:www\.)?(?<host>[^/?#:]+)/iu.exec(value)?.groups?.["host"] ?? "";
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
