import {
  CJK,
  CLOSE,
  HARD,
  INVISIBLE,
  LETTER,
  NAME_DOT,
  OPEN,
  QUOTE,
  SIGN,
  SOFT,
  SYMBOL,
  WORD,
  isSpacelessLetter,
  kindAt,
  kindBefore,
  kindOfUnit,
  widthAt,
} from "./characters.ts";
import { CLAUSE_STARTS, ID_SEGMENT, PROSE_MARK, PROSE_START, TITLE_HOST, TITLE_SEGMENT } from "./data/prose.ts";
import { schemeStart } from "./scheme.ts";

/**
 * Where a link ends: path, query and fragment.
 *
 * The reference is UTS #58 "Unicode Linkification" (https://www.unicode.org/reports/tr58/).
 * Soft punctuation belongs to a link only when more link follows. A closing bracket
 * does only when it opens inside the same part. A part ends at its own delimiters.
 * Chat habit differs from it in these points, each for a reason:
 *
 * | Here | UTS #58 | Reason |
 * | --- | --- | --- |
 * | `、。，！？；：` and full-width brackets end a link | soft; brackets may open inside | nobody types them inside an address; in a chat without spaces they part address and prose, and a second address after `，` must not hide in the first |
 * | CJK adjacent to an ASCII segment ends the link | included | `h.5abc快来买`: the short code is ASCII, the rest is prose |
 * | Thai, Lao, Burmese and Khmer adjacent to an ASCII segment end the link, unless more of an address follows | included | `.htmlนะครับ`: they put no spaces either |
 * | CJK that begins a segment, a query value or a fragment stays | included | the same: `wiki/微信支付`, `?wd=北京天气` |
 * | after a short host's path CJK is prose, even after a slash | included | `v.douyin.com/iRt5/复制此链接`: such paths are codes |
 * | CJK right after the first slash of an ASCII host is prose when long, or when the host begins with `www.` | included | `https://www.baidu.com/首字母大写`: a slash closes a home page |
 * | a lone particle after a slash is prose (`から`, `에서`) | included | Japanese and Korean put them right after the address |
 * | `'` ends a link that a `'` opens, unless a letter follows | soft | `curl 'https://a.cn/x'\|sh` |
 * | `"` ends a link unless a pair opens and closes inside | soft | JSON and quoted speech: `"https://a.cn/x","b":1` would run on |
 * | `<`, `>`, backslash and backtick end a link | bracket or included | markup and escapes; browsers read `\` as `/`, readers do not |
 * | `“”‘«»…—` end a link, `’` only between letters stays | soft or included | they quote or go on with the sentence |
 * | emoji end a link, save where a value begins with one | included | `https://www.qq.com/😂` |
 * | trailing `*`, `~` and a mark that also stands before the link are left out, and `**word**` at its end | included | Markdown emphasis; `~` is a tone of voice |
 * | `scheme://` after a letter or a comma begins the next link | included | two addresses must never be one; after `/`, `=`, `?` it is an archive's or a redirector's own path, after `+` or `%20` in a query a form's text |
 * | CJK behind the last slash is prose when it speaks to somebody, or stands behind an id | included | `p/83921/你看看吧`; the words are in `data/prose.ts` |
 * | enclosed numbers, bullets and other signs outside ASCII end a link; so do `-->`, `^_^` and a `[` that never closes | included | `x②y`: they count a list or make a face |
 * | a second `#` with CJK between (`#话题#`) is a hashtag, not a fragment | included | Weibo writes topics so |
 */
export interface TailContext {
  /** Where the link starts, userinfo and scheme included. */
  readonly start: number;
  /** Paths of this host are short codes. */
  readonly isShort: boolean;
  readonly isAsciiHost: boolean;
  readonly hasWww: boolean;
  /** What an app's address has none of. Lower case, what shows nothing left out. */
  readonly host: string;
  /** An app's or an intent's address: its first part is not a host. */
  readonly isApp: boolean;
  readonly schemes: ReadonlySet<string>;
}

const CLOSE_OF: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Particles and copulas that follow an address without a space. */
const PARTICLE =
  /^(?:から|まで|より|です|だよ|って|[でにはがもへとのを]|에서|으로|까지|입니다|[로를을에는은이가도요])$/u;
