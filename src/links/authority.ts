import {
  INVISIBLE,
  LETTER,
  WORD,
  isAdjacentKind,
  isCatalanDot,
  isHostKind,
  isSpacelessLetter,
  kindAt,
  kindBefore,
  visible,
  widthAt,
  widthBefore,
} from "./characters.ts";
import { cjkTopLevelDomainAt, isTopLevelDomain } from "./top-level-domain.ts";

/** The host and port of an address, found after `scheme://`. Offsets in UTF-16 units. */
export interface Authority {
  readonly hostStart: number;
  readonly hostEnd: number;
  /** After the port, where path, query or fragment may begin. */
  readonly end: number;
}

/** No host name is longer (RFC 1035: 253 characters); the rest allows for characters that show nothing. */
const LONGEST_HOST = 600;
const LONGEST_LABEL = 63;
const LONGEST_USERINFO = 512;

/** The ideographic and full-width stops that browsers read as dots in a host (UTS #46). */
function isIdeographicFullStop(unit: number): boolean {
  return unit === 0x3002 || unit === 0xff0e || unit === 0xff61;
}

/**
 * Reads the authority that begins at `from`, right after `//`.
 * Returns null when there is no host that could be looked up: empty labels, labels that begin or end with a hyphen,
 * nothing but punctuation. Reads at most 512 + 600 units, so that a text of many schemes stays linear.
 */
export function readAuthority(text: string, from: number): Authority | null {
  const hostStart = afterUserinfo(text, from);
  if (text[hostStart] === "[") return readAddressLiteral(text, hostStart);
  if (text[hostStart] === ".") return null;
  const hostEnd = readHost(text, hostStart);
  if (needsParser(text, hostStart, hostEnd) && !URL.canParse(`http://${text.slice(hostStart, hostEnd)}`)) return null;
  return hostEnd > hostStart ? { hostStart, hostEnd, end: afterPortOrNone(text, hostEnd) } : null;
}

