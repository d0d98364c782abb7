import type { Link } from "./types.ts";
import { unescapeAddress } from "./escapes.ts";

const LONGEST_SHOWN = 512;
const MOST_SPACE = 8;
const LONGEST_OPENING = 320;
const LONGEST_DEFINITION = 128;
/** How far from its definition a reference is looked for, in units. */
const FARTHEST_REFERENCE = 4_096;

/**
 * What a reader sees in the place of a link that is the target of markup, without escapes and tags; null when the link
 * stands for itself. Reads at most some thousand units around the link.
 *
 * | Markup | Source |
 * | --- | --- |
 * | `[shown](link)`, `[shown](<link> "title")`, `[shown][name]` with `[name]: link` | CommonMark 0.31.2, sections 6.3 and 4.7 |
 * | `<a href="link">shown</a>` | HTML Standard, 4.5.1; Satori, WeChat and Telegram texts |
 * | `[url=link]shown[/url]` | BBCode |
 * | `<link|shown>` | Slack, "Formatting text for app surfaces"; Discord takes the Markdown form |
 */
export function shownFor(text: string, link: Pick<Link, "start" | "end">): string | null {
  const shown = rawShown(text, link);
  return shown === null ? null : plainShown(shown);
}

function rawShown(text: string, { start, end }: Pick<Link, "start" | "end">): string | null {
  // The sign before the link tells what could be around it; most links have a letter or none there.
  let at = start - 1;
  while (at >= start - MOST_SPACE && (text[at] === " " || text[at] === "\t")) at -= 1;
  switch (text[at] ?? "") {
    case "<":
      return text[end] === "|" ? upTo(text, end + 1, ">") : inlineShown(text, start);
    case "(":
      return inlineShown(text, start);
    case ":":
      return referenceShown(text, start);
    case "=":
    case '"':
    case "'":
      return anchorShown(text, start, end);
    default:
      return null;
  }
}

/** Before `](` and `](<`. */
function inlineShown(text: string, start: number): string | null {
  const opening = /\]\(\s{0,8}<?$/u.exec(text.slice(Math.max(0, start - 16), start));
  if (opening === null) return null;
  const shownEnd = start - opening[0].length;
  const shownStart = openingBracket(text, shownEnd);
  return shownStart < 0 ? null : text.slice(shownStart, shownEnd);
}

/** Offset after the `[` whose `]` stands at `end`; brackets in between are paired. -1 for none within 512 units. */
function openingBracket(text: string, end: number): number {
  let depth = 0;
  for (let at = end - 1; at >= 0 && at >= end - LONGEST_SHOWN; at -= 1) {
    if (text[at - 1] === "\\") continue;
    if (text[at] === "]") depth += 1;
    else if (text[at] === "[") {
      if (depth === 0) return at + 1;
      depth -= 1;
    }
  }
  return -1;
}

/** Between the tags of an anchor, in HTML and BBCode. */
function anchorShown(text: string, start: number, end: number): string | null {
  const opening = text.slice(Math.max(0, start - LONGEST_OPENING), start);
  const behind = text.slice(end, end + LONGEST_OPENING);
  const quote = /["']?\s{0,8}$/u.exec(opening)?.[0].trim() ?? "";
  if (/\[(?:url|link|a)\s{0,4}=\s{0,4}["']?\s{0,8}$/iu.test(opening)) {
    const tag = /^[^\]\n]{0,64}\]/u.exec(behind)?.[0];
    return tag === undefined ? null : upTo(text, end + tag.length, "[/");
  }
  const isAnchor = /<a\s[^<>]{0,300}?href\s{0,4}=\s{0,4}["']?\s{0,8}$/iu.test(opening);
  if (!isAnchor) return null;
  // Within quotes a `>` ends nothing.
  const closing = quote === "" ? behind.indexOf(">") : behind.indexOf(">", Math.max(0, behind.indexOf(quote)));
  return closing < 0 ? null : upTo(text, end + closing + 1, "</a");
}

/** What refers to the definition `[name]: link`, or the name itself. */
function referenceShown(text: string, start: number): string | null {
  const before = text.slice(Math.max(0, start - LONGEST_DEFINITION), start);
  const definition = /(?:^|\n) {0,3}\[(?<name>[^\]\n]{1,99})\]:[ \t]{0,8}$/u.exec(before);
  const name = definition?.groups?.["name"];
  // The window's own beginning is no line's.
  if (definition?.index === 0 && start > LONGEST_DEFINITION && !before.startsWith("\n")) return null;
  if (name === undefined) return null;
  const around = text.slice(Math.max(0, start - FARTHEST_REFERENCE), start + FARTHEST_REFERENCE);
  const at = around.toLowerCase().indexOf(`][${name.toLowerCase()}]`);
  if (at < 0) return name;
  const shownStart = openingBracket(around, at);
  return shownStart < 0 ? null : around.slice(shownStart, at);
}

function upTo(text: string, from: number, closing: string): string | null {
  const length = text
    .slice(from, from + LONGEST_SHOWN)
    .toLowerCase()
    .indexOf(closing);
  return length < 0 ? null : text.slice(from, from + length);
}

/** As it is shown: without tags, Markdown's backslashes and character references. */
function plainShown(shown: string): string {
  return unescapeAddress(shown.replaceAll(/<\/?[a-z][^<>]{0,99}>/giu, "")).replaceAll(/\\([!-/:-@[-`{-~])/gu, "$1");
}