/** Prose that cannot be a title: the sentence every share text ends with. */
const CALL_TO_OPEN = /^(?:复制|復制|複製|点击|點擊|长按|長按|打开链接)/u;
/** Endings of files whose names may mix scripts. */
const FILE_ENDING =
  /^\.(?:pdf|docx?|xlsx?|pptx?|html?|aspx?|php|jsp|jpe?g|png|gif|webp|svg|mp[34]|mov|m4a|zip|rar|7z|apk|exe|txt|csv|epub|md)(?![A-Za-z0-9])/iu;
const LOOK_AHEAD = 64;
/** A run of Thai, Lao, Burmese or Khmer before what an address goes on with. */
const SPACELESS_PART = /^[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u200B-\u200D]+[\w/?#=&%@~+-]/u;
/** Bullets, daggers and marks of a note. */
const LIST_SIGNS = /[•‣⁃※†‡§¶‖]/u;
const QUERY = /^\?[A-Za-z_][\w.-]*=/u;
/** Segments before a hashtag, of which many end in a kana: `fypシ`. */
const TAG_SEGMENT = /^(?:tags?|hashtags?|topics?|explore|discover)$/iu;

/**
 * Path, query and fragment of only ASCII letters, digits and signs that always belong to a link.
 * They reach to a sign that ends every link, with or without a soft one before it.
 * A full stop belongs only before a number or a well-known ending: a sentence may go on behind it.
 */
const SIMPLE_TAIL =
  /(?:\/(?:[A-Za-z0-9_%/=&+@-]|\.(?=[A-Za-z]{0,8}\d|(?:html?|php|aspx?|jsp|pdf|jpe?g|png|exe|zip|apk)(?![A-Za-z])))*)?(?:\?(?:[A-Za-z0-9_%/=&+@-]|\.(?=\d))*)?(?:#[A-Za-z0-9_%/=&+@-]*)?(?<=[A-Za-z0-9/])(?=[.,!?]?(?:[\s<>\u3000-\u3003\u3008-\u3011\uFF01\uFF08\uFF09\uFF0C\uFF1A\uFF1B\uFF1F]|$)|[\u4E00-\u9FFF])/y;
/** The same of an app's address, where a full stop is no sentence's. */
const SIMPLE_APP_TAIL =
  /(?:[A-Za-z0-9_%/=&+@?#-]|\.(?=[A-Za-z0-9]))+(?<=[A-Za-z0-9/])(?=[.,!?]?(?:[\s<>\u3000-\u3003\u3008-\u3011\uFF01\uFF08\uFF09\uFF0C\uFF1A\uFF1B\uFF1F]|$))/y;

/**
 * End of a tail that needs no reading sign by sign; 0 for every other.
 *
 * @param isShort  Asked only where Chinese follows a slash.
 */
export function simpleTailEnd(text: string, from: number, isShort: () => boolean): number {
  SIMPLE_TAIL.lastIndex = from;
  if (!SIMPLE_TAIL.test(text)) return 0;
  const end = SIMPLE_TAIL.lastIndex;
  const unit = text.charCodeAt(end);
  if (!(unit >= 0x4e00 && unit <= 0x9fff)) return end;
  if (text.charCodeAt(end - 1) === 0x2f) return isShort() ? end : 0;
  // Chinese adjacent to an ASCII segment is prose, unless a file or a query continues the segment.
  const behind = text[cjkRunEnd(text, end)];
  return behind === "." || behind === "?" ? 0 : end;
}

/** As `simpleTailEnd`, of an app's address from behind its slashes. */
export function simpleAppTailEnd(text: string, from: number): number {
  SIMPLE_APP_TAIL.lastIndex = from;
  return SIMPLE_APP_TAIL.test(text) ? SIMPLE_APP_TAIL.lastIndex : 0;
}

/**
 * End of the link whose authority ends at `from` (exclusive offset, UTF-16 units).
 * Returns `from` when nothing after it belongs to the link. Linear in what it takes in; looks at most 64 units further.
 */
export function tailEnd(text: string, from: number, context: TailContext): number {
  const limit = text.length;
  const before = context.start > 0 ? text[context.start - 1] : undefined;
  /** End of what certainly belongs to the link. */
  let safe = from;
  let part: "path" | "query" | "fragment" = "path";
  /** Where the current segment, value or name began. */
  let segment = from;
  let isValue = context.isApp;
  let takesCjk = false;
  let takesSymbols = false;
  let takesSpaceless = false;
  let segments = 0;
  let apostrophes = 0;
  let opensQuote = false;
  let closesQuoteAt = -1;
  const open: string[] = [];
  /** Where the last round or square bracket stands that has not closed yet; -1 for none. */
  let opening = -1;
  let index = from;

  const ended = (end: number): number => trimEnd(text, from, beforeAside(text, end, opening), before);

  const begin = (at: number, value: boolean): void => {
    segment = at;
    isValue = value;
    takesCjk = false;
    takesSymbols = false;
    takesSpaceless = false;
    open.length = 0;
    opening = -1;
  };

  while (index < limit) {
    const unit = text.charCodeAt(index);
    const kind = kindAt(text, index);
    const width = unit < 0xd800 ? 1 : widthAt(text, index);
    const next = index + width;
    switch (kind) {
      case WORD:
        safe = next;
        break;
      case LETTER:
        if (isListMark(unit)) return ended(safe);
        if (isSpacelessLetter(unit)) {
          if (!takesSpaceless && kindBefore(text, index) === WORD && readsAsSpacelessProse(text, index))
            return ended(safe);
          takesSpaceless = true;
        }
        safe = next;
        break;
      case SIGN: {
        const sign = text[index];
        // `<address|label>`, and signs that part a list.
        if (sign === "|" && before === "<") return ended(safe);
        if (unit > 0x7f && (LIST_SIGNS.test(sign ?? "") || !isLetterKind(kindAt(text, next)))) return ended(safe);
        if (sign === "/" && part === "path") {
          segments += 1;
          begin(next, false);
        } else if (sign === "#" && part !== "fragment") {
          if (isHashtag(text, next) || (context.isShort && kindAt(text, next) === CJK)) return ended(safe);
          part = "fragment";
          begin(next, true);
        } else if (sign === "=" && part !== "path") begin(next, true);
        else if (sign === "&" && part !== "path") begin(next, false);
        else if (sign === "/" && part === "fragment") begin(next, true);
        safe = next;
        break;
      }
      case SOFT: {
        if (unit === 0x3f && part === "path") {
          part = "query";
          begin(next, false);
        } else if ((unit === 0x2c || unit === 0x2e) && part !== "fragment" && !context.isApp) {
          if (sentenceGoesOn(text, index, from, part)) return ended(safe);
        } else if (unit === 0x3a) {
          if (text.charCodeAt(next) === 0x2f && text.charCodeAt(next + 1) === 0x2f) {
            const nested = schemeStart(text, index, from, context.schemes);
            if (nested >= 0 && endsBeforeNested(text, nested, part, context)) return ended(nested);
          } else if (text.startsWith(":~:", index)) {
            begin(index + 3, true);
          }
        } else if (unit === 0x27) {
          // What a quote opens it closes, whatever stands behind: `curl 'https://a.cn/x'|sh`.
          if (before === "'" && !isLetterKind(kindAt(text, next)) && text[next] !== "_") return ended(safe);
          // A quote that opened inside (`_'word'`) closes inside; an apostrophe between letters is neither.
          if (opensQuote && apostrophes % 2 === 1 && before !== "'") {
            safe = next;
            opensQuote = false;
          } else if (kindBefore(text, index) !== WORD) opensQuote = true;
          apostrophes += 1;
        } else if (unit === 0x2019 && !(kindBefore(text, index) <= LETTER && isLetterKind(kindAt(text, next)))) {
          return ended(safe);
        }
        break;
      }
      case OPEN: {
        if (text[index] === "[" && text[next] === "/") return ended(safe);
        if (text[index] !== "{") opening = index;
        open.push(CLOSE_OF[text[index] ?? ""] ?? "");
        break;
      }
      case CLOSE: {
        if (open.at(-1) !== text[index]) return trimEnd(text, from, safe, before);
        open.pop();
        opening = -1;
        safe = next;
        break;
      }
      case QUOTE: {
        if (closesQuoteAt === index) safe = next;
        else {
          closesQuoteAt = before === '"' || kindBefore(text, index) === WORD ? -1 : closingQuote(text, next);
          if (closesQuoteAt < 0) return ended(safe);
        }
        break;
      }
      case CJK: {
        if (!takesCjk) {
          if (!cjkBelongs(text, index, { from, safe, segment, isValue, part, segments }, context)) {
            return ended(safe);
          }
          takesCjk = true;
        } else if (safe < index && !joinsCjk(text, index)) return ended(safe);
        safe = next;
        break;
      }
      case SYMBOL: {
        // Titles count with it: `/エナジー-355ml×24本/dp/B007V6MQJY`.
        if (!takesSymbols && !(takesCjk && unit === 0xd7)) {
          if (!symbolBelongs(text, index, { segment, isValue, part, from }, context)) return ended(safe);
          takesSymbols = true;
        }
        safe = next;
        break;
      }
      case NAME_DOT:
        if (!takesCjk && kindBefore(text, index) !== LETTER && kindBefore(text, index) !== WORD) return ended(safe);
        break;
      case INVISIBLE: {
        // What shows nothing parts an address from prose; between two signs of an address it is part of it.
        const after = kindPastInvisible(text, next);
        const ends = (after === CJK && !takesCjk) || (after === SYMBOL && !takesSymbols) || after === HARD;
        if (ends) return ended(safe);
        break;
      }
      default:
        return ended(safe);
    }
    index = next;
  }
  return ended(safe);
}

/** Kind of the first character at or after `index` that shows; looks at most 64 units ahead. */
export function kindPastInvisible(text: string, index: number): number {
  let at = index;
  while (at < index + LOOK_AHEAD && kindAt(text, at) === INVISIBLE) at += widthAt(text, at);
  return kindAt(text, at);
}

function isLetterKind(kind: number): boolean {
  return kind === WORD || kind === LETTER;
}

/** `scheme://` inside a link: the next link, or a path of an archive, a proxy or a redirector. */
function endsBeforeNested(text: string, nested: number, part: string, context: TailContext): boolean {
  const before = text[nested - 1] ?? "";
  // A short code has no address in its path; the target of a redirect may stand in the query all the same.
  if (context.isShort) return !(before === "=" && part !== "path");
  // `/v3/__https://…__;`: what a mail gateway puts around the address.
  if (before === "_" && text[nested - 2] === "_") return false;
  if (before === "/" || before === "=" || before === "?" || before === "#" || before === "&") return false;
  if (before === "(" || before === "[" || before === "{") return false;
  if (part === "path") return true;
  // A form's text has a plus or an escape for a space: `?text=See+https://…`, `?text=See%20https://…`.
  return !(
    (before === ":" && part === "query") ||
    before === "+" ||
    before === "^" ||
    ESCAPED_SPACE.test(text.slice(nested - 3, nested))
  );
}

const ESCAPED_SPACE = /^%(?:20|0[9ad])$/iu;

/** `#话题#`: a topic as Weibo writes it. */
function isHashtag(text: string, index: number): boolean {
  if (kindAt(text, index) !== CJK) return false;
  for (let at = index; at < index + LOOK_AHEAD; at += widthAt(text, at)) {
    const kind = kindAt(text, at);
    if (text[at] === "#") return true;
    if (kind !== CJK && kind !== WORD && kind !== LETTER && kind !== NAME_DOT) return false;
  }
  return false;
}

/** Offset of the `"` that closes what opens before `index`, within the link and 64 units; -1 for none. */
function closingQuote(text: string, index: number): number {
  for (let at = index; at < index + LOOK_AHEAD; at += 1) {
    const kind = kindOfUnit(text.charCodeAt(at));
    if (kind === QUOTE) return at > index ? at : -1;
    if (kind !== WORD && kind !== LETTER && kind !== CJK && text[at] !== "_" && text[at] !== "-") return -1;
  }
  return -1;
}

interface Place {
  readonly from: number;
  readonly segment: number;
  readonly isValue: boolean;
  readonly part: "path" | "query" | "fragment";
}

/** Whether CJK that begins at `index` is part of the link rather than prose adjacent to it. */
function cjkBelongs(
  text: string,
  index: number,
  place: Place & { safe: number; segments: number },
  context: TailContext,
): boolean {
  const runEnd = cjkRunEnd(text, index);
  const run = text.slice(index, runEnd);
  if (context.isShort && !(place.part === "query" && place.isValue && index === place.segment)) return false;
  if (index > place.segment) {
    if (place.safe < index && text[index - 1] !== ":" && text[index - 1] !== "(") return false;
    const joint = text[index - 1] ?? "";
    if (joint === "-" || joint === "_" || joint === "+")
      return (
        kindBefore(text, index - 1) !== SIGN &&
        !PROSE_START.test(run) &&
        !PAGE_ENDING.test(text.slice(Math.max(place.from, index - 7), index - 1))
      );
    if (joint === "@") return index - 1 === place.segment;
    if (joint === ":") return /^[\p{L}_]+$/u.test(text.slice(Math.max(place.segment, index - LOOK_AHEAD), index - 1));
    if (joint === "(") return index - 1 === place.segment || /[-_+%]/u.test(text[index - 2] ?? "");
    if (place.part !== "path") return false;
    // A segment that begins in ASCII, goes on in CJK and ends like a file, or before a query: `fypシ?lang=id`.
    if (FILE_ENDING.test(text.slice(runEnd, runEnd + 8))) return true;
    if (text[runEnd] === "?" && QUERY.test(text.slice(runEnd, runEnd + LOOK_AHEAD)) && !PROSE_MARK.test(run))
      return true;
    return /^[\p{Script=Katakana}ー]+$/u.test(run) && TAG_SEGMENT.test(segmentBefore(text, place));
  }
  if (place.part === "query" && !place.isValue) return namesValue(text, runEnd);
  if (place.part !== "path") return true;
  if (context.isApp) return true;
  if (PARTICLE.test(run) || run.startsWith("を") || CALL_TO_OPEN.test(run)) return false;
  const next = text[runEnd] ?? "";
  if (
    next === "/" ||
    (next === "?" && namesValue(text, runEnd + 1)) ||
    FILE_ENDING.test(text.slice(runEnd, runEnd + 8)) ||
    (/[-·×・]/u.test(next) && TITLE_BEFORE_PATH.test(text.slice(runEnd, runEnd + LONGEST_TITLE)))
  )
    return true;
  if (readsAsProse(run, segmentBefore(text, place), context)) return false;
  if (place.segments > 1 || !context.isAsciiHost) return true;
  return !context.hasWww && run.length <= 4;
}

/** The rest of a title of several words, and the path behind it: `/モンスター-アサヒ飲料/dp/B007V6MQJY`. */
const TITLE_BEFORE_PATH = /^[\p{L}\p{M}\p{N}_%+·×・-]+\/[A-Za-z0-9]+\/[A-Za-z0-9]/u;
const LONGEST_TITLE = 192;

/** Whether Thai, Lao, Burmese or Khmer adjacent to ASCII is prose: the address does not go on behind it. */
function readsAsSpacelessProse(text: string, index: number): boolean {
  return !SPACELESS_PART.test(text.slice(index, index + LOOK_AHEAD));
}

/** The segment before the one that began at `place.segment`; empty after the host. */
function segmentBefore(text: string, place: Pick<Place, "from" | "segment">): string {
  const before = text.slice(Math.max(place.from, place.segment - LOOK_AHEAD), Math.max(place.from, place.segment - 1));
  return before.slice(before.lastIndexOf("/") + 1);
}

/** Whether the text behind the last slash is a sentence about the link rather than its page's title. */
function readsAsProse(run: string, previous: string, { host, isAsciiHost }: TailContext): boolean {
  if (PROSE_START.test(run)) return true;
  if (!isAsciiHost || TITLE_SEGMENT.test(previous) || TITLE_HOST.test(host)) return false;
  return ID_SEGMENT.test(previous) || PROSE_MARK.test(run);
}

/** A whole word to the end of the address: no number, no ending of a file, nothing that an address goes on with. */
const LAST_WORD = /^(?:[\p{Lu}\p{Ll}]\p{M}*)+(?![\p{L}\p{M}\p{N}/?#=&%_@:~+-])/u;
const PAGE_ENDING = /\.(?:html?|php|aspx?|jsp|pdf)$/iu;

/**
 * Whether a comma or full stop in a path ends a clause although no space follows.
 * Many write so in Indonesian and Vietnamese: `/pmb/2026,buka pake laptop`, `.html.làm theo`.
 */
function sentenceGoesOn(text: string, index: number, from: number, part: "path" | "query"): boolean {
  const word = LAST_WORD.exec(text.slice(index + 1, index + 1 + LOOK_AHEAD))?.[0];
  if (word === undefined || word.length < 2) return false;
  // No file has an ending outside ASCII, and no page's ending is followed by another.
  if (/[^\p{ASCII}]/u.test(word)) return true;
  if (part === "query") return false;
  if (text[index] === ",") return !text.slice(from, index).includes(",");
  return PAGE_ENDING.test(text.slice(Math.max(from, index - 6), index)) || CLAUSE_STARTS.has(word);
}

/** The end without a bracket that does not close in the link, before a word: `[Face:  0]`, `(see below)`. */
function beforeAside(text: string, end: number, opening: number): number {
  if (opening < 0 || opening >= end) return end;
  return /^[[(][\p{Lu}\p{Ll}]+$/u.test(text.slice(opening, Math.min(end, opening + LOOK_AHEAD))) ? opening : end;
}

/** Enclosed numbers that count the items of a list: `①`, `⒈`, `❶`. */
function isListMark(unit: number): boolean {
  return (unit >= 0x2460 && unit <= 0x24ff) || (unit >= 0x2776 && unit <= 0x2793);
}

/** Whether a name that goes on at `index` has a value: `名称=…`. */
function namesValue(text: string, index: number): boolean {
  let at = index;
  while (at < index + LOOK_AHEAD && (isLetterKind(kindAt(text, at)) || kindAt(text, at) === CJK))
    at += widthAt(text, at);
  return text[at] === "=";
}

/** End of the run of CJK, letters and digits at `index`; at most 64 units. */
function cjkRunEnd(text: string, index: number): number {
  let at = index;
  while (at < index + LOOK_AHEAD) {
    const kind = kindAt(text, at);
    if (kind !== CJK && kind !== WORD && kind !== LETTER && kind !== NAME_DOT) break;
    at += widthAt(text, at);
  }
  return at;
}

/** Soft signs after which a CJK segment goes on. */
function joinsCjk(text: string, index: number): boolean {
  const kind = kindBefore(text, index);
  return kind === NAME_DOT || kind === OPEN || kind === INVISIBLE || text[index - 1] === ":";
}

/** Whether an emoji or symbol at `index` is part of the link. */
function symbolBelongs(text: string, index: number, place: Place, context: TailContext): boolean {
  if (context.isShort) return false;
  if (text[index - 1] === "(" && /[-_+%]/u.test(text[index - 2] ?? "")) return true;
  if (index !== place.segment) return JOINED_SYMBOL.test(text.slice(index - 1, index + 12));
  if (place.part !== "path") return place.isValue;
  if (!context.isAsciiHost) return true;
  // `/wiki/🐬` is a title; after a home page's slash or a number an emoji is a face.
  const previous = /\/(?<name>[^/]*)\/$/u.exec(
    text.slice(Math.max(place.from, place.segment - LOOK_AHEAD), place.segment),
  )?.groups?.["name"];
  return previous !== undefined && /^[a-z]+$/iu.test(previous);
}

/** An emoji between the words of a file's name: `Music_🔊_20E4C926.png`. */
const JOINED_SYMBOL = /^([-_])[^\p{L}\p{N}\s/_-]{1,8}\1[A-Za-z0-9]/u;

/** The end without marks that only decorate: trailing `*`, `~`, `|`, and one that also stands right before the link. */
function trimEnd(text: string, from: number, end: number, before: string | undefined): number {
  let at = end;
  while (at > from) {
    const unit = text[at - 1] ?? "";
    const kind = kindOfUnit(unit.charCodeAt(0));
    const decorates =
      unit === "*" ||
      unit === "~" ||
      unit === "|" ||
      unit === "^" ||
      (unit === "_" && (before === "_" || text[at - 2] === "^")) ||
      // `-->`, `=>` and the dash of two hyphens.
      ((unit === "-" || unit === "=") && (text[at] === ">" || text[at] === "》" || text[at] === "→")) ||
      ((unit === "-" || unit === "_") && kindAt(text, end) === CJK);
    const dangles =
      kind === OPEN ||
      kind === INVISIBLE ||
      kind === NAME_DOT ||
      (kind === SOFT && unit !== "'") ||
      (unit === "'" && before === "'");
    if (!decorates && !dangles) break;
    at -= 1;
  }
  // Bold words adjacent to the link: `/bar**bold**`.
  const bold = text.startsWith("**", at) ? text.indexOf("**", from) : at;
  return bold < at ? trimEnd(text, from, bold, before) : at;
}
