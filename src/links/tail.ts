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
  kindAt,
  kindBefore,
  kindOfUnit,
  widthAt,
} from "./characters.ts";
import { schemeStart } from "./scheme.ts";

/**
 * Where a link ends: path, query and fragment.
 *
 * The reference is UTS #58 "Unicode Linkification" (https://www.unicode.org/reports/tr58/): soft punctuation belongs to a
 * link only when more link follows, a closing bracket only when it opens inside the same part, and a part ends at its own
 * delimiters. Chat habit differs from it in these points, each for a reason:
 *
 * | Here | UTS #58 | Reason |
 * | --- | --- | --- |
 * | `、。，！？；：` and full-width brackets end a link | soft; brackets may open inside | nobody types them inside an address; in a chat without spaces they part address and talk, and a second address after `，` must not hide in the first |
 * | CJK glued to an ASCII segment ends the link | included | `h.5abc快来买`: the short code is ASCII, the rest is talk |
 * | CJK that begins a segment, a query value or a fragment stays | included | the same: `wiki/微信支付`, `?wd=北京天气` |
 * | after a short host's path CJK is talk, even after a slash | included | `v.douyin.com/iRt5/复制此链接`: such paths are codes |
 * | CJK right after the first slash of an ASCII host is talk when long, or when the host begins with `www.` | included | `https://www.baidu.com/首字母大写`: a slash closes a home page |
 * | a lone particle after a slash is talk (`から`, `에서`) | included | Japanese and Korean put them right after the address |
 * | `"` ends a link unless a pair opens and closes inside | soft | JSON and quoted speech: `"https://a.cn/x","b":1` would run on |
 * | `<`, `>`, backslash and backtick end a link | bracket or included | markup and escapes; browsers read `\` as `/`, readers do not |
 * | `“”‘«»…—` end a link, `’` only between letters stays | soft or included | they quote or go on with the sentence |
 * | emoji end a link, save where a value begins with one | included | `https://www.qq.com/😂` |
 * | trailing `*`, `~` and a mark that also stands before the link are left out | included | Markdown emphasis; `~` is a tone of voice |
 * | `scheme://` after a letter or a comma begins the next link | included | two addresses must never be one; after `/`, `=`, `?` it is an archive's or a redirector's own path |
 * | a second `#` with CJK between (`#话题#`) is a hashtag, not a fragment | included | Weibo writes topics so |
 */
export interface TailContext {
  /** Where the link starts, userinfo and scheme included. */
  readonly start: number;
  /** Paths of this host are short codes. */
  readonly isShort: boolean;
  readonly isAsciiHost: boolean;
  readonly hasWww: boolean;
  /** An app's or an intent's address: its first part is not a host. */
  readonly isApp: boolean;
  readonly schemes: ReadonlySet<string>;
}

const CLOSE_OF: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Particles and copulas that follow an address without a space. */
const PARTICLE =
  /^(?:から|まで|より|です|だよ|って|[でにはがもへとのを]|에서|으로|까지|입니다|[로를을에는은이가도요])$/u;
/** Talk that cannot be a title: the sentence every share text ends with. */
const CALL_TO_OPEN = /^(?:复制|復制|複製|点击|點擊|长按|長按|打开链接)/u;
/** Endings of files whose names may mix scripts. */
const FILE_ENDING =
  /^\.(?:pdf|docx?|xlsx?|pptx?|html?|aspx?|php|jsp|jpe?g|png|gif|webp|svg|mp[34]|mov|m4a|zip|rar|7z|apk|exe|txt|csv|epub|md)(?![A-Za-z0-9])/iu;
