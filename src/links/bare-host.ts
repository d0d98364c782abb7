import {
  INVISIBLE,
  WORD,
  isAdjacentKind,
  isCatalanDot,
  isHostKind,
  isSpacelessLetter,
  kindAt,
  kindBefore,
  kindOfUnit,
  visible,
  widthAt,
  widthBefore,
} from "./characters.ts";
import { isLabel } from "./authority.ts";
import { cjkTopLevelDomainAt, isTopLevelDomain, readsAsWebAddress } from "./top-level-domain.ts";

/** A host that stands in a text without a scheme. Offsets in UTF-16 units. */
export interface BareHost {
  readonly start: number;
  readonly end: number;
  readonly kind: "name" | "ipv4";
}

/** Top-level domains everybody knows: their names stay links in any case and before any sign. */
const WELL_KNOWN: ReadonlySet<string> = new Set([
  "com",
  "cn",
  "net",
  "org",
  "edu",
  "gov",
  "io",
  "co",
  "jp",
  "tw",
  "hk",
  "kr",
  "vn",
  "id",
  "de",
  "uk",
  "ru",
]);

/**
 * Top-level domains that are file endings first: `readme.md`, `install.sh`, `main.py`, `a.zip`.
 * The value tells from how many labels on a word is a host all the same; 0 means never without a path.
 */
const FILE_ENDINGS: ReadonlyMap<string, number> = new Map([
  ["md", 0],
  ["py", 0],
  ["pl", 0],
  ["pm", 0],
  ["zip", 0],
  ["mov", 0],
  ["ps", 0],
  ["sh", 3],
  ["rs", 3],
  ["mm", 3],
  ["ml", 3],
  ["cc", 3],
  ["bz", 3],
  ["cab", 3],
  ["java", 3],
  ["properties", 3],
]);
/** Names of files of which only the whole name tells: shared libraries, build files, keys. */
const FILE_NAME =
  /^(?:lib[\w+-]+\.so|makefile\.(?:am|in)|configure\.(?:ac|in)|config\.in|(?:android|application)\.mk|id_[a-z0-9]+\.pub|command\.com)$/iu;
/** Programs as macOS has them, with a capital as nobody types a host: `WeChat.app`. */
const BUNDLE = /^[A-Z]\w*\.app$/u;
/** A name with small letters before an ending in capitals: `Socket.IO`, `Character.AI`. */
const PRODUCT = /^[A-Z]+[a-z]+[A-Za-z]*\.[A-Z]{2,3}$/u;

/** Two-letter domains that are words of everyday English: `ok.so`, `thanks.it was`. */
const WORD_DOMAINS: ReadonlySet<string> = new Set([
  "am",
  "as",
  "at",
  "be",
  "by",
  "do",
  "im",
  "in",
  "is",
  "it",
  "me",
  "my",
  "no",
  "so",
  "to",
  "us",
  "la",
  "now",
  "today",
  "how",
  "one",
  "love",
  "you",
]);
/** Words that end a sentence in chat and name no site. */
const LAST_WORDS: ReadonlySet<string> = new Set(
  "ya iya yes no nope ok oke okay kak kok sih dong deh nih gak nggak tidak udah sudah aja saja banget makasih thanks thx ty hi hey hello bye lol haha hehe wkwk and but then well sure done fine sorry please nice great good true right cool maybe really too now here there them him her me you us tapi dulu lagi roi rồi nha nhe nhé nhen di đi vay vậy thoi thôi luon luôn ne nè ạ oi ơi ko hok khong không dc được a e anh em chi chị day đây vang vâng da dạ uh uhm".split(
    " ",
  ),
);
/** Top-level domains that also begin a sentence, of chats whose writers put no space after a stop. */
const FIRST_WORDS: ReadonlySet<string> = new Set("co ai moi do la ma to cho tin ca ba hot bar mom aku".split(" "));
/** Abbreviations that look like hosts: Polish `m.in.`, among others. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(["m.in"]);
/** Top-level domains that are hosts however they are spelled. */
const EVER_HOSTS: ReadonlySet<string> = new Set(["com", "cn", "org", "gov", "edu", "vn", "id", "tw", "hk", "jp", "kr"]);
/** Names of objects in code, whose dotted members look like hosts: `this.name`, `user.id`. */
const CODE_WORDS: ReadonlySet<string> = new Set(
  "this self super user item obj object event window document console request response req res err error string math array list props state params config data node row form input json fmt os sys np pd".split(
    " ",
  ),
);
/** Products whose names end like a domain. Source: the products' own sites, which spell the ending in capitals. */
const NET_PRODUCTS: ReadonlySet<string> = new Set(["asp", "ado", "vb", "ml", "paint", "json", "entity", "f#", "c#"]);
/** First labels of reversed names: `com.tencent.mm`. */
const REVERSED: ReadonlySet<string> = new Set(["com", "org", "net", "io", "cn", "edu", "gov"]);

