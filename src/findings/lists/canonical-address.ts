/** An address in the one form in which entries of lists and visited addresses are compared. */
export interface CanonicalAddress {
  /** As WHATWG writes it: lower case, IDN in Punycode, IPv6 in brackets; without trailing dots. */
  readonly host: string;
  /** `default` stands for none, 80 and 443: the scheme does not matter, so neither does its port. */
  readonly port: number | "default";
  /** Begins with `/` and ends in one only when it is the root. Its letter case counts. */
  readonly path: string;
  /** Null when there is none or an empty one. The order of its parts counts. */
  readonly query: string | null;
}

/** Schemes whose addresses WHATWG reads with a host. Source: WHATWG URL Standard, "special scheme", read 2026-11-28. */
const SPECIAL = /^(?:https?|ftp|wss?|file):$/u;
const SCHEME = /^[a-z][a-z0-9+.-]*:/iu;

/**
 * Addresses that WHATWG and what follows leave as they are: a plain host without a port, no escapes, no dot segments, no
 * slash at the end. Most lines of address lists are such, and parsing takes three times as long.
 */
const PLAIN_ADDRESS =
  /^(?!.*xn--)https?:\/\/((?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?)(\/|(?:\/[\w~!$&()*+,;=:@-][\w.~!$&()*+,;=:@-]*)+)?(?:\?([\w.~!$&()*,;=:@/?-]+))?$/u;

/**
 * The canonical form of an address; null for what has no host.
 *
 * It ignores scheme, userinfo, default port, fragment, how a character is escaped, dot segments, doubled slashes, a last
 * slash and a trailing dot of the host. What it gives, written as an address, gives itself again.
 * An escaped slash is a slash, as servers take it; `%3F`, `%23`, `%5C` and `%25` in a path stay what they are, as do the
 * escapes of `&`, `=`, `+` and `#` in a query. There `+` is a space.
 */
export function canonicalAddress(address: string | URL): CanonicalAddress | null {
  const plain = typeof address === "string" ? PLAIN_ADDRESS.exec(address) : null;
  if (plain !== null) {
    const [, name = "", path = "/", query = null] = plain;
    return { host: name, port: "default", path, query };
  }
  const url = webUrlOf(address);
  const host = url === null ? "" : hostOf(url);
  if (url === null || host === "") return null;
  return { host, port: portOf(url), path: canonicalPath(url.pathname), query: canonicalQuery(url.search) };
}

/** The canonical host of an address that WHATWG reads as special; empty when it has none. */
export function hostOf({ hostname }: URL): string {
  return hostname.endsWith(".") ? hostname.replace(/\.+$/u, "") : hostname;
}

/** The address as text without a scheme: `a.example:8443/x?y=1`. Equal texts are equal addresses. */
export function addressText({ host, port, path, query }: CanonicalAddress): string {
  return `${host}${port === "default" ? "" : `:${port}`}${path}${query === null ? "" : `?${query}`}`;
}

/** Apps' addresses are read as web addresses are, so that one entry names both. */
export function webUrlOf(address: string | URL): URL | null {
  const url = typeof address === "string" ? URL.parse(address) : address;
  const scheme = url?.protocol;
  if (url === null || scheme === "https:" || scheme === "http:" || SPECIAL.test(url.protocol)) return url;
  return url.hostname === "" ? null : URL.parse(url.href.replace(SCHEME, "http:"));
}

function portOf({ port }: URL): number | "default" {
  return port === "" || port === "80" || port === "443" ? "default" : Number(port);
}

/** A path without what does not matter; `/` at least. */
export function canonicalPath(pathname: string): string {
  const plain = pathname.includes("%") ? unescaped(pathname, KEPT_IN_PATH) : pathname;
  if (!/\/(?:\/|\.|$)/u.test(plain)) return plain === "" ? "/" : plain;
  const segments: string[] = [];
  for (const segment of plain.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return `/${segments.join("/")}`;
}

/** @param search  With its question mark, or empty. */
export function canonicalQuery(search: string): string | null {
  if (search.length < 2) return null;
  return unescaped(search.slice(1).replaceAll("+", "%20"), KEPT_IN_QUERY);
}

/** Escaped they mean the sign, plain they part the address. */
const KEPT_IN_PATH = new Set("%?#\\");
const KEPT_IN_QUERY = new Set("%#&=+");

/** Escapes of printable ASCII become plain, all others upper case; a percent sign that begins none is escaped. */
function unescaped(text: string, kept: ReadonlySet<string>): string {
  return text.replaceAll(/%([0-9a-f]{2})?/giu, (escape, hex: string | undefined) => {
    if (hex === undefined) return "%25";
    const byte = Number.parseInt(hex, 16);
    const sign = String.fromCharCode(byte);
    return byte > 0x20 && byte < 0x7f && !kept.has(sign) ? sign : escape.toUpperCase();
  });
}
