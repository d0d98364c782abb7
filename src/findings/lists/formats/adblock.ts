import type { ListEntry } from "../entry.ts";
import { addressEntry, isMailbox, isRange, writtenEntry } from "../written-entry.ts";
import { hostsLine, headerOf } from "./hosts.ts";
import { hostName } from "./host-name.ts";
import type { ReadFormat, SkipReason, SourceText } from "./read.ts";

/** Options under which a rule still says something of the page itself. */
const PLAIN_OPTIONS: ReadonlySet<string> = new Set(["important", "document", "doc", "all", "match-case", "badfilter"]);
/** Those that name the page itself. */
const PAGE_OPTIONS: ReadonlySet<string> = new Set(["document", "doc", "all"]);
/** Kinds of requests. A rule holds for each that it names: beside the page itself others take nothing away. */
const REQUEST_OPTIONS: ReadonlySet<string> = new Set(
  "css font frame image media object other ping popunder popup script stylesheet subdocument webrtc websocket xhr xmlhttprequest".split(
    " ",
  ),
);
const COSMETIC = /#@?[?$%]?@?#|\$\$|\$@\$|#%#/u;

/**
 * Rules as ad blockers and AdGuard's DNS filters read them. `||host^` covers sub-domains, `|host^` and a bare host that host,
 * `||host/path` pages that begin so. `@@` is an exception. Anything that holds for some requests only is skipped.
 */
export const readAdblock: ReadFormat = function* readAdblock(source) {
  const takenBack = badFilters(source);
  let depth = 0;
  for (const item of source.numbered()) {
    if ("skipped" in item) {
      yield item;
      continue;
    }
    const { line } = item;
    const text = item.text.trim();
    if (text === "") continue;
    const directive = /^!#(if|endif|else|include)\b/u.exec(text)?.[1];
    if (directive === "if") depth += 1;
    else if (directive === "endif") depth = Math.max(0, depth - 1);
    else if (directive === "include") yield { skipped: "include", line };
    if (directive !== undefined || /^\[.*\]$/u.test(text)) continue;
    if (text.startsWith("!") || /^#(?:\s|#+\s|$)/u.test(text)) {
      yield* headerOf(text);
      continue;
    }
    if (depth > 0) yield { skipped: "conditional", line };
    else if (/^(?:\d{1,3}\.){3}\d{1,3}\s|^[0-9a-f]*::?[0-9a-f:]*\s/iu.test(text)) {
      for (const read of hostsLine(text, line)) {
        // A host is taken back by its name, as a filter of DNS spells it.
        const isTakenBack = takenBack.size > 0 && "host" in read && takenBack.has(`${read.host}$`);
        yield isTakenBack ? { skipped: "taken_back", line } : read;
      }
    } else {
      const rule = adblockRule(text, line);
      const isTakenBack = takenBack.size > 0 && !("skipped" in rule) && takenBack.has(bareRule(text));
      yield isTakenBack ? { skipped: "taken_back", line } : rule;
    }
  }
};

/** Rules that a `$badfilter` takes back, wherever in the list it stands. */
function badFilters(source: SourceText): ReadonlySet<string> {
  const rules = new Set<string>();
  if (!source.holds("badfilter")) return rules;
  for (const line of source.lines()) {
    if (typeof line === "string" && line.includes("badfilter") && !line.startsWith("!"))
      rules.add(bareRule(line.trim()));
  }
  return rules;
}

/** A rule without `badfilter`, its options in order. */
function bareRule(text: string): string {
  const { pattern, options } = partsOf(text.replace(/\s+#.*$/u, ""));
  const others = options.filter((option) => option !== "badfilter").toSorted();
  return `${pattern}$${others.join(",")}`;
}

function partsOf(text: string): { pattern: string; options: readonly string[] } {
  const dollar = text.lastIndexOf("$");
  if (dollar === -1) return { pattern: text, options: [] };
  const options = text.slice(dollar + 1);
  return /^[~\w-]+(?:[=,]|$)/u.test(options)
    ? { pattern: text.slice(0, dollar), options: options.split(",").map((option) => option.trim().toLowerCase()) }
    : { pattern: text, options: [] };
}

function adblockRule(text: string, line: number): ListEntry | { skipped: SkipReason; line: number } {
  const skip = (skipped: SkipReason) => ({ skipped, line });
  if (COSMETIC.test(text)) return skip("cosmetic");
  const isException = text.startsWith("@@");
  const { pattern, options } = partsOf((isException ? text.slice(2) : text).replace(/\s+#.*$/u, ""));
  if (/^\/.*\/$/u.test(pattern)) return skip("regular_expression");
  if (options.includes("badfilter")) return skip("taken_back");
  const isOfPage = options.some((option) => PAGE_OPTIONS.has(option));
  if (options.some((option) => !PLAIN_OPTIONS.has(option) && !(isOfPage && REQUEST_OPTIONS.has(option))))
    return skip("option");
  const told = { line, isException, ...(options.includes("important") && { isImportant: true as const }) };
  if (/^\|*\*?\^?\|?$/u.test(pattern)) return skip("everything");
  if (/\s/u.test(pattern)) return skip("unknown_form");
  // `||name.` is every host that begins so, and not the host `name`.
  if (/^[^/]*\.[\^*|]*$/u.test(pattern)) return skip("wildcard");
  // `-name.com^` ends the hosts of many; no host begins so.
  if (pattern.startsWith("-")) return skip("wildcard");
  const bare = pattern.replace(/^\|*/u, "").replace(/\^?\|?$/u, "");
  if (isRange(bare)) return skip("range");
  if (isMailbox(bare)) return skip("email_address");
  if (pattern.startsWith("||")) return domainRule(pattern.slice(2), told) ?? skip(whyNot(pattern));
  if (/^\|?[a-z][a-z0-9+.-]*:\/\//iu.test(pattern)) {
    const address = pattern.replace(/^\|/u, "").replace(/[\^*|]+$/u, "");
    if (/[*^|]/u.test(address)) return skip("wildcard");
    return addressEntry(address, told) ?? skip("not_a_host");
  }
  const name = pattern.replace(/^\|/u, "").replace(/\^?\|?$/u, "");
  const host = hostName(name);
  return host === null || !host.includes(".") ? skip(whyNot(pattern)) : { covers: "host", host, port: "any", ...told };
}

type Told = Pick<ListEntry, "line" | "isException" | "isImportant">;

/** What stands behind `||`; null when it is neither a host nor the beginning of an address. */
function domainRule(rest: string, told: Told): ListEntry | null {
  const plain = rest.replace(/(?:\^\*?|(?<!\.)\*)$/u, "");
  const below = plain.startsWith("*.") ? hostName(plain.slice(2)) : null;
  if (below !== null) return { covers: "subdomains_only", host: below, port: "any", ...told };
  const host = hostName(plain);
  if (host !== null) return { covers: "subdomains", host, port: "any", ...told };
  return /[*^|]/u.test(plain) || plain.includes("://") ? null : writtenEntry(plain, told);
}

function whyNot(pattern: string): SkipReason {
  return /[*^|]/u.test(pattern.replace(/^\|{1,2}/u, "").replace(/\^?\|?$/u, "")) ? "wildcard" : "unknown_form";
}
