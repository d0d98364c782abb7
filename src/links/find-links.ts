import { afterPort, readAuthority, simpleHostAt } from "./authority.ts";
import {
  type BareHost,
  bareHosts,
  mayEndInDomain,
  runEndAfter,
  runStartBefore,
  simpleHostAround,
} from "./bare-host.ts";
import { CJK, HARD, WORD, kindAt, kindOfUnit, visible } from "./characters.ts";
import { dangerOf } from "./dangerous-schemes.ts";
import { type Unescaped, unescapeText } from "./escapes.ts";
import type { Link, LinkKind, LinkVocabulary } from "./types.ts";
import { DEFANGED, isSchemeUnit, MISSPELT, NEVER_LINKED, WEB_SCHEMES, schemeStart } from "./scheme.ts";
import { findShareCodes } from "./share-codes.ts";
import { simpleAppTailEnd, simpleTailEnd, tailEnd } from "./tail.ts";

export type FindLinks = (text: string) => Link[];

/** Longest path of an address without `//` that is looked at before it counts as one: `alipays:platformapi/startapp`. */
const LONGEST_OPAQUE_HEAD = 64;
const OPAQUE_HEAD = /^[A-Za-z][\w.-]*[/?][\w?=&%/]/u;
/** A kind and a long id: `spotify:track:4cMCaxrAxc0XNoth9fqzf4`. */
const OPAQUE_PAIR = /^[a-z]{3,16}:[A-Za-z0-9]{16,}/u;
/** A bare id after a scheme that is no word of prose. */
const OPAQUE_ID = /^[\w-]{6,}/u;

/** A person or a room of Matrix and their server: `matrix:u/someone:example.com`. Source: Matrix specification, "matrix: URI scheme". */
const MATRIX_ID = /^(?:u|r|roomid)\/[^\s/:?#]+:[\w.-]+/u;

/** Without one of these there is neither an address nor a code: what half of all messages come to. */
const SIGNS = /[:.&\\￥¥€₤₳¢₴₰$\uDCB2]|令(?<=口令)|[制製置植](?<=[复複復覆付赋uU]·?.)|[开開閞幵](?<=[打咑].)/g;

/**
 * A finder that knows the vocabulary.
 *
 * @returns A pure function: every link of a text, in order, none overlapping, `value` the exact slice. It never throws, and
 *   its time grows with the length of the text only, whatever the text. No link is longer than the text; there is no limit
 *   on their number, callers cut by their own.
 */
export function createLinkFinder(vocabulary: LinkVocabulary): FindLinks {
  return (text) => {
    SIGNS.lastIndex = 0;
    if (!SIGNS.test(text)) return [];
    const first = SIGNS.lastIndex - 1;
    const parted = text.includes("[CQ:") ? withoutCodeCommas(text) : text;
    const unescaped = unescapeText(parted, first);
    const links = unescaped === null ? findAddresses(parted, vocabulary) : findEscaped(parted, unescaped, vocabulary);
    const codes = findShareCodes(text, links, vocabulary, first);
    return codes.length === 0 ? links : [...links, ...codes].sort((a, b) => a.start - b.start);
  };
}

/**
 * The text with an end of line in the place of each comma of a CQ code, so that no address goes on in the next parameter.
 * A comma within a value is written `&#44;` there. Source: OneBot 11, "message/string".
 */
function withoutCodeCommas(text: string): string {
  return text.replaceAll(/\[CQ:[^\]]{0,4096}\]/gu, (code) => code.replaceAll(",", "\n"));
}

/** The addresses of a text with escapes, by its plain form; each keeps the slice as it was written. */
function findEscaped(text: string, { plain, originOf }: Unescaped, vocabulary: LinkVocabulary): Link[] {
  return findAddresses(plain, vocabulary).map((found) => {
    const [start, end] = [originOf(found.start), originOf(found.end)];
    return { value: text.slice(start, end), start, end, kind: found.kind };
  });
}

