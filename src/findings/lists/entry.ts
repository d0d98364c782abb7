import type { FindingKind } from "../types.ts";
import type { CanonicalAddress } from "./canonical-address.ts";

/** Which ports an entry covers: every one, 80 and 443 (`default`), or just this one. */
export type EntryPort = "any" | "default" | number;

interface EveryEntry {
  /** As {@link CanonicalAddress.host}. */
  readonly host: string;
  readonly port: EntryPort;
  /** An exception of its list takes back what the same list names; it says nothing of other lists. */
  readonly isException: boolean;
  /** Stands against exceptions of its own list (`$important`), not against the operator's. */
  readonly isImportant?: true;
  /** When the source says the entry began; milliseconds since 1970. */
  readonly sinceMs?: number;
  /** From when on it counts no longer; milliseconds since 1970. */
  readonly untilMs?: number;
  /** Where it stands in its source, from 1. */
  readonly line: number;
  /** Left out, the list's own kind. */
  readonly kind?: FindingKind;
}

/** The host alone, with every page: a line of a hosts file, an RPZ name, a full address that is a root. */
interface HostEntry extends EveryEntry {
  readonly covers: "host";
}

/** The host and every host below it, with every page: a bare host, a line of a domain list, `||host^`. */
interface SubdomainsEntry extends EveryEntry {
  readonly covers: "subdomains";
}

/** Every host below it and not the host itself: `*.host` of RPZ. */
interface SubdomainsOnlyEntry extends EveryEntry {
  readonly covers: "subdomains_only";
}

/**
 * Pages of the host and of hosts below it that begin so: `host/path`. It ends where a word ends, so that `/red` covers
 * `/red`, `/red/9` and `/red?c=8` and not `/redirect`. One that ends in punctuation is taken as it stands: `/p/` covers
 * `/p` and `/p/9` and not `/p-9`.
 */
interface PrefixEntry extends EveryEntry {
  readonly covers: "prefix";
  /** As {@link CanonicalAddress.path}, but it may end in `/`. */
  readonly path: string;
  /** Where the prefix reaches into the query; null when it does not. */
  readonly query: string | null;
}

/** That page of that host, with any query and nothing deeper: a full address without a query. */
interface PageEntry extends EveryEntry {
  readonly covers: "page";
  readonly path: string;
}

/** That page of that host with that query: a full address with a query. */
interface QueryEntry extends EveryEntry {
  readonly covers: "query";
  readonly path: string;
  readonly query: string;
}

/** One entry of a threat list, by what it covers. Hosts, paths and queries are in canonical form. */
export type ListEntry = HostEntry | SubdomainsEntry | SubdomainsOnlyEntry | PrefixEntry | PageEntry | QueryEntry;

/** Whether an entry covers an address. Every index answers just so, whatever it looks at first. */
export function covers(entry: ListEntry, address: CanonicalAddress): boolean {
  if (entry.port !== "any" && entry.port !== address.port) return false;
  switch (entry.covers) {
    case "host":
      return entry.host === address.host;
    case "subdomains":
      return entry.host === address.host || isBelow(address.host, entry.host);
    case "subdomains_only":
      return isBelow(address.host, entry.host);
    case "prefix":
      return (entry.host === address.host || isBelow(address.host, entry.host)) && beginsWith(address, entry);
    case "page":
      return entry.host === address.host && entry.path === address.path;
    case "query":
      return entry.host === address.host && entry.path === address.path && entry.query === address.query;
  }
}

/** An entry as findings show it: without a scheme, in canonical form. */
export function entryText(entry: ListEntry): string {
  const port = typeof entry.port === "number" ? `:${entry.port}` : "";
  const host = `${entry.covers === "subdomains_only" ? "*." : ""}${entry.host}${port}`;
  switch (entry.covers) {
    case "host":
    case "subdomains":
    case "subdomains_only":
      return host;
    case "page":
      return host + entry.path;
    case "prefix":
    case "query":
      return `${host}${entry.path}${entry.query === null ? "" : `?${entry.query}`}`;
  }
}

function isBelow(host: string, parent: string): boolean {
  return host.length > parent.length && host.endsWith(parent) && host.at(-parent.length - 1) === ".";
}

function beginsWith({ path, query }: CanonicalAddress, prefix: PrefixEntry): boolean {
  if (prefix.query !== null) {
    return path === prefix.path && query !== null && endsAWord(query, prefix.query);
  }
  return prefix.path === `${path}/` || endsAWord(path, prefix.path);
}

/** Whether a text begins with a prefix that parts no word. */
function endsAWord(text: string, prefix: string): boolean {
  if (!text.startsWith(prefix)) return false;
  const rest = text.slice(prefix.length);
  return !(WORD_START.test(readable(rest)) && WORD_END.test(readable(prefix)));
}

const WORD_START = /^[\p{L}\p{N}]/u;
const WORD_END = /[\p{L}\p{N}]$/u;

/** Letters beyond ASCII stand escaped in a canonical form; bytes of another encoding than UTF-8 count as letters. */
function readable(text: string): string {
  return text.replaceAll(/(?:%[89A-F][0-9A-F])+/gu, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return "ß";
    }
  });
}