const LONGEST_HOST = 253;

/**
 * Hosts in one run of host characters, `[start, end)`, left to right and apart from each other.
 * Prose adjacent to either side is left out; what is an e-mail address, a file, a package or a sentence is no host.
 */
export function bareHosts(text: string, start: number, end: number): BareHost[] {
  const found: BareHost[] = [];
  let from = start;
  for (let at = start; at <= end; at += 1) {
    // Two stops part the run: `嗯...ok...明天见`.
    if (at === end || (text.charCodeAt(at) === 0x2e && text.charCodeAt(at + 1) === 0x2e)) {
      if (at > from) hostsOfDottedRun(text, from, at, start, found);
      while (at < end && text.charCodeAt(at) === 0x2e) at += 1;
      from = at;
    }
  }
  return found;
}

function hostsOfDottedRun(text: string, from: number, runEnd: number, runStart: number, found: BareHost[]): void {
  // The stop that ends a sentence.
  const to = text.charCodeAt(runEnd - 1) === 0x2e ? runEnd - 1 : runEnd;
  let hostStart = -1;
  /** End of the labels up to the last one that is a top-level domain; -1 before there is one. */
  let complete = -1;
  let completeLabels = 0;
  let labels = 0;
  let trailing = 0;
  /** Whether a label of the host so far has CJK or symbols. */
  let isMixed = false;

  const finish = (): void => {
    const isWww = /^www\./iu.test(text.slice(hostStart, hostStart + 4));
    // `www.google.com123` is no `www.google`.
    const isCut = isWww && completeLabels === 2 && text[complete] === "." && kindAt(text, complete + 1) === WORD;
    if (complete > 0 && !isCut && (trailing === 0 || isWww)) {
      addHost(text, hostStart, complete, completeLabels, runStart, found);
    } else if (complete < 0 && labels === 4) addAddress(text, hostStart, runStart, found);
    complete = -1;
    trailing = 0;
    labels = 0;
    isMixed = false;
  };

  for (let labelStart = from; labelStart <= to;) {
    let labelEnd = labelStart;
    let firstAdjacent = -1;
    let lastAdjacentEnd = -1;
    let isSpaceless = false;
    for (; labelEnd < to && text.charCodeAt(labelEnd) !== 0x2e; labelEnd += 1)
      isSpaceless ||= isSpacelessLetter(text.charCodeAt(labelEnd));
    // `ดูwww.a.co.thครับ`: Thai beside ASCII is prose, a label of its own is a name.
    const isMixedLabel = isSpaceless && MIXED_LABEL.test(text.slice(labelStart, labelEnd));
    for (let at = labelStart; at < labelEnd; at += widthAt(text, at)) {
      if (!isAdjacentKind(kindAt(text, at)) && !(isMixedLabel && isSpacelessLetter(text.charCodeAt(at)))) continue;
      if (firstAdjacent < 0) firstAdjacent = at;
      lastAdjacentEnd = at + widthAt(text, at);
    }
    const isFirst = labels === 0;
    if (firstAdjacent < 0) {
      const isBroken = text.charCodeAt(labelStart) === 0x2d && !isFirst;
      if (isBroken) finish();
      if (labels === 0) hostStart = labelStart;
      labels += 1;
      if (labels > 1 && isTopLevelDomain(text.slice(labelStart, labelEnd))) {
        complete = labelEnd;
        completeLabels = labels;
        trailing = 0;
      } else if (complete > 0) trailing += 1;
    } else {
      const ascii = text.slice(labelStart, firstAdjacent);
      const whole =
        firstAdjacent === labelStart &&
        lastAdjacentEnd === labelEnd &&
        isTopLevelDomain(text.slice(labelStart, labelEnd));
      if (isFirst) {
        isMixed = lastAdjacentEnd === labelEnd;
        hostStart = isMixed ? labelStart : lastAdjacentEnd;
        labels = 1;
      } else if (whole) {
        labels += 1;
        complete = labelEnd;
        completeLabels = labels;
        trailing = 0;
      } else {
        const adjacent = ascii === "" && !isMixed ? cjkTopLevelDomainAt(text, labelStart, labelEnd) : 0;
        if (ascii !== "" && isTopLevelDomain(ascii)) {
          complete = firstAdjacent;
          completeLabels = labels + 1;
          trailing = 0;
          finish();
        } else if (adjacent > 2) {
          complete = labelStart + adjacent;
          completeLabels = labels + 1;
          trailing = 0;
          finish();
        } else if (complete > 0) finish();
        else if (labels === 3 && ascii !== "") {
          labels = 4;
          finish();
        }
        if (labels === 0 || lastAdjacentEnd < labelEnd) {
          // `OK.我说a.cn`: what stands before the prose cannot be the host's beginning.
          isMixed = lastAdjacentEnd === labelEnd;
          hostStart = isMixed ? labelStart : lastAdjacentEnd;
          labels = 1;
        } else {
          isMixed = true;
          labels += 1;
        }
      }
    }
    labelStart = labelEnd + 1;
  }
  finish();
}

