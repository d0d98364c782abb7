import { getDomain } from "tldts";
import { dangerOf, schemeOf } from "../links/dangerous-schemes.ts";
import {
  type AppAddress,
  decodeText,
  decodeValue,
  jsonAt,
  rawParameter,
  readJson,
  type WebAddress,
} from "./address.ts";
import type { SchemeWrapperRule, WrapperRule } from "./app-index.ts";
import { fromBase64, readWriting } from "./wrapped-text.ts";

/** What a wrapper says: the address inside, that only a request can tell, or that it is no wrapper after all. */
export type Unwrapped = { kind: "target"; target: string } | { kind: "opaque" } | { kind: "none" };

const OPAQUE: Unwrapped = { kind: "opaque" };
const NONE: Unwrapped = { kind: "none" };

/**
 * The address that a web wrapper carries.
 *
 * @param path  The address's path, as it fitted the wrapper.
 */
export function unwrapWeb(rule: WrapperRule, address: WebAddress, path: string): Unwrapped {
  const { read, base } = rule.entry;
  const wholeQuery = () => {
    const { query, fragment } = address;
    const whole = isAddress(query) && fragment !== "" ? `${query}#${fragment}` : query;
    return fromText(asWritten(rule, decodeText(whole)), base ?? address.url);
  };
  if (read === "opaque") return OPAQUE;
  if (read === "query") return wholeQuery();
  if (read === "host") return fromHost(address);
  if (read === "whole") {
    const written = address.url.slice(address.url.indexOf(address.authority) + address.authority.length);
    return fromText(asWritten(rule, written), base);
  }
  if (read === "path_base64") {
    // A slash may be one of the sixty-four.
    return fromText(fromBase64(decodeText(behindPattern(rule, path))) ?? "", base);
  }
  if (read === "path") {
    const raw = asWritten(rule, behindPattern(rule, path));
    const rest = decodeText(raw);
    if (rest === "") return NONE;
    // An address that stands there unescaped goes on in the query.
    if (base === undefined) return fromText(isAddress(raw) ? raw + behindPath(address) : rest, undefined);
    return fromText(base + rest + (address.query === "" ? "" : `?${address.query}`), base);
  }
  const inParameters = fromParameters(rule, address);
  if (inParameters.kind === "target") return inParameters;
  if (read === "param_or_query") return wholeQuery();
  return read === "param_or_opaque" ? OPAQUE : inParameters;
}

/** The path behind what the wrapper's pattern takes of it. */
function behindPattern({ entry }: WrapperRule, path: string): string {
  return path.replace(new RegExp(entry.path, "u"), "");
}

/** The text that a wrapper wrote its own way, as it was before; empty when it is not written so. */
function asWritten({ entry, within }: WrapperRule, text: string): string {
  const inner = within === null ? text : (within.exec(text)?.[1] ?? text);
  return entry.writing === undefined ? inner : (readWriting(entry.writing, inner) ?? "");
}

/** `shop-example--mall-com.translate.goog/a?b=1&_x_tr_tl=en` is `shop.example-mall.com/a?b=1`. What is not is the translator's. */
function fromHost({ authority, path, query, fragment }: WebAddress): Unwrapped {
  const label = /^(?:[^@]*@)?([^.]+)/u.exec(authority)?.[1] ?? "";
  const host = label.replaceAll(/--?/gu, (hyphens) => (hyphens === "-" ? "." : "-"));
  const own = query.split("&").filter((parameter) => !parameter.startsWith("_x_tr_"));
  const target = readTarget(host + path + behindPath({ query: own.join("&"), fragment }), undefined);
  if (target === null) return OPAQUE;
  const isPlain = rawParameter(query, "_x_tr_sch") === "http";
  return { kind: "target", target: isPlain ? target.replace(/^https:/u, "http:") : target };
}

function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/.*\//iu.test(text);
}

function behindPath({ query, fragment }: Pick<WebAddress, "query" | "fragment">): string {
  return (query === "" ? "" : `?${query}`) + (fragment === "" ? "" : `#${fragment}`);
}

function fromParameters(rule: WrapperRule, address: WebAddress): Unwrapped {
  const { entry } = rule;
  let isThere = false;
  for (const name of entry.params ?? []) {
    const raw = rawParameter(address.query, name);
    if (raw === null || raw === "") continue;
    isThere = true;
    const target = readTarget(asWritten(rule, decodeValue(raw)), entry.base ?? address.url);
    if (target !== null) return { kind: "target", target };
  }
  return isThere ? OPAQUE : NONE;
}

/** The address that an app address carries; `none` when it carries none that can be read. */
export function unwrapApp({ entry, fits }: SchemeWrapperRule, address: AppAddress): Unwrapped {
  if (!fits(address)) return NONE;
  const raw = rawParameter(address.query, entry.param);
  if (raw === null) return NONE;
  if (entry.base64 === true) return fromText(fromBase64(decodeText(raw)) ?? "", entry.base);
  if (entry.json === undefined) return fromText(decodeValue(raw), entry.base, "none");
  const { path, where } = entry.json;
  const value = readJson(raw);
  const isMeant = Object.entries(where ?? {}).every(([place, wanted]) => jsonAt(value, place) === wanted);
  return isMeant ? fromText(jsonAt(value, path)?.replace(/^url=/u, "") ?? "", entry.base, "none") : NONE;
}

/**
 * The web address within an app's own, as browsers, games and readers of every kind carry one: whole in a parameter or
 * behind a slash (`steam://openurl/https://…`, `firefox://open-url?url=…`), or in two parts (`android-app://name/https/…`,
 * https://developer.android.com/training/app-links). Null when there is none.
 */
