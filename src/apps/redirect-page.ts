import { getDomain, parse } from "tldts";
import { decodeText, hostOf, parameter, parameterNames, readWebAddress, type WebAddress } from "./address.ts";
import { readTarget } from "./unwrap.ts";
import { fromBase64 } from "./wrapped-text.ts";

/** Words by which a host or a path says that it sends its readers on. */
const LEADING_ON = new Set(
  (
    "away check_link consent exit external forward go gotolink goto gowild jump jumpto leave leaving link linkcheck linkfilter linkjump linkout " +
    "linkredirect links linkshim middlepage out outbound outgoing outlink pingback redir redirect redirecting redirection redirector " +
    "refer safe safecheck safejump safelink safelinks safetip safety thirdlink tolink transfer url urljump urlredirect warn warning"
  ).split(" "),
);
/** The same within a longer word: `jumppage`, `gotourl`, `webredirect`. */
const LEADING_ON_LONGER = /^(?:jump|redirect|goto)|(?:jump|redirect|redir|checkurl|linkfilter|safelinks?)$/u;
/** Words by which a host or a path says that it counts clicks, and then sends its readers on. */
const CLICKED = new Set("click clicks clickthru clickthrough clk ct etl rd thru track tracker tracking trk".split(" "));
const CLICKED_LONGER = /(?:click|track)$/u;
/** A page of one letter that sends its readers on: `/r.php`, `/~r`. */
const SHORT_PAGE = /\/(?:~[lr]|[lr]\.(?:php|aspx?|cgi|jsp))$/iu;
/** Words by which a page says that it only looks an address up. */
const LOOKS_UP = new Set("analyse analysis analyze lookup report results search validate validator whois".split(" "));
/** Names that say that the page goes on to what stands there: `returnUrl`, `redirect_uri`, `next`. Letters alone, lower case. */
const LEADING_ON_NAME =
  /^(?:back|callback|continue|dest|destination|exit|fallback|forward|goto|jump|next|out|relaystate|return|target)(?:to|url|uri|link|page)?$|redir(?:ect|ection)?(?:to|url|uri|link|page)?$/u;
/** Names under which the target stands; others are tried after them. */
const TARGET_NAMES = ["url", "u", "target", "to", "link", "goto", "redirect", "redirect_url", "dest", "href", "jump"];
/** Names under which the page stands that led here. */
const ORIGIN_NAMES: ReadonlySet<string> = new Set([
  "ref",
  "referer",
  "referrer",
  "from",
  "source",
  "origin",
  "back",
  "f",
]);

/**
 * The address that an unregistered redirector carries whole in its query, path or fragment.
 * The page's host or path must say that it leads on. Asked only for hosts of registered apps:
 * anybody else may call a page `link`.
 *
 * @param host  ASCII lower case.
 */
export function carriedAddress(address: WebAddress, host: string): string | null {
  const { path, query, fragment } = address;
  const shown = shownPage(address);
  if (shown !== null) return shown;
  const hashQuery = fragment.indexOf("?");
  const inHash = {
    path: hashQuery === -1 ? fragment : fragment.slice(0, hashQuery),
    query: hashQuery === -1 ? fragment : fragment.slice(hashQuery + 1),
  };
  const inPath = ADDRESS_IN_PATH.exec(path)?.index ?? -1;
  if (inPath === -1 && !MAY_CARRY.test(query) && !MAY_CARRY.test(fragment)) return null;
  const own = inPath === -1 ? path : path.slice(0, inPath);
  // Under a public suffix (`user.github.io`) anybody has a page, and calls it as he likes.
  if (getDomain(host, { allowPrivateDomains: true }) !== getDomain(host)) return null;
  if (looksUp(own) || ![host.split(".").slice(0, -2), own.split("/"), inHash.path.split("/")].some(saysSo)) return null;
  return inQuery(query) ?? (inPath === -1 ? inQuery(inHash.query) : wholeAddress(restOf(address, inPath)));
}

/**
 * What a page nobody wrote down may send its readers on to, or shows of somebody else: `…/thru.php?url=`, `?returnUrl=`,
 * `/CL0/https:%2F%2F…`. It stays the page that it is; what it carries is judged beside it. Null when it carries nothing.
 *
 * @param url  A web address.
 */
export function carriedBeside(url: string): string | null {
  if (!MAY_CARRY_WHOLE.test(url)) return null;
  const address = readWebAddress(url);
  if (address === null) return null;
  const { path, query, fragment } = address;
  const inPath = ADDRESS_IN_PATH.exec(path)?.index ?? -1;
  // Whoever has a whole address for a path shows it or leads there: copies, proxies, counters of clicks.
  if (inPath !== -1) return looksUp(path.slice(0, inPath)) ? null : pageOf(wholeAddress(restOf(address, inPath)));
  const parts = [...hostOf(address.authority).split(".").slice(0, -1), ...path.split("/")];
  const leadsOn =
    !looksUp(path) &&
    (saysSo(parts) ||
      wordsOf(parts).some((word) => CLICKED.has(word) || CLICKED_LONGER.test(word)) ||
      SHORT_PAGE.test(path));
  for (const part of [query, fragment.slice(fragment.indexOf("?") + 1)]) {
    const whole = /^https?(?::|%3a)/iu.test(part) ? pageOf(wholeAddress(part)) : null;
    if (whole !== null) return whole;
    for (const name of parameterNames(part)) {
      if (ORIGIN_NAMES.has(name.toLowerCase())) continue;
      const value = parameter(part, name) ?? "";
      // Who writes an address in base64 leads there or shows it, whatever the name.
      const mayLeadOn =
        leadsOn ||
        value.startsWith(HTTP_IN_BASE64) ||
        LEADING_ON_NAME.test(name.toLowerCase().replaceAll(/[^a-z]/gu, ""));
      const target = mayLeadOn ? pageOf(wholeAddress(value)) : null;
      if (target !== null) return target;
    }
  }
  return hiddenIn(path) ?? hiddenIn(fragment);
}