/**
 * Every address of the text. Only the surroundings of a colon or a full stop are parsed: every address has one of them.
 * The engine finds the next one much faster than any parser reads on.
 */
function findAddresses(text: string, vocabulary: LinkVocabulary): Link[] {
  const links: Link[] = [];
  let colon = text.indexOf(":");
  let dot = text.indexOf(".");
  if (colon < 0 && dot < 0) return links;
  /** Nothing before this offset is looked at again. */
  let floor = 0;
  let emails: LocalParts | undefined;

  const add = (start: number, end: number, kind: LinkKind): void => {
    links.push({ value: text.slice(start, end), start, end, kind });
    floor = end;
  };

  while (colon >= 0 || dot >= 0) {
    if (dot >= 0 && (colon < 0 || dot < colon)) {
      if (dot < floor || !mayEndInDomain(text, dot)) {
        dot = text.indexOf(".", dot + 1);
        continue;
      }
      const simple = simpleHostAround(text, dot, floor);
      if (simple !== null) {
        if (simple.isHost) add(simple.start, endOfBareLink(text, simple, vocabulary), "web");
        dot = text.indexOf(".", Math.max(simple.end, floor));
        if (colon >= 0 && colon < floor) colon = text.indexOf(":", floor);
        continue;
      }
      const start = runStartBefore(text, dot, floor);
      let end = runEndAfter(text, dot);
      if (text.startsWith("://", end)) {
        // The run's end is a scheme; what stands adjacent before it may still be a host.
        const scheme = schemeStart(text, end, start, vocabulary.schemes);
        if (scheme >= 0) end = Math.max(scheme, start);
      } else if (text.charCodeAt(end) === 0x3a) {
        // A registered scheme with a stop in its name is no host: `vnd.youtube:vPwaXytZcgI`.
        const address = addressAt(text, end, start, vocabulary);
        if (address?.kind === "app" && address.start <= dot) {
          add(address.start, address.end, "app");
          dot = text.indexOf(".", address.end);
          if (colon >= 0 && colon < floor) colon = text.indexOf(":", floor);
          continue;
        }
      }
      if (start < dot || end > dot + 1) {
        const after = addBareLinks(text, start, end, { vocabulary, add, emails: (emails ??= new LocalParts(text)) });
        floor = Math.max(floor, after);
      }
      dot = text.indexOf(".", Math.max(end, floor, dot + 1));
      if (colon >= 0 && colon < floor) colon = text.indexOf(":", floor);
      continue;
    }
    if (colon >= floor) {
      const found = addressAt(text, colon, floor, vocabulary);
      if (found !== null) {
        if (found.kind === null) floor = found.end;
        else add(found.start, found.end, found.kind);
      }
    }
    colon = text.indexOf(":", Math.max(colon + 1, floor));
    if (dot >= 0 && dot < floor) dot = text.indexOf(".", floor);
  }
  return links;
}

interface Found {
  readonly start: number;
  readonly end: number;
  /** `null`: no link, but nothing up to `end` may be one either. */
  readonly kind: LinkKind | null;
}

/** Whether a scheme may end at `colon`: quick, for the colons of times and of sentences. */
function mayEndScheme(text: string, colon: number): boolean {
  let at = colon - 1;
  while (at >= 0 && text.charCodeAt(at) >= 0x30 && text.charCodeAt(at) <= 0x39) at -= 1;
  return isSchemeUnit(text.charCodeAt(at));
}