const LOOK_AHEAD = 64;

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
  let segments = 0;
  let apostrophes = 0;
  let opensQuote = false;
  let closesQuoteAt = -1;
  const open: string[] = [];
  let index = from;

  const begin = (at: number, value: boolean): void => {
    segment = at;
    isValue = value;
    takesCjk = false;
    takesSymbols = false;
    open.length = 0;
  };

  while (index < limit) {
    const unit = text.charCodeAt(index);
    const kind = kindAt(text, index);
    const width = unit < 0xd800 ? 1 : widthAt(text, index);
    const next = index + width;
    switch (kind) {
      case WORD:
      case LETTER:
        safe = next;
        break;
      case SIGN: {
        const sign = text[index];
        if (sign === "/" && part === "path") {
          segments += 1;
          begin(next, false);
        } else if (sign === "#" && part !== "fragment") {
          if (isHashtag(text, next) || (context.isShort && kindAt(text, next) === CJK))
            return trimEnd(text, from, safe, before);
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
        } else if (unit === 0x3a) {
          if (text.charCodeAt(next) === 0x2f && text.charCodeAt(next + 1) === 0x2f) {
            const nested = schemeStart(text, index, from, context.schemes);
            if (nested >= 0 && endsBeforeNested(text, nested, part, context))
              return trimEnd(text, from, nested, before);
          } else if (text.startsWith(":~:", index)) {
            begin(index + 3, true);
          }
        } else if (unit === 0x27) {
          // A quote that opened inside (`_'word'`) closes inside; an apostrophe between letters is neither.
          if (opensQuote && apostrophes % 2 === 1 && before !== "'") {
            safe = next;
            opensQuote = false;
          } else if (kindBefore(text, index) !== WORD) opensQuote = true;
          apostrophes += 1;
        } else if (unit === 0x2019 && !(kindBefore(text, index) <= LETTER && isLetterKind(kindAt(text, next)))) {
          return trimEnd(text, from, safe, before);
        }
        break;
      }
      case OPEN: {
        if (text[index] === "[" && text[next] === "/") return trimEnd(text, from, safe, before);
        open.push(CLOSE_OF[text[index] ?? ""] ?? "");
        break;
      }
      case CLOSE: {
        if (open.at(-1) !== text[index]) return trimEnd(text, from, safe, before);
        open.pop();
        safe = next;
        break;
      }
      case QUOTE: {
        if (closesQuoteAt === index) safe = next;
        else {
          closesQuoteAt = before === '"' || kindBefore(text, index) === WORD ? -1 : closingQuote(text, next);
          if (closesQuoteAt < 0) return trimEnd(text, from, safe, before);
        }
        break;
      }
      case CJK: {
        if (!takesCjk) {
          if (!cjkBelongs(text, index, { from, safe, segment, isValue, part, segments }, context)) {
            return trimEnd(text, from, safe, before);
          }
          takesCjk = true;
        } else if (safe < index && !joinsCjk(text, index)) return trimEnd(text, from, safe, before);
        safe = next;
        break;
      }
      case SYMBOL: {
        if (!takesSymbols) {
          if (!symbolBelongs(text, index, { segment, isValue, part, from }, context))
            return trimEnd(text, from, safe, before);
          takesSymbols = true;
        }
        safe = next;
        break;
      }
      case NAME_DOT:
        if (!takesCjk && kindBefore(text, index) !== LETTER && kindBefore(text, index) !== WORD)
          return trimEnd(text, from, safe, before);
        break;
      case INVISIBLE: {
        // What shows nothing parts an address from talk; between two signs of an address it is part of it.
        const after = kindPastInvisible(text, next);
        const ends = (after === CJK && !takesCjk) || (after === SYMBOL && !takesSymbols) || after === HARD;
        if (ends) return trimEnd(text, from, safe, before);
        break;
      }
      default:
        return trimEnd(text, from, safe, before);
    }
    index = next;
  }
  return trimEnd(text, from, safe, before);
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
  if (context.isShort) return true;
  const before = text[nested - 1] ?? "";
  if (before === "/" || before === "=" || before === "?" || before === "#" || before === "&") return false;
  if (before === "(" || before === "[" || before === "{") return false;
  return !(before === ":" && part === "query");
}

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

/** Whether CJK that begins at `index` is part of the link rather than talk glued to it. */
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
    if (joint === "-" || joint === "_" || joint === "+") return true;
    if (joint === "@") return index - 1 === place.segment;
    if (joint === ":") return /^[\p{L}_]+$/u.test(text.slice(Math.max(place.segment, index - LOOK_AHEAD), index - 1));
    if (joint === "(") return index - 1 === place.segment || /[-_+%]/u.test(text[index - 2] ?? "");
    // An ASCII segment that goes on in CJK and ends like a file: a file's name.
    return place.part === "path" && FILE_ENDING.test(text.slice(runEnd, runEnd + 8));
  }
  if (place.part === "query" && !place.isValue) return namesValue(text, runEnd);
  if (place.part !== "path") return true;
  if (context.isApp) return true;
  if (PARTICLE.test(run) || run.startsWith("を") || CALL_TO_OPEN.test(run)) return false;
  if (place.segments > 1 || !context.isAsciiHost) return true;
  const next = text[runEnd] ?? "";
  if (
    next === "/" ||
    (next === "?" && namesValue(text, runEnd + 1)) ||
    FILE_ENDING.test(text.slice(runEnd, runEnd + 8))
  )
    return true;
  return !context.hasWww && run.length <= 4;
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
  if (index !== place.segment) return false;
  if (place.part !== "path") return place.isValue;
  if (!context.isAsciiHost) return true;
  // `/wiki/🐬` is a title; after a home page's slash or a number an emoji is a face.
  const previous = /\/(?<name>[^/]*)\/$/u.exec(
    text.slice(Math.max(place.from, place.segment - LOOK_AHEAD), place.segment),
  )?.groups?.["name"];
  return previous !== undefined && /^[a-z]+$/iu.test(previous);
}

/** The end without marks that only decorate: trailing `*`, `~`, `|`, and one that also stands right before the link. */
function trimEnd(text: string, from: number, end: number, before: string | undefined): number {
  let at = end;
  while (at > from) {
    const unit = text[at - 1] ?? "";
    const kind = kindOfUnit(unit.charCodeAt(0));
    const decorates = unit === "*" || unit === "~" || unit === "|" || (unit === "_" && before === "_");
    const dangles =
      kind === OPEN ||
      kind === INVISIBLE ||
      kind === NAME_DOT ||
      (kind === SOFT && unit !== "'") ||
      (unit === "'" && before === "'");
    if (!decorates && !dangles) break;
    at -= 1;
  }
  return at;
}
