import { canonicalPath, canonicalQuery, hostOf, canonicalAddress } from "./canonical-address.ts";
import type { ListEntry } from "./entry.ts";

const HAS_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//iu;

/** What an entry says beside what it covers. */
type Told = Pick<ListEntry, "line" | "isException" | "isImportant" | "sinceMs" | "untilMs" | "kind">;

/**
 * What an entry of one of the three forms covers; null when the text is none of them.
 *
 * A bare host covers its sub-domains and every port; `host:8443` just that port. `host/path` is a prefix, for sub-domains
 * and every port too. A full address covers that page with any query, a root all pages of its host, and one with a query
 * that query; its port counts, where 80 and 443 are one.
 */
export function writtenEntry(text: string, told: Told): ListEntry | null {
  return HAS_SCHEME.test(text) ? addressEntry(text, told) : bareEntry(text, told);
}

/** An entry that is a full address, whatever its scheme. */
export function addressEntry(text: string, told: Told): ListEntry | null {
  const address = canonicalAddress(text);
  if (address === null) return null;
  const { host, port, path, query } = address;
  if (query !== null) return { ...told, covers: "query", host, port, path, query };
  return path === "/" ? { ...told, covers: "host", host, port } : { ...told, covers: "page", host, port, path };
}

/** An entry that is a host, or a host and the beginning of its pages. */
function bareEntry(text: string, told: Told): ListEntry | null {
  const url = URL.parse(`http://${text}`);
  const host = url === null ? "" : hostOf(url);
  if (url === null || host === "") return null;
  // WHATWG leaves out port 80 and keeps 443; both are default ports here.
  const hasPort = url.port !== "" || /^[^/?#]*:\d+(?:[/?#]|$)/u.test(text);
  const number = url.port === "" || url.port === "443" ? "default" : Number(url.port);
  const port = hasPort ? number : "any";
  const path = canonicalPath(url.pathname);
  const query = canonicalQuery(url.search);
  if (path === "/" && query === null) return { ...told, covers: "subdomains", host, port };
  const hasSlash = query === null && path !== "/" && url.pathname.endsWith("/");
  return { ...told, covers: "prefix", host, port, path: hasSlash ? `${path}/` : path, query };
}

/**
 * What was expected of an entry that covers nothing as it is written, though whoever wrote it means something; null for every other.
 * A host covers what is below it, and a path what begins so, without a star.
 */
export function vainEntry(text: string): string | null {
  const bare = text.trim().replace(HAS_SCHEME, "");
  const host = /^[^/?#]*/u.exec(bare)?.[0] ?? "";
  if (host.startsWith(".") || host.includes("*"))
    return "a host without a star or a dot before it: it covers its sub-domains";
  if (isRange(bare)) return "one address: a range covers none";
  if (isMailbox(text.trim())) return "a host: an e-mail address names none";
  return bare.endsWith("/*") ? "a path without a star: it covers what begins so" : null;
}

/** Networks, and from one address to another, as lists of addresses write them: no address begins so. */
export function isRange(text: string): boolean {
  return /^(?:[\d.]+|\[?[0-9a-f]*:[0-9a-f:.]*\]?)\/\d{1,3}$|^[\d.]+\s*-\s*[\d.]+$/iu.test(text);
}

/** Somebody's mailbox, or a whole house's (`@host`), which says nothing of its host. With a path behind it is an address. */
export function isMailbox(text: string): boolean {
  return /^[^\s@:/?#]*@[^\s@/?#]+$/u.test(text);
}