/** `http` as base64 begins. */
const HTTP_IN_BASE64 = "aHR0c";
/** Behind the scheme: another one, two slashes of a value as browsers read them, or base64 of `http`. */
const MAY_CARRY_WHOLE = /^.{8}.*?(?:https?(?::|%(?:25)*3a)|=(?:[/\\]|%2f|%5c)(?:%0[9ad])*(?:[/\\]|%2f|%5c)|aHR0c)/isu;
/** An address in base64 behind a slash or for a whole fragment, of which a slash may be one of the sixty-four. */
const HIDDEN = /(?:^|\/)(aHR0c[\w+/-]{4,}(?:=|%3d){0,2})/iu;

function hiddenIn(part: string): string | null {
  const hidden = part.includes(HTTP_IN_BASE64) ? HIDDEN.exec(part)?.[1] : undefined;
  return hidden === undefined ? null : pageOf(wholeAddress(decodeText(hidden)));
}

/** Whether the page at the end of a path looks up what it is given, as search engines and checkers do. */
function looksUp(path: string): boolean {
  const page = path.split("/").findLast((part) => part !== "");
  return page !== undefined && wordsOf([page]).some((word) => LOOKS_UP.has(word)) && !saysSo([page]);
}

/** An address that a browser opens; an app's own, as programs sign in with, is its own affair. */
function pageOf(target: string | null): string | null {
  return target !== null && /^https?:/u.test(target) ? target : null;
}

const ADDRESS_IN_PATH = /https?(?::\/|:%2f|%3a)/iu;
/** Somebody else's page as a search engine shows it: `google.com.sg/amp/s/example.com/x`, `yandex.com/turbo/s/example.com/x`. */
function shownPage({ path, query }: WebAddress): string | null {
  const found = /^\/(?:amp|turbo)\/(?:(s)\/)?(.+)$/iu.exec(path);
  if (found === null) return null;
  const rest = decodeText(found[2] ?? "");
  const { domain, isIcann } = parse(rest.split("/", 1)[0] ?? "", { validateHostname: true });
  if (domain === null || isIcann !== true) return null;
  const target = URL.parse(`${found[1] === undefined ? "http" : "https"}://${rest}${query === "" ? "" : `?${query}`}`);
  return target?.href ?? null;
}

/** A colon, two slashes, or base64 of `http`. */
const MAY_CARRY = /:|%3a|\/\/|%2f%2f|aHR0c/iu;

function inQuery(query: string): string | null {
  const names = parameterNames(query).filter((name) => !ORIGIN_NAMES.has(name.toLowerCase()));
  for (const name of [...TARGET_NAMES.filter((known) => names.includes(known)), ...names]) {
    const target = wholeAddress(parameter(query, name) ?? "");
    if (target !== null) return target;
  }
  return null;
}

/** What stands in a path from an offset on; an address that is not escaped goes on in the query and the fragment. */
function restOf({ path, url }: WebAddress, start: number): string {
  const rest = path.slice(start);
  // One whose slashes are escaped ends at the first that is not.
  if (/^https?(?::|%3a)%2f/iu.test(rest)) return rest.split("/", 1)[0] ?? rest;
  return /^https?:\//iu.test(rest) ? url.slice(url.indexOf(path) + start) : rest;
}

function wholeAddress(text: string): string | null {
  const plain = text.startsWith(HTTP_IN_BASE64) ? (fromBase64(text) ?? text) : asBrowsersRead(text);
  if (!/^(?:[a-z][a-z0-9+.-]*(?::|%(?:25)*3a)|\/\/|%(?:25)*2f%(?:25)*2f)/iu.test(plain)) return null;
  const target = readTarget(plain, undefined);
  // A host needs a dot: `//menu/x` is a path.
  return target !== null && /^https?:/u.test(target) && !/^https?:\/\/[^/]+\.[^/]/u.test(target) ? null : target;
}

/** Browsers leave line breaks and tabs out, and take a backslash for a slash: `/\\example.com`. */
function asBrowsersRead(text: string): string {
  return text
    .replaceAll(/[\t\r\n]/gu, "")
    .trim()
    .replace(/^[/\\]{2,}/u, "//");
}

function saysSo(parts: readonly string[]): boolean {
  if (parts.some((part) => LEADING_ON.has(withoutEnding(part).toLowerCase()))) return true;
  return wordsOf(parts).some((word) => LEADING_ON.has(word) || LEADING_ON_LONGER.test(word));
}

function wordsOf(parts: readonly string[]): readonly string[] {
  return parts.flatMap((part) =>
    withoutEnding(part)
      .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, "-")
      .toLowerCase()
      .split(/[^a-z]+/u),
  );
}

function withoutEnding(part: string): string {
  return part.replace(/\.[a-z]{2,5}$/iu, "");
}