/** The address whose scheme's colon stands at `colon`. */
function addressAt(text: string, colon: number, floor: number, vocabulary: LinkVocabulary): Found | null {
  if (!mayEndScheme(text, colon)) return null;
  const simple = simpleAddressAt(text, colon, floor, vocabulary);
  if (simple !== null) return simple;
  const start = schemeStart(text, colon, floor, vocabulary.schemes);
  if (start < 0) return null;
  const scheme = text.slice(start, colon).toLowerCase();
  const hasSlashes = text.charCodeAt(colon + 1) === 0x2f && text.charCodeAt(colon + 2) === 0x2f;
  if (!hasSlashes) return opaqueAddress(text, start, colon, scheme, vocabulary);
  const from = colon + 3;
  if (NEVER_LINKED.has(scheme)) {
    const marked = markedUp(text, start, colon + 1);
    // To a script `//` begins a comment: one without a line break runs nothing, and clients leave it unlinked.
    const isComment = marked !== null && scheme.endsWith("script") && !LINE_BREAK.test(text.slice(from, marked.end));
    return marked === null || isComment ? { start, end: endOfWord(text, from), kind: null } : marked;
  }
  if (WEB_SCHEMES.has(scheme)) {
    const authority = readAuthority(text, from);
    // `http://https://a.cn`: pasted behind what the field had begun with; the address is the inner one.
    if (authority !== null && isNestedScheme(text, authority)) {
      return { start, end: authority.hostStart, kind: null };
    }
    if (authority === null) {
      return text[from] === "/" || text[from] === "\\"
        ? (slashlessAddress(text, start, colon) ?? { start, end: runEndAfter(text, from), kind: null })
        : { start, end: runEndAfter(text, from), kind: null };
    }
    const host = text.slice(authority.hostStart, authority.hostEnd);
    return { start, end: webTail(text, start, authority.end, host, vocabulary), kind: "web" };
  }
  // What stands behind a slip is found as a host by itself.
  if (MISSPELT.has(scheme)) return null;
  if (DEFANGED.has(scheme)) return { start, end: endOfDefanged(text, from), kind: null };
  if (scheme === "ed2k") {
    const end = /^(?:\||%7C)(?:file|server|serverlist|nodeslist|friend)(?:\||%7C)[^\n]{1,2048}?(?:\||%7C)\//iu.exec(
      text.slice(from, from + LONGEST_MARKED_UP + 4),
    )?.[0].length;
    return end === undefined ? null : { start, end: from + end, kind: "app" };
  }
  const first = kindAt(text, from);
  if (
    first !== WORD &&
    !(vocabulary.schemes.has(scheme) && first === CJK) &&
    !/^[/?][A-Za-z0-9%]/u.test(text.slice(from, from + 2))
  )
    return null;
  return appAddress(text, start, from, scheme, vocabulary);
}

/** A web address of which nothing is unusual, as most are; null for every other, which `addressAt` reads sign by sign. */
function simpleAddressAt(text: string, colon: number, floor: number, vocabulary: LinkVocabulary): Found | null {
  if (!text.startsWith("://", colon)) return null;
  const start = text.charCodeAt(colon - 1) === 0x73 ? colon - 5 : colon - 4;
  if (start < floor || !text.startsWith("http", start)) return null;
  // A sign of a scheme before it makes it another.
  if (start > floor && isSchemeUnit(text.charCodeAt(start - 1))) return null;
  const from = colon + 3;
  const host = simpleHostAt(text, from);
  if (host === null) return null;
  return { start, end: webTail(text, start, host.end, text.slice(from, host.hostEnd), vocabulary), kind: "web" };
}

/** Whether what was read as a host is the scheme of an address that follows. */
function isNestedScheme(text: string, { hostStart, hostEnd }: { hostStart: number; hostEnd: number }): boolean {
  return text.startsWith("://", hostEnd) && WEB_SCHEMES.has(text.slice(hostStart, hostEnd).toLowerCase());
}