/** ASCII with Thai, Lao, Burmese or Khmer before or behind it. */
const MIXED_LABEL =
  /[A-Za-z0-9][\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF]|[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF][A-Za-z0-9]/u;

/** What is left of an escaped sign behind its `%`, also of one escaped again: `url=https%3A%2F%2Fa.cn`, `%252Fa.cn`. */
const ESCAPE_REST = /^(?:25)*(?:0[9AD]|2[02-9A-CF]|3[A-F]|40|5[BD]|7[B-D])/iu;

/** A port, or a path with something in it. */
const TAIL = /^(?::\d|[/?#][\p{L}\p{N}%_/?#=&~@.-])/u;

function addHost(text: string, from: number, to: number, labels: number, runStart: number, found: BareHost[]): void {
  let start = from;
  if (text[start - 1] === "%") {
    const escape = ESCAPE_REST.exec(text.slice(start, to))?.[0] ?? "";
    // `50%2345.com` is a share of something.
    if (/[A-Z]/iu.test(escape) || !/\d/u.test(text[start - 2] ?? "")) {
      if (escape.endsWith("40")) return;
      start += escape.length;
    }
    // Letters outside ASCII: `m%C3%BCnchen.de`.
    if (/^%[0-9A-F]{2}%[89AB][0-9A-F]/iu.test(text.slice(start - 4, start + 2))) return;
  }
  while (start < to && (text[start] === "-" || text[start] === "_" || kindAt(text, start) === INVISIBLE)) {
    start += widthAt(text, start);
  }
  let end = to;
  while (end > start && kindBefore(text, end) === INVISIBLE) end -= widthBefore(text, end);
  if (end - start > LONGEST_HOST || isAddressee(text, start, runStart)) return;
  const shown = visible(text.slice(start, end));
  const names = shown.split(".");
  const top = (names.at(-1) ?? "").toLowerCase();
  if (!names.every(isLabel) || names.slice(-2).some((name) => name.includes("_"))) return;
  if (isPathPart(text, start, top)) return;
  const hasTail = TAIL.test(text.slice(end, end + 3));
  if (!hasTail && isOtherName(text, end, names, top, labels)) return;
  if (isReversedName(names, top)) return;
  if (/^[A-Za-z0-9.-]+$/u.test(shown) && !top.startsWith("xn--") && !readsAsWebAddress(shown)) return;
  found.push({ start, end, kind: "name" });
}

/** Whether the host is the domain of an e-mail address or a mention: an `@` stands right before it. */
function isAddressee(text: string, start: number, runStart: number): boolean {
  return start === runStart && text[start - 1] === "@";
}

/** Part of a file's path: `/var/log/a.sh`, `C:\a.md`, `///test.com`. */
function isPathPart(text: string, start: number, top: string): boolean {
  const before = text[start - 1];
  if (before === "\\") return FILE_ENDINGS.has(top);
  if (before !== "/") return false;
  if (text[start - 2] === "/") return text[start - 3] === "/";
  return FILE_ENDINGS.has(top) || !/[\p{L}\p{N}:]/u.test(text[start - 2] ?? "");
}

/** File names, sentences without a space, members in code, products: what only looks like a host. */
function isOtherName(text: string, end: number, names: readonly string[], top: string, labels: number): boolean {
  const spelled = names.at(-1) ?? "";
  const first = (names[0] ?? "").toLowerCase();
  const enough = FILE_ENDINGS.get(top);
  if (enough !== undefined && first !== "www" && (enough === 0 || labels < enough)) return true;
  if (labels === 2) {
    const whole = names.join(".");
    if (FILE_NAME.test(whole) || BUNDLE.test(whole) || (PRODUCT.test(whole) && !EVER_HOSTS.has(top))) return true;
    if ((LAST_WORDS.has(first) && FIRST_WORDS.has(top)) || ABBREVIATIONS.has(whole.toLowerCase())) return true;
  }
  if (WELL_KNOWN.has(top)) {
    if (top === "id" && labels === 2 && CODE_WORDS.has(first)) return true;
    return spelled === "NET" && labels === 2 && NET_PRODUCTS.has(first);
  }
  // `Mr.Wang`, `it.It`: a capital begins a name or a sentence, not a domain.
  if (/^[A-Z][a-z]+$/u.test(spelled)) return true;
  if (
    labels === 2 &&
    (CODE_WORDS.has(first) || (WORD_DOMAINS.has(top) && (LAST_WORDS.has(first) || /[^\p{ASCII}]/u.test(first))))
  )
    return true;
  if (/^\d+$/u.test(first) && labels === 2 && (top === "am" || top === "pm" || top === "st")) return true;
  return text[end] === "(" && /[)\w"']/u.test(text[end + 1] ?? "");
}

/** `com.tencent.mm`: a name turned round, as packages and bundles have. */
function isReversedName(names: readonly string[], top: string): boolean {
  return (
    names.length > 2 &&
    REVERSED.has((names[0] ?? "").toLowerCase()) &&
    !REVERSED.has(top) &&
    top !== "tw" &&
    top !== "hk"
  );
}

function addAddress(text: string, from: number, runStart: number, found: BareHost[]): void {
  const match = /^(?:\d{1,3}\.){3}\d{1,3}(?![\p{Script=Latin}\d_-])/u.exec(text.slice(from, from + 16));
  if (match === null || isAddressee(text, from, runStart)) return;
  const parts = match[0].split(".").map(Number);
  if (parts.some((part) => part > 255)) return;
  const end = from + match[0].length;
  if (text[from - 1] === "/" || isNoAddress(text, from, end, parts)) return;
  found.push({ start: from, end, kind: "ipv4" });
}

/** A network's prefix: `10.1.2.3/24`. */
const PREFIX_LENGTH = /^\/(?:[12]?\d|3[0-2])(?![\p{L}\p{N}/?#_=%-]|\.[\p{L}\p{N}])/u;
/** What stands before the number of a version: `version 1.4.2.1`, `"ver":"1.0.0.19"`, `版本 1.0.0.19`. */
const BEFORE_VERSION =
  /(?:[版本号]|(?<![A-Za-z])(?:v|ver|versi|versions?|release|build|phiên bản)\.?)["'”]?\s?[:：=]?\s?["'“]?$/iu;

/** Four numbers that are a network, a version, or no host's: networks end in a zero, and `0.5.0.1` is nobody's (RFC 6890). */
function isNoAddress(text: string, from: number, end: number, parts: readonly number[]): boolean {
  const behind = text.slice(end, end + 4);
  if (parts[0] === 0 || PREFIX_LENGTH.test(behind)) return true;
  return !TAIL.test(behind) && (parts[3] === 0 || BEFORE_VERSION.test(text.slice(Math.max(0, from - 16), from)));
}

/** A label in ASCII up to what ends a run or to CJK, with or without a last full stop. */
const ASCII_LABEL =
  /\.[A-Za-z][A-Za-z0-9-]*(?:\.(?![A-Za-z0-9.\u0080-\uFFFF-])|(?=[\s!-,/:-@[-^`{-~\u3000-\u9FFF\uAC00-\uD7A3\uFF01-\uFF5E]|$))/y;
const NUMBERS = /\.\d{1,3}\.\d{1,3}\.\d/y;

/**
 * Whether what stands behind the full stop at `dot` may be a top-level domain, or more of a host: quick, for the stops of
 * sentences, files and numbers. Where it may not, a later stop of the same run decides.
 */
export function mayEndInDomain(text: string, dot: number): boolean {
  const unit = text.charCodeAt(dot + 1);
  if (unit >= 0x30 && unit <= 0x39) {
    NUMBERS.lastIndex = dot;
    return NUMBERS.test(text);
  }
  if (!((unit >= 0xd800 && unit <= 0xdfff) || unit === 0x2e || unit === 0x2d || isHostKind(kindOfUnit(unit)))) {
    return false;
  }
  ASCII_LABEL.lastIndex = dot;
  if (!ASCII_LABEL.test(text)) return true;
  const end = ASCII_LABEL.lastIndex;
  return isTopLevelDomain(text.slice(dot + 1, text.charCodeAt(end - 1) === 0x2e ? end - 1 : end));
}

const SIMPLE_NAME =
  /([A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}([A-Za-z]{2,24})(?=[\s,/?#)\u3000-\u9FFF\uAC00-\uD7A3\uFF01-\uFF5E]|$)/y;

/**
 * The host in ASCII through the full stop at `dot`, where its ends leave no doubt: before it nothing, white space, CJK or
 * full-width signs, behind it the same, a path or a comma. Null where they do not.
 */
export function simpleHostAround(
  text: string,
  dot: number,
  floor: number,
): (Omit<BareHost, "kind"> & { readonly isHost: boolean }) | null {
  let start = dot;
  while (start > floor) {
    const unit = text.charCodeAt(start - 1);
    if (unit !== 0x2d && unit !== 0x2e && (unit > 0x7f || kindOfUnit(unit) !== WORD)) break;
    start -= 1;
  }
  const before = start > floor ? text.charCodeAt(start - 1) : start > 0 ? 0 : 0x20;
  const isApart =
    before === 0x20 ||
    before === 0x0a ||
    (before >= 0x3000 && before <= 0x9fff) ||
    (before >= 0xff01 && before <= 0xff5e);
  if (!isApart) return null;
  SIMPLE_NAME.lastIndex = start;
  const match = SIMPLE_NAME.exec(text);
  const end = start + (match?.[0].length ?? 0);
  if (match === null || end <= dot || !isTopLevelDomain(match[2] ?? "")) return null;
  return { start, end, isHost: isPlainHost(match[0], TAIL.test(text.slice(end, end + 3))) };
}

const MOST_REMEMBERED = 2048;
const remembered = new Map<string, boolean>();

/** Whether a name in ASCII is a host wherever it stands. Remembers the names of the last messages. */
function isPlainHost(host: string, hasTail: boolean): boolean {
  const key = hasTail ? `${host}/-` : host;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const found: BareHost[] = [];
  addHost(key, 0, host.length, host.split(".").length, 0, found);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  remembered.set(key, found.length > 0);
  return found.length > 0;
}

/** Where the run of host characters around the dot at `dot` begins, not before `floor`. */
export function runStartBefore(text: string, dot: number, floor: number): number {
  let start = dot;
  while (start > floor) {
    const unit = text.charCodeAt(start - 1);
    if (unit === 0x2e || unit === 0x2d || unit === 0x5f || isHostKind(kindOfUnit(unit))) start -= 1;
    else if (unit >= 0xdc00 && unit <= 0xdfff && isHostKind(kindBefore(text, start))) start -= 2;
    else if (isCatalanDot(text, start - 1)) start -= 1;
    else break;
  }
  return Math.max(start, floor);
}

/** Where the run of host characters that goes through `from` ends. */
export function runEndAfter(text: string, from: number): number {
  let end = from;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    const kind = kindAt(text, end);
    if (unit !== 0x2e && unit !== 0x2d && unit !== 0x5f && !isHostKind(kind) && !isCatalanDot(text, end)) break;
    end += widthAt(text, end);
  }
  return end;
}
