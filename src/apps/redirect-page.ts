import { parameter, parameterNames, type WebAddress } from "./address.ts";
import { readTarget } from "./unwrap.ts";

/** Words by which a host or a path says that it sends its readers on. */
const LEADING_ON = new Set(
  (
    "away check_link consent exit external forward go gotolink goto jump jumpto leave leaving link linkcheck linkfilter linkjump linkout " +
    "linkredirect links linkshim middlepage out outbound outgoing outlink redir redirect redirecting redirection redirector " +
    "safe safecheck safejump safelink safelinks safetip safety thirdlink tolink transfer url urljump urlredirect warn warning"
  ).split(" "),
);
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
 * The address that a page carries whole in its query or path, where its host or path says that it leads on: a redirector that
 * nobody wrote down. Asked for hosts of registered apps alone: anybody else may call a page `link`.
 *
 * @param host  ASCII lower case.
 */
export function carriedAddress(address: WebAddress, host: string): string | null {
  const { path, query } = address;
  const inPath = /https?(?::\/|%3a)/iu.exec(path)?.index ?? -1;
  if (inPath === -1 && !/https?(?::|%(?:25)*3a)/iu.test(query)) return null;
  if (
    !saysSo(host.split(".").slice(0, -2)) &&
    !saysSo(path.slice(0, inPath === -1 ? path.length : inPath).split("/"))
  ) {
    return null;
  }
  const names = parameterNames(query).filter((name) => !ORIGIN_NAMES.has(name.toLowerCase()));
  const ordered = [...TARGET_NAMES.filter((name) => names.includes(name)), ...names];
  for (const name of ordered) {
    const target = wholeAddress(parameter(query, name) ?? "");
    if (target !== null) return target;
  }
  return inPath === -1 ? null : wholeAddress(restOf(address, inPath));
}

/** What stands in a path from an offset on; an address that is not escaped goes on in the query and the fragment. */
export function restOf({ path, url }: WebAddress, start: number): string {
  const rest = path.slice(start);
  return /^https?:\//iu.test(rest) ? url.slice(url.indexOf(path) + start) : rest;
}

function wholeAddress(text: string): string | null {
  if (!/^\s*https?(?::|%)/iu.test(text)) return null;
  const target = readTarget(text.replace(/^(\s*https?:\/)(?!\/)/iu, "$1/"), undefined);
  return target !== null && /^https?:\/\/[^/]+\.[^/]/u.test(target) ? target : null;
}

function saysSo(parts: readonly string[]): boolean {
  return parts.some((part) => {
    const plain = part.replace(/\.[a-z]{2,5}$/iu, "");
    if (LEADING_ON.has(plain.toLowerCase())) return true;
    const words = plain
      .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, "-")
      .toLowerCase()
      .split(/[^a-z]+/u);
    return words.some((word) => LEADING_ON.has(word));
  });
}