function appAddress(
  text: string,
  start: number,
  from: number,
  scheme: string,
  vocabulary: LinkVocabulary,
): Found | null {
  const simple = scheme === "intent" ? 0 : simpleAppTailEnd(text, from);
  if (simple > 0) return { start, end: simple, kind: "app" };
  const end = tailEnd(text, from, {
    start,
    isShort: false,
    isAsciiHost: true,
    hasWww: false,
    host: "",
    isApp: true,
    schemes: vocabulary.schemes,
  });
  if (end === from) return null;
  if (scheme !== "intent") return { start, end: Math.max(end, jsonEnd(text, from, end)), kind: "app" };
  const closing = /;end(?![A-Za-z0-9])/u.exec(text.slice(from, end));
  return { start, end: closing === null ? end : from + closing.index + 4, kind: "intent" };
}

/** Longest JSON object inside an app's address. */
const LONGEST_JSON = 2_048;

/**
 * End of the JSON object that stands unescaped in an app's address (`openapp://virtual?params={"des":"m", …}`).
 * Elsewhere the quotation mark ends a link. 0 when there is no object.
 */
function jsonEnd(text: string, from: number, end: number): number {
  const opening = text.slice(from, end + 1).search(/[=?/]\{"/u);
  if (opening < 0) return 0;
  const start = from + opening + 1;
  const most = Math.min(text.length, start + LONGEST_JSON);
  let depth = 0;
  let isQuoted = false;
  for (let at = start; at < most; at += 1) {
    const sign = text[at];
    if (isQuoted && sign === "\\") at += 1;
    else if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === "{") depth += 1;
    else if (sign === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (sign === "\n") return 0;
  }
  return 0;
}

/** `intent:#Intent;…;end` and `alipays:platformapi/…`: addresses that leave out the slashes. */
function opaqueAddress(
  text: string,
  start: number,
  colon: number,
  scheme: string,
  vocabulary: LinkVocabulary,
): Found | null {
  if (scheme === "magnet" && /^\?[a-z.0-9]+=/iu.test(text.slice(colon + 1, colon + 12))) {
    return appAddress(text, start, colon + 1, scheme, vocabulary);
  }
  if (scheme === "matrix" && MATRIX_ID.test(text.slice(colon + 1, colon + 1 + LONGEST_OPAQUE_HEAD))) {
    return appAddress(text, start, colon + 1, scheme, vocabulary);
  }
  if (WEB_SCHEMES.has(scheme)) return slashlessAddress(text, start, colon);
  if (scheme !== "intent" && !vocabulary.schemes.has(scheme)) {
    return dangerOf(scheme) === null ? null : dangerousAddress(text, start, colon, scheme, vocabulary);
  }
  const head = text.slice(colon + 1, colon + 1 + LONGEST_OPAQUE_HEAD);
  const isAddress =
    scheme === "intent"
      ? /^[\w./?=&%-]*#Intent;/u.test(head)
      : OPAQUE_HEAD.test(head) || OPAQUE_PAIR.test(head) || (scheme.includes(".") && OPAQUE_ID.test(head));
  return isAddress ? appAddress(text, start, colon + 1, scheme, vocabulary) : null;
}

/**
 * `https:a@b`, `https:/b` and `https:\\b`: browsers need no slashes after these schemes
 * (WHATWG URL Standard, "special authority ignore slashes state"). Such text becomes a link only by markup.
 */
function slashlessAddress(text: string, start: number, colon: number): Found | null {
  const marked = markedUp(text, start, colon + 1);
  if (marked === null || !URL.canParse(text.slice(start, marked.end))) return null;
  return { start, end: marked.end, kind: "web" };
}

/** Schemes before a whole other address: `view-source:https://…`, `jar:https://…!/`. Other words may be a label before one. */
const CARRIERS: ReadonlySet<string> = new Set(["view-source", "blob", "filesystem", "jar", "mhtml"]);
/** A path or drive: `file:/etc/passwd`, `file:c:\\boot.ini`, `ms-msdt:/id`. */
const PATH = /^(?:\/[\w.~%-]|[a-z]:[\\/])/iu;
/** A command or query: `search-ms:query=…`, `ms-word:ofe|u|…`, `ms-appinstaller:?source=…`. */
const COMMAND = /^\??[A-Za-z][\w-]*[=|/?&]|^[\w-]{6,}/u;

/** An address without `//` that nobody should open; null where it reads as prose: `data: 5 items`, `search: shoes`. */
function dangerousAddress(
  text: string,
  start: number,
  colon: number,
  scheme: string,
  vocabulary: LinkVocabulary,
): Found | null {
  const marked = markedUp(text, start, colon + 1);
  if (marked !== null) return marked;
  const head = text.slice(colon + 1, colon + 1 + LONGEST_OPAQUE_HEAD);
  if (CARRIERS.has(scheme) && /^(?:https?|ftp):\/\//iu.test(head)) {
    const inner = addressAt(text, text.indexOf(":", colon + 1), colon + 1, vocabulary);
    return inner === null || inner.kind === null ? null : { start, end: inner.end, kind: "app" };
  }
  // Only these are no words of prose.
  const isName = /[.-]/u.test(scheme);
  const isAddress = ((isName || scheme === "file") && PATH.test(head)) || (isName && COMMAND.test(head));
  return isAddress ? { start, end: endOfCommand(text, colon + 1), kind: "app" } : null;
}

/** End of a command at `from`: an address in it is a part of it. Signs that end a sentence do not count. */
function endOfCommand(text: string, from: number): number {
  let end = from;
  while (end < text.length && !/[\s"<>]/u.test(text[end] ?? "")) {
    const kind = kindOfUnit(text.charCodeAt(end));
    // Paths of drives and shares are written with backslashes.
    if (kind === CJK || (kind === HARD && text[end] !== "\\" && text[end] !== "|")) break;
    end += 1;
  }
  while (end > from + 1 && /[.,;:!?'()[\]{}]/u.test(text[end - 1] ?? "")) end -= 1;
  return end;
}

/** As escapes, and as the signs that scripts take for line breaks. */
const LINE_BREAK = /%0[ad]|%e2%80%a[89]|[\u2028\u2029]/iu;
/** Longest address that markup alone makes a link. */
const LONGEST_MARKED_UP = 2_048;

/**
 * The address at `start` when markup makes it one, whatever its scheme: the target of `[text](…)`, of `<…>` and of
 * `href="…"`. Null when none does, or when the markup is not closed.
 */
function markedUp(text: string, start: number, afterColon: number): Found | null {
  const before = text.slice(Math.max(0, start - 16), start);
  // Browsers take an attribute without quotes, and skip white space before its address.
  const quote = /(?:href|src|action)\s{0,4}=\s{0,4}(["']?)\s{0,8}$/iu.exec(before)?.[1];
  const close = quote ?? (before.endsWith("<") ? ">" : /\]\(\s{0,8}$/u.test(before) ? ")" : null);
  if (close === null) return null;
  if (close === "") {
    const word = /^[^\s>]{1,2048}(?=[\s>])/u.exec(text.slice(afterColon, afterColon + LONGEST_MARKED_UP + 1))?.[0];
    return word === undefined ? null : { start, end: afterColon + word.length, kind: "app" };
  }
  let depth = 0;
  const most = Math.min(text.length, start + LONGEST_MARKED_UP);
  for (let at = afterColon; at < most; at += 1) {
    const sign = text[at] ?? "";
    if (sign === close && depth === 0) return at > afterColon ? { start, end: at, kind: "app" } : null;
    if (sign === "\n" || (close === ")" && /\s/u.test(sign))) return null;
    if (close === ")" && sign === "(") depth += 1;
    if (close === ")" && sign === ")") depth -= 1;
  }
  return null;
}

/**
 * End of an address that is written to be read and not opened, with its brackets: `evil[.]example[.]com/a`. What follows a comma,
 * or a scheme in it, is no part: it must not hide what clients link.
 */
function endOfDefanged(text: string, from: number): number {
  const run = /^[\w.[\](){}%~@:/?#=&+-]*/u.exec(text.slice(from, from + LONGEST_MARKED_UP))?.[0] ?? "";
  const nested = run.search(/[a-z][a-z0-9+.-]*:\/\//iu);
  return from + (nested === -1 ? run.length : nested);
}

/** End of the word at `from`: the next white space, CJK or other sign that ends every link. */
function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const kind = kindOfUnit(text.charCodeAt(at));
    if (kind === HARD || kind === CJK || text.startsWith("://", at)) break;
    at += 1;
  }
  return at;
}

function webTail(text: string, start: number, from: number, host: string, vocabulary: LinkVocabulary): number {
  const sign = text[from];
  if (sign !== "/" && sign !== "?" && sign !== "#") return from;
  const simple = simpleTailEnd(text, from, () => vocabulary.shortHosts.has(host.toLowerCase()));
  if (simple > 0) return simple;
  const shown = visible(host).toLowerCase();
  const end = tailEnd(text, from, {
    start,
    isShort:
      vocabulary.shortHosts.has(shown) || (shown.startsWith("www.") && vocabulary.shortHosts.has(shown.slice(4))),
    isAsciiHost: /^[\p{ASCII}]*$/u.test(shown),
    hasWww: shown.startsWith("www."),
    host: shown,
    isApp: false,
    schemes: vocabulary.schemes,
  });
  // A quote that JSON in a query opens ends nothing: `?context={"Tid"%3A"…"}`.
  const json = text[end] === '"' || text[end - 1] === '"' ? jsonEnd(text, from, end) : 0;
  return json > end && !/\s/u.test(text.slice(end, json)) ? json : end;
}

interface BareContext {
  readonly vocabulary: LinkVocabulary;
  readonly add: (start: number, end: number, kind: LinkKind) => void;
  readonly emails: LocalParts;
}

/** Adds the hosts of one run with their ports and paths; returns the offset up to which the text is done. */
function addBareLinks(text: string, start: number, end: number, { vocabulary, add, emails }: BareContext): number {
  let done = start;
  for (const host of bareHosts(text, start, end)) {
    if (host.start < done || (host.end === end && emails.goesOnAt(end))) continue;
    done = endOfBareLink(text, host, vocabulary);
    add(host.start, done, "web");
  }
  return done;
}

function endOfBareLink(text: string, host: Pick<BareHost, "start" | "end">, vocabulary: LinkVocabulary): number {
  const afterHost = rootDotEnd(text, host.end);
  return webTail(text, host.start, afterPort(text, afterHost), text.slice(host.start, host.end), vocabulary);
}

/** `example.com./a`: the root's dot is part of the host when a path or port follows. */
function rootDotEnd(text: string, end: number): number {
  return text[end] === "." && (text[end + 1] === "/" || (text[end + 1] === ":" && kindAt(text, end + 2) === WORD))
    ? end + 1
    : end;
}

/** Tells e-mail addresses: whether the word that goes on at an offset is a local part, up to an `@` and a domain. */
class LocalParts {
  readonly #text: string;
  #scannedTo = -1;
  #isLocalPart = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Remembers how far it has looked: `a.io+a.io+a.io…` is read once. */
  goesOnAt(offset: number): boolean {
    if (offset >= this.#scannedTo) {
      let at = offset;
      while (isLocalPartUnit(this.#text.charCodeAt(at))) at += 1;
      this.#scannedTo = at + 1;
      this.#isLocalPart =
        this.#text[at] === "@" && /^[\p{L}\p{N}-]+\.[\p{L}\p{N}]/u.test(this.#text.slice(at + 1, at + 256));
    }
    return this.#isLocalPart;
  }
}

function isLocalPartUnit(unit: number): boolean {
  return (
    kindOfUnit(unit) === WORD ||
    unit === 0x2b ||
    unit === 0x2d ||
    unit === 0x2e ||
    unit === 0x5f ||
    unit === 0x25 ||
    unit === 0x27
  );
}
