import { withoutFragment } from "./fragment.ts";
import { readScriptRedirects, unescaped } from "./script-redirect.ts";

/** Where an answer or a page sends on to. */
export type NextAddress =
  | { readonly kind: "none" }
  | { readonly kind: "broken" }
  | { readonly kind: "next"; readonly url: URL };

const NONE: NextAddress = { kind: "none" };
const MAX_ADDRESS = 8_192;
/** A refresh after a longer wait is a page that renews itself, not a way to another. Seconds. */
const MAX_REFRESH_DELAY = 60;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Location, relative or not, of a redirecting status. A redirect without one is a page; one that is no address is broken. */
export function locationOf(status: number, headers: ReadonlyMap<string, readonly string[]>, base: URL): NextAddress {
  if (!REDIRECTS.has(status)) return NONE;
  const values = headers.get("location") ?? [];
  const [value] = values;
  if (value === undefined) return NONE;
  // Two different ones: clients differ in which they follow.
  if (values.some((other) => other !== value)) return { kind: "broken" };
  const next = addressOf(asText(value), base);
  // A redirect hands the fragment on unless it brings its own (Fetch Standard, "location URL"); a refresh does not.
  if (next.kind === "next" && next.url.hash === "") next.url.hash = base.hash;
  return next;
}

/** Servers write raw UTF-8 into Location although headers are Latin-1; so are they read by browsers. */
function asText(value: string): string {
  if (!/[\u{80}-\u{FF}]/u.test(value) || /[^\u{0}-\u{FF}]/u.test(value)) return value;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}

/**
 * The address in a Refresh header or `<meta http-equiv=refresh>`: `0; url='…'`, `3,…`, `0;…`. None when it only renews the page.
 * Source: HTML Standard, "shared declarative refresh steps".
 */
export function refreshTarget(content: string | null | undefined, base: URL): NextAddress {
  if (content === null || content === undefined) return NONE;
  const match = /^\s*(\d{0,9})[\d.]*(?:\s*[;,]\s*|\s+)(.*)$/su.exec(content.slice(0, MAX_ADDRESS));
  if (match === null || Number(match[1]) > MAX_REFRESH_DELAY) return NONE;
  const rest = (match[2] ?? "").replace(/^url\s*=\s*/iu, "");
  const quote = rest[0] === '"' || rest[0] === "'" ? rest[0] : null;
  const text = quote === null ? rest : (rest.slice(1).split(quote)[0] ?? "");
  if (text.trim() === "") return NONE;
  const next = addressOf(text, base);
  return next.kind === "next" && sameButFragment(next.url, base) ? NONE : next;
}

function addressOf(text: string, base: URL): NextAddress {
  const url = text.length > MAX_ADDRESS ? null : URL.parse(text.trim(), base.href);
  if (url === null) return { kind: "broken" };
  return { kind: "next", url };
}

function sameButFragment(one: URL, other: URL): boolean {
  return withoutFragment(one) === withoutFragment(other);
}

/**
 * The address a short link's page gives to a script variable: `var url = 'https://…';` as the pages of m.tb.cn do.
 *
 * @param variable  Name of the variable: letters, digits, underscore.
 */
export function scriptAddress(html: string, variable: string, base: URL): NextAddress {
  if (!/^\w{1,40}$/u.test(variable)) return NONE;
  const assignment = new RegExp(
    `\\b(?:var|let|const)\\s{1,8}${variable}\\s{0,8}=\\s{0,8}(["'])((?:(?!\\1)[^\\n]){1,4096})\\1`,
    "u",
  );
  const text = assignment.exec(html)?.[2];
  if (text === undefined) return NONE;
  return webAddressOf(unescaped(text), base);
}

/**
 * The one address to which a short link's page redirects by script.
 * Without scripts, the one of its refresh or of a warning's button.
 * Broken when scripts name several: only running them would tell which is taken.
 */
export function scriptedAddress(html: string, base: URL): NextAddress {
  const { scripted, withoutScript, button } = readScriptRedirects(html);
  const targets = scripted.map((text) => webAddressOf(text, base)).filter((target) => target.kind === "next");
  const [first] = targets;
  if (first === undefined) {
    const refreshed = refreshTarget(withoutScript, base);
    return refreshed.kind === "next" ? refreshed : webAddressOf(button ?? "", base);
  }
  return targets.every(({ url }) => url.href === first.url.href) ? first : { kind: "broken" };
}

function webAddressOf(text: string, base: URL): NextAddress {
  const next = addressOf(text, base);
  return next.kind === "next" && /^https?:$/u.test(next.url.protocol) && !sameButFragment(next.url, base) ? next : NONE;
}
