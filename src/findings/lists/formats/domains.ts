import { writtenEntry } from "../written-entry.ts";
import { isHostless } from "./address-read.ts";
import { headerOf } from "./hosts.ts";
import { hostName } from "./host-name.ts";
import { arrayOf, fieldsOf, smallJsonOf } from "./json-source.ts";
import { ListRefused, type Read, type ReadFormat } from "./read.ts";

/**
 * One domain a line, which covers its sub-domains: `evil.example`, `.evil.example`; `*.evil.example` covers those alone.
 * A line that says more is taken as it says: a port, a path, a whole address. A JSON array of such texts is read too.
 */
export const readDomains: ReadFormat = (source) => readEach(source, domainLine);

/** One address a line, whole: a page, a root or a query of that host. An address without a scheme is one too. */
export const readUrls: ReadFormat = (source) => readEach(source, urlLine);

function* readEach(source: Parameters<ReadFormat>[0], read: (text: string, line: number) => Read): Generator<Read> {
  const json = jsonArray(source);
  if (json !== null) {
    for (const [index, text] of json.entries()) {
      yield typeof text === "string" ? read(text.trim(), index + 1) : { skipped: "other_type", line: index + 1 };
    }
    return;
  }
  for (const item of source.numbered()) {
    if ("skipped" in item) {
      yield item;
      continue;
    }
    const { text, line } = item;
    if (/^\s*(?:[#!;]|\/\/(?:\s|$))/u.test(text)) yield* headerOf(text.trimStart());
    else {
      const plain = text.replace(/\s+(?:[#;!]|\/\/).*$/u, "").trim();
      if (plain !== "") yield read(plain, line);
    }
  }
}

/**
 * The array, when the source is one, or an object with just one array of texts: of several nobody knows which are meant.
 *
 * @throws {ListRefused} `not_this_format` for another object; as {@link smallJsonOf}.
 */
function jsonArray(source: Parameters<ReadFormat>[0]): readonly unknown[] | null {
  // A line that begins with a bracket may be an IPv6 address.
  if (!/^\s*(?:\[\s*["\]]|\{\s*["}])/u.test(source.head())) return null;
  const value = smallJsonOf(source);
  if (Array.isArray(value)) return value;
  const [texts, ...others] = Object.values(fieldsOf(value))
    .map(arrayOf)
    .filter((each) => each.some((text) => typeof text === "string"));
  if (texts !== undefined && others.length === 0) return texts;
  throw new ListRefused(
    "not_this_format",
    "expected a JSON array of texts, or an object with one: nobody knows which of several are listed",
  );
}

function domainLine(text: string, line: number): Read {
  const host = hostName(text);
  const told = { line, isException: false };
  if (host !== null && !text.startsWith(".")) return { covers: "subdomains", host, port: "any", ...told };
  const [, prefix = "", rest = ""] = /^(\*?\.)(.+)$/u.exec(text) ?? [];
  if (prefix !== "") {
    const below = hostName(rest);
    if (below === null) return { skipped: rest.includes("*") ? "wildcard" : "not_a_host", line };
    return { covers: prefix === "." ? "subdomains" : "subdomains_only", host: below, port: "any", ...told };
  }
  if (text === "*") return { skipped: "everything", line };
  if (/\s/u.test(text)) return { skipped: "unknown_form", line };
  if (/^[\d.]+\/\d+$|^[0-9a-f:]+\/\d+$/iu.test(text)) return { skipped: "range", line };
  // A letter that a list lost is written `?`: `goo?le.example` is no query of `goo`.
  if (isHostless(text) || /^[^/]*\?/u.test(text)) return { skipped: "not_a_host", line };
  return beforePath(text).includes("*")
    ? { skipped: "wildcard", line }
    : (writtenEntry(text, told) ?? { skipped: "not_a_host", line });
}

function urlLine(text: string, line: number): Read {
  if (/\s/u.test(text)) return { skipped: "unknown_form", line };
  if (beforePath(text).includes("*")) return { skipped: text === "*" ? "everything" : "wildcard", line };
  if (isHostless(text)) return { skipped: "not_a_host", line };
  const isWhole = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text);
  const address = isWhole ? text : `http:${text.startsWith("//") ? "" : "//"}${text}`;
  return writtenEntry(address, { line, isException: false }) ?? { skipped: "not_a_host", line };
}

function beforePath(text: string): string {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*/iu.exec(text)?.[0] ?? "";
}