export function carriedByApp(url: string): string | null {
  const parts = /^android-app:\/\/[\w.]+\/(https?)\/(.+)$/isu.exec(url);
  if (parts !== null) return readTarget(`${parts[1]}://${parts[2]}`, undefined);
  const shown = WEB_VIEW.exec(url)?.[1];
  if (shown !== undefined) return readTarget(shown, undefined);
  const found = /[=/|](https?(?::|%(?:25)*3A)(?:[\\/]|%(?:25)*(?:2F|5C)){2}.+)$/isu.exec(url);
  const [all = "", text = ""] = found ?? [];
  if (found === null) return carriedInJson(url);
  // A parameter ends where the next begins; behind a slash all is the address.
  const target = readTarget(all.startsWith("=") ? (text.split("&", 1)[0] ?? text) : text, undefined);
  return target !== null && /^https?:/u.test(target) ? target : null;
}

/** A page that an app shows within itself, without its scheme: `xhsdiscover://webview/www.xiaohongshu.com/topic`. */
const WEB_VIEW = /^[a-z][\w.+-]*:\/\/webview\/((?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#].*)?)$/isu;

/** The page that wallets' addresses name in JSON: `tpdapp://open?params={"url":"https://…"}`. */
function carriedInJson(url: string): string | null {
  const json = /[=/](?:\{|%7B)(.+)$/isu.exec(url)?.[1];
  const text = json === undefined ? null : /"(?:dapp)?url" *: *"(https?:[^"]+)"/iu.exec(decodeText(json))?.[1];
  return text === null || text === undefined ? null : readTarget(text.replaceAll("\\/", "/"), undefined);
}

function fromText(text: string, base: string | undefined, otherwise: "opaque" | "none" = "opaque"): Unwrapped {
  const target = readTarget(text, base);
  return target === null ? { kind: otherwise } : { kind: "target", target };
}

/** Parts of an `intent:` address that may be believed. */
export interface Intent {
  /** The address under the app's own scheme, or a web address; null when no scheme is named. */
  readonly target: string | null;
  /** Where a reader without the app is sent: http or https, nothing else. */
  readonly fallback: string | null;
  /** The fallback as it is written, whatever it is. */
  readonly fallbackText: string | null;
  /** Android package that alone may open it. */
  readonly packageName: string | null;
}

/** Action, component, flags and every other extra are left out: a page must not choose them. */
export function readIntent(text: string): Intent | null {
  const parts = /^intent:(?:\/\/)?(.*?)#Intent;(.*)$/isu.exec(text);
  if (parts === null) return null;
  const fields = (parts[2] ?? "").split(";");
  const valueOf = (name: string) => fields.find((field) => field.startsWith(`${name}=`))?.slice(name.length + 1);
  const scheme = valueOf("scheme")?.toLowerCase();
  const fallbackText = decodeText(valueOf("S.browser_fallback_url") ?? "");
  const fallback = URL.parse(fallbackText);
  return {
    target: scheme !== undefined && /^[a-z][a-z0-9+.-]*$/u.test(scheme) ? `${scheme}://${parts[1] ?? ""}` : null,
    fallback: fallback !== null && /^https?:$/u.test(fallback.protocol) ? fallback.href : null,
    fallbackText: fallbackText === "" ? null : fallbackText,
    packageName: valueOf("package") ?? null,
  };
}

const MAX_ENCODINGS = 3;

/** The address that a text is, whatever scheme it has; null when it is none. */
export function readTarget(value: string, base: string | undefined): string | null {
  // As a browser reads it: neither line breaks and tabs within nor control characters in front count.
  let text = value
    .replaceAll(/^[\p{Cc} ]+|[\t\r\n]/gu, "")
    .trim()
    // A slash that a server merged.
    .replace(/^(https?:\/)(?=[^/])/iu, "$1/");
  for (
    let round = 0;
    round < MAX_ENCODINGS && /^(?:[a-z][a-z0-9+.-]*%(?:25)*3A|[a-z0-9.-]*:?%(?:25)*2F)/iu.test(text);
    round += 1
  ) {
    text = decodeText(text);
  }
  if (/^https?:/iu.test(text)) return URL.parse(text)?.href ?? null;
  // What does something else than lead somewhere is what its wrapper is judged by.
  if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(text) || isDangerous(text) || /^intent:/iu.test(text)) return text;
  if (text === "" || /[\s<>"]/u.test(text)) return null;
  if (text.startsWith("//")) return URL.parse(`https:${text}`)?.href ?? null;
  if (text.startsWith("/")) return base === undefined ? null : resolve(text, base);
  if (/^(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]|$)/iu.test(text) && isRegistrable(text)) {
    return URL.parse(`https://${text}`)?.href ?? null;
  }
  return base !== undefined && /^[\w./-]+\.html?\b/u.test(text) ? resolve(text, base) : null;
}

function isDangerous(text: string): boolean {
  const scheme = schemeOf(text);
  return scheme !== null && dangerOf(scheme) !== null;
}

function resolve(text: string, base: string): string | null {
  if (/^https?:/u.test(base)) return URL.parse(text, base)?.href ?? null;
  return base.replace(/\/$/u, "") + (text.startsWith("/") ? text : `/${text}`);
}

function isRegistrable(text: string): boolean {
  return (
    getDomain(text, { allowPrivateDomains: false, validateHostname: true }) !== null && !/^[^/?#]*\.html?$/u.test(text)
  );
}