/** A name and perhaps a port, before a path or an end; userinfo, numbers, other scripts and Punycode are not simple. */
const SIMPLE_HOST =
  /((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24})(?::[1-9]\d{1,3})?(?=[/?#\s<>\u3000-\u3003\u3008-\u3011\uFF01\uFF08\uFF09\uFF0C\uFF1A\uFF1B\uFF1F]|$)/y;

/** The authority at `from` when it is a name that needs no reading sign by sign; null for every other. */
export function simpleHostAt(text: string, from: number): { readonly hostEnd: number; readonly end: number } | null {
  SIMPLE_HOST.lastIndex = from;
  const match = SIMPLE_HOST.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined || name.includes("--")) return null;
  const end = from + match[0].length;
  if (text.charCodeAt(end) === 0x3002 && kindAt(text, end + 1) === WORD) return null;
  return { hostEnd: from + name.length, end };
}

/** Numbers and `xn--` labels are hosts only when the WHATWG parser can read them: `127.0.0.256` is none. */
function needsParser(text: string, start: number, end: number): boolean {
  const last = text.charCodeAt(end - 1);
  return isDigit(last) || /xn--/iu.test(text.slice(start, end));
}

/** Where the host begins: after the last `@` before the path, if a host follows it. */
function afterUserinfo(text: string, from: number): number {
  let host = from;
  let hasProse = false;
  let nameEnd: number | undefined;
  const limit = Math.min(text.length, from + LONGEST_USERINFO);
  for (let at = from; at < limit; at += widthAt(text, at)) {
    const kind = kindAt(text, at);
    const unit = text[at] ?? "";
    if (unit === "@") {
      if (isHostKind(kindAt(text, at + 1)) || text[at + 1] === "[") host = at + 1;
    } else if (unit === "/" || unit === "?" || unit === "#" || unit === "|") break;
    else if (LIKE_A_SLASH.includes(unit) && at < (nameEnd ??= endOfName(text, at, limit))) continue;
    else if (isAdjacentKind(kind)) {
      // `https://t.cn看@张三`: the host is complete before the prose, and the `@` speaks to somebody.
      if (!hasProse && host === from) {
        const complete = readHost(text, from);
        if (complete > from && complete <= at) return from;
        hasProse = true;
      }
    } else if (!isHostKind(kind) && !"-._~!$&'*+,;=:%".includes(unit)) break;
  }
  return host;
}

/** Signs that look like a slash and are none to a browser: what stands before the `@` behind them is a name. */
const LIKE_A_SLASH = "\u2044\u2215\u29F8\uFF0F\u2571";

/** Where the last `@` of an authority stands that goes on at `from`; 0 for none before the `limit`. */
function endOfName(text: string, from: number, limit: number): number {
  const name = /^[^\s/?#<>"]*@(?=[\p{L}\p{N}[])/u.exec(text.slice(from, limit))?.[0];
  return name === undefined ? 0 : from + name.length - 1;
}

function readAddressLiteral(text: string, hostStart: number): Authority | null {
  const close = text.slice(hostStart, hostStart + 64).indexOf("]");
  if (close < 0) return null;
  const hostEnd = hostStart + close + 1;
  // IPv6 has more forms than a pattern tells; the WHATWG parser knows them all.
  if (!URL.canParse(`http://${text.slice(hostStart, hostEnd)}`)) return null;
  return { hostStart, hostEnd, end: afterPort(text, hostEnd) };
}

/** The same, and browsers take a colon with no port before a path (WHATWG URL Standard, "port state"). */
function afterPortOrNone(text: string, at: number): number {
  return /^:[/?#]/u.test(text.slice(at, at + 2)) ? at + 1 : afterPort(text, at);
}

/** Offset after `:port` when a port from 0 to 65535 stands at `at`; `at` otherwise. */
export function afterPort(text: string, at: number): number {
  if (text[at] !== ":") return at;
  let end = at + 1;
  while (end < at + 7 && isDigit(text.charCodeAt(end))) end += 1;
  const digits = end - at - 1;
  return digits > 0 && digits < 6 && Number(text.slice(at + 1, end)) <= 65_535 ? end : at;
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** End of the host that begins at `from` and whose scheme says that it is one; `from` when it is none. */
function readHost(text: string, from: number): number {
  const labels: { start: number; end: number }[] = [];
  let labelStart = from;
  let at = from;
  const limit = Math.min(text.length, from + LONGEST_HOST);
  for (; at < limit; at += widthAt(text, at)) {
    const kind = hostKindAt(text, at);
    const unit = text.charCodeAt(at);
    if (unit === 0x2e || (isIdeographicFullStop(unit) && fullStopGoesOn(text, labelStart, at, labels.length))) {
      labels.push({ start: labelStart, end: at });
      labelStart = at + 1;
      continue;
    }
    if (unit === 0x2d || unit === 0x5f || isHostKind(kind)) {
      const isPlain = kind === INVISIBLE || kind === WORD || kind === LETTER || unit === 0x2d || unit === 0x5f;
      if (isPlain && !isCircledLetter(unit) && !isSpacelessLetter(unit)) continue;
      const cut = cutBeforeProse(text, from, labelStart, at, labels.length);
      if (cut > from) return cut;
      continue;
    }
    if (unit === 0x25 && /^%[0-9a-f]{2}/iu.test(text.slice(at, at + 3))) continue;
    if (isCatalanDot(text, at)) continue;
    break;
  }
  if (at >= limit && limit < text.length) return from;
  labels.push({ start: labelStart, end: at });
  return endOfLabels(text, from, labels);
}

/**
 * An ideographic full stop parts labels only when the host is not complete before it and ASCII follows: `taobao。com`, not
 * `a.com。谢谢`. Houses have domains of their own names (`.taobao`), so `item.taobao。com` goes on all the same. No sentence
 * ends in a full-width stop.
 */
function fullStopGoesOn(text: string, labelStart: number, at: number, labelsBefore: number): boolean {
  if (at === labelStart) return false;
  const next = kindAt(text, at + 1);
  if (text.charCodeAt(at) === 0xff0e) return next === WORD || next === LETTER;
  if (next !== WORD) return false;
  const label = text.slice(labelStart, at);
  if (labelsBefore === 0 || !isTopLevelDomain(label)) return true;
  return label.length > 3 && COMPANIES_END.test(text.slice(at + 1, at + 8));
}

/** Domains under which companies have their names. */
const COMPANIES_END = /^(?:com|cn|net|org)(?![A-Za-z0-9-])/iu;

/** Circled letters are letters to a browser (UTS #46). In prose they count a list. */
function hostKindAt(text: string, at: number): number {
  return isCircledLetter(text.charCodeAt(at)) ? LETTER : kindAt(text, at);
}

function isCircledLetter(unit: number): boolean {
  return unit >= 0x24b6 && unit <= 0x24e9;
}

/** Prose adjacent to a complete host: the end of the host, or -1 when the label goes on as an IDN. */
function cutBeforeProse(text: string, from: number, labelStart: number, at: number, labelsBefore: number): number {
  if (at === labelStart || isAdjacentKind(kindBefore(text, at))) return -1;
  const label = text.slice(labelStart, at);
  if (labelsBefore > 0 && isTopLevelDomain(label)) return at;
  return labelsBefore === 3 && /^(?:\d{1,3}\.){3}\d{1,3}$/u.test(text.slice(from, at)) ? at : -1;
}

function endOfLabels(text: string, from: number, labels: readonly { start: number; end: number }[]): number {
  const kept = [...labels];
  // The root's dot belongs to the host when a port or a path follows: `example.com./a`.
  const last = kept.at(-1);
  let rootDot = 0;
  if (last !== undefined && last.start === last.end && kept.length > 1) {
    kept.pop();
    if (text[last.end] === "/" || text[last.end] === ":") rootDot = 1;
    else while (kept.length > 1 && kept.at(-1)?.start === kept.at(-1)?.end) kept.pop();
  }
  while (kept.length > 0) {
    const label = kept.at(-1);
    if (label === undefined) return from;
    const adjacent = firstAdjacent(text, label.start, label.end);
    const end = trimmedLabelEnd(text, label.start, label.end);
    if (adjacent < 0 || isTopLevelDomain(text.slice(label.start, end))) {
      if (
        !kept.every(({ start, end: labelEnd }, index) =>
          isHostLabel(text.slice(start, index === kept.length - 1 ? end : labelEnd), kept.length - 1 - index),
        )
      )
        return from;
      const isLookedUp = kept.length === 1 ? firstAdjacent(text, from, end) < 0 : !hasLowLineAtEnd(text, kept);
      return isLookedUp ? end + (end === label.end ? rootDot : 0) : from;
    }
    rootDot = 0;
    // `http://localhost看看`, `http://a.中国网站`: the label ends where the prose begins.
    const length =
      adjacent === label.start ? cjkTopLevelDomainAt(text, label.start, label.end) : adjacent - label.start;
    if (length > 0 && (adjacent > label.start || kept.length > 1)) {
      kept[kept.length - 1] = { start: label.start, end: label.start + length };
      if (adjacent === label.start)
        return kept.every(({ start, end: to }) => isLabel(text.slice(start, to))) ? label.start + length : from;
    } else kept.pop();
  }
  return from;
}

/** A label `after` which so many others follow: sub-domains may begin or end with `_`, which name servers and browsers take. */
function isHostLabel(label: string, after: number): boolean {
  return isLabel(after < 2 || !label.includes("_") ? label : label.replaceAll(/^_+(?=.)|(?<=.)_+$/gu, ""));
}

function trimmedLabelEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && (text[at - 1] === "_" || text[at - 1] === "-" || kindBefore(text, at) === INVISIBLE)) {
    at -= widthBefore(text, at);
  }
  return at;
}

function firstAdjacent(text: string, start: number, end: number): number {
  for (let at = start; at < end; at += widthAt(text, at)) if (isAdjacentKind(hostKindAt(text, at))) return at;
  return -1;
}

/** Names cannot be registered with a low line; sub-domains may have one. */
function hasLowLineAtEnd(text: string, labels: readonly { start: number; end: number }[]): boolean {
  return labels.slice(-2).some(({ start, end }) => text.slice(start, trimmedLabelEnd(text, start, end)).includes("_"));
}

/** Whether a label can be looked up: not empty, not too long, no hyphen or low line at its ends. */
export function isLabel(label: string): boolean {
  const shown = visible(label.includes("%") ? withoutEscapes(label) : label);
  return shown.length > 0 && shown.length <= LONGEST_LABEL && !/^[-_]|[-_]$/u.test(shown);
}

/** `%D1%80%D1%84` is two letters, however long it is written. */
function withoutEscapes(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    return label;
  }
}
