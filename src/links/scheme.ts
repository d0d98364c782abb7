import { kindOfUnit, WORD } from "./characters.ts";
import { dangerOf } from "./dangerous-schemes.ts";

/** Schemes of web addresses and of files on servers. */
export const WEB_SCHEMES: ReadonlySet<string> = new Set(["http", "https", "ftp", "ftps", "ws", "wss"]);

/**
 * Schemes that run or carry a page themselves. No client makes them tappable where they stand in prose, so they are links
 * only where markup makes them so.
 */
export const NEVER_LINKED: ReadonlySet<string> = new Set([
  "javascript",
  "vbscript",
  "livescript",
  "mocha",
  "data",
  "about",
  "blob",
]);

/**
 * Slips of `http` and `https`, and those that lost their first letter (`ttps://`, as copied or written on boards): no app has
 * them, and many clients link the host behind them. Sources: MZCretin/ExpandableTextView, issue 23; lycheeverse/lychee, 297.
 */
export const MISSPELT: ReadonlySet<string> = new Set(
  "ttp htp hhtp htttp hptt hppt htpp httpp tthp hpttp"
    .split(" ")
    .flatMap((slip) => [slip, `${slip}s`])
    .concat("httpss", "httsp"),
);

/** What is written so that nobody opens it: `hxxps://evil[.]example`. Sources: markedjs/marked, issue 1596; draft-salgado-hxxp. */
export const DEFANGED: ReadonlySet<string> = new Set(["hxxp", "hxxps", "hxtp", "htxp", "hxtps", "htxps"]);

const LONGEST_SCHEME = 40;

/** Whether a scheme may have the unit. */
export function isSchemeUnit(unit: number): boolean {
  return kindOfUnit(unit) === WORD || unit === 0x2b || unit === 0x2d || unit === 0x2e;
}

/**
 * Where the scheme begins whose colon stands at `colon`; -1 when there is none to name a link.
 * A known scheme may have other letters and digits adjacent before it (`39.9https://…`, `xxxhttp://…`); an unknown one is the
 * whole word. Looks at most 40 units back and never before `floor`.
 */
export function schemeStart(text: string, colon: number, floor: number, schemes: ReadonlySet<string>): number {
  let start = colon;
  const lowest = Math.max(floor, colon - LONGEST_SCHEME);
  while (start > lowest && isSchemeUnit(text.charCodeAt(start - 1))) start -= 1;
  if (start === colon) return -1;
  const word = text.slice(start, colon).toLowerCase();
  if (WEB_SCHEMES.has(word) || schemes.has(word) || word === "intent" || dangerOf(word) !== null) return start;
  for (const web of ["https", "http"]) {
    if (word.endsWith(web)) return colon - web.length;
  }
  // `sftp` and `tftp` are schemes of their own.
  if (/[^a-z]ftp$/u.test(word)) return colon - "ftp".length;
  // Prices and lists adjacent to an app's scheme: `9.9taobao://`, `1.weixin://`.
  for (let at = start; at < colon; at += 1) {
    const unit = text.charCodeAt(at);
    const isDigit = unit >= 0x30 && unit <= 0x39;
    if (!isDigit && kindOfUnit(unit) === WORD) {
      const rest = text.slice(at, colon).toLowerCase();
      if (at > start && (schemes.has(rest) || rest === "intent")) return at;
      break;
    }
  }
  while (start < colon && !/[A-Za-z]/u.test(text[start] ?? "")) start += 1;
  return colon - start >= 2 ? start : -1;
}
