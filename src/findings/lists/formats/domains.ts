import { isMailbox, isRange, writtenEntry } from "../written-entry.ts";
import { isHostless } from "./address-read.ts";
import { headerOf } from "./hosts.ts";
import { hostName } from "./host-name.ts";
import { arrayOf, fieldsOf, smallJsonOf } from "./json-source.ts";
import { ListRefused, type Read, type ReadFormat, type SkipReason } from "./read.ts";

/**
 * One domain a line, which covers its sub-domains: `evil.example`, `.evil.example`; `*.evil.example` covers those alone.
 * A line that says more is taken as it says: a port, a path, a whole address. A JSON array of such texts is read too.
 */
export const readDomains: ReadFormat = (source) => readEach(source, domainLine);

/** One address a line, whole: a page, a root or a query of that host. An address without a scheme is one too. */
export const readUrls: ReadFormat = (source) => readEach(source, urlLine);

function* readEach(source: Parameters<ReadFormat>[0], read: (text: string, line: number) => Read): Generator<Read> {
  const json = jsonArrays(source);
  if (json !== null) {
    for (const [index, text] of [...json.listed, ...json.excepted].entries()) {
      const line = index + 1;
      const found: Read = typeof text === "string" ? read(text.trim(), line) : { skipped: "other_type", line };
      yield index < json.listed.length || "skipped" in found ? found : { ...found, isException: true };
    }
    return;
  }
  if (isTable(source.head())) throw new ListRefused("not_this_format", TABLE);
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

/** Said of a table that no format knows: a row is neither a host nor an address. */
export const TABLE = "it is a table whose columns no format knows: give its addresses alone, one a line";

/** Whether the first row names columns, and the rows behind it have as many. */
export function isTable(head: string): boolean {
  const rows = head.split("\n", 20).filter((row) => row.trim() !== "" && !/^\s*[#!;]/u.test(row));
  const [names = "", ...others] = rows.map((row) => row.trim());
  const [, sign] = /^"?[a-z][\w -]*"?([,;])"?[a-z]/iu.exec(names) ?? [];
  if (sign === undefined || others.length === 0 || /[./]/u.test(names)) return false;
  const columns = names.split(sign).length;
  return others.filter((row) => row.split(sign).length >= columns).length * 2 > others.length;
}

/**
 * Arrays of an object whose names say what is in them. Source: MetaMask/eth-phishing-detect (since 2022 `blocklist` and `allowlist`),
 * polkadot-js/phishing (`deny`, `allow`).
 */
const LISTED: ReadonlySet<string> = new Set(["blacklist", "blocklist", "denylist", "deny"]);
const EXCEPTED: ReadonlySet<string> = new Set(["whitelist", "allowlist", "allow"]);
/** Whom others copy: nobody says that of these anything is wrong. */
const NOT_LISTED: ReadonlySet<string> = new Set(["fuzzylist"]);

interface JsonArrays {
  readonly listed: readonly unknown[];
  readonly excepted: readonly unknown[];
}

/**
 * The array, when the source is one, or an object whose arrays of texts are known by their names, or is just one: of several others
 * nobody knows which are meant.
 *
 * @throws {ListRefused} `not_this_format` for another object; as {@link smallJsonOf}.
 */
function jsonArrays(source: Parameters<ReadFormat>[0]): JsonArrays | null {
  // A line that begins with a bracket may be an IPv6 address.
  if (!/^\s*(?:\[\s*["{\]]|\{\s*["}])/u.test(source.head())) return null;
  const value = smallJsonOf(source);
  if (Array.isArray(value)) return { listed: value, excepted: [] };
  const arrays = Object.entries(fieldsOf(value)).flatMap(([name, field]) => {
    const array = arrayOf(field);
    return array.some((text) => typeof text === "string") ? [{ name, array }] : [];
  });
  const of = (names: ReadonlySet<string>) => arrays.flatMap(({ name, array }) => (names.has(name) ? array : []));
  const listed = of(LISTED);
  const isKnown = ({ name }: { name: string }) => LISTED.has(name) || EXCEPTED.has(name) || NOT_LISTED.has(name);
  if (listed.length > 0 && arrays.every(isKnown)) return { listed, excepted: of(EXCEPTED) };
  const [only, ...others] = arrays;
  if (only !== undefined && others.length === 0 && !EXCEPTED.has(only.name))
    return { listed: only.array, excepted: [] };
  throw new ListRefused(
    "not_this_format",
    "expected a JSON array of texts, or an object with one: nobody knows which of several are listed",
  );
}

function domainLine(text: string, line: number): Read {
  const host = hostName(text);
  const told = { line, isException: false };
  if (host !== null && !text.startsWith(".")) return { covers: "subdomains", host, port: "any", ...told };
  // `+.` is how Clash and its kin write it.
  const [, prefix = "", rest = ""] = /^([*+]?\.)(.+)$/u.exec(text) ?? [];
  if (prefix !== "") {
    const below = hostName(rest);
    if (below === null) return { skipped: rest.includes("*") ? "wildcard" : "not_a_host", line };
    return { covers: prefix === "*." ? "subdomains_only" : "subdomains", host: below, port: "any", ...told };
  }
  if (text === "*") return { skipped: "everything", line };
  const vain = vainLine(text);
  if (vain !== null) return { skipped: vain, line };
  // A letter that a list lost is written `?`: `goo?le.example` is no query of `goo`.
  if (isHostless(text) || /^[^/]*\?/u.test(text)) return { skipped: "not_a_host", line };
  return beforePath(text).includes("*")
    ? { skipped: "wildcard", line }
    : (writtenEntry(text, told) ?? { skipped: "not_a_host", line });
}

function urlLine(text: string, line: number): Read {
  const vain = vainLine(text);
  if (vain !== null) return { skipped: vain, line };
  if (beforePath(text).includes("*")) return { skipped: text === "*" ? "everything" : "wildcard", line };
  if (isHostless(text)) return { skipped: "not_a_host", line };
  const isWhole = /^[a-z][a-z0-9+.-]*:\/\//iu.test(text);
  const address = isWhole ? text : `http:${text.startsWith("//") ? "" : "//"}${text}`;
  return writtenEntry(address, { line, isException: false }) ?? { skipped: "not_a_host", line };
}

/** Why a line is no host and no address, though one could be read in it. */
function vainLine(text: string): SkipReason | null {
  if (isRange(text)) return "range";
  if (/^\/(?!\/).*\/[dgimsuvy]*$/u.test(text)) return "regular_expression";
  if (/\s/u.test(text) || text.startsWith("@@")) return "unknown_form";
  if (/^[\\/](?!\/)/u.test(text)) return "not_a_host";
  return isMailbox(text) ? "email_address" : null;
}

function beforePath(text: string): string {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*/iu.exec(text)?.[0] ?? "";
}
