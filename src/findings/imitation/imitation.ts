import { getDomain } from "tldts";
import type { Finding } from "../types.ts";
import { catalogue } from "./catalogue.ts";
import { knownDomains } from "./known-domains.ts";
import { lookalikeOf, registrableDomain } from "./rules.ts";
import type { Lookalike } from "./rules/parts.ts";

const SOURCE = "hutong";

/** Schemes of addresses whose hosts people read, up to the end of the host. */
const HOST = /^(?:https?|wss?|ftp):\/\/(?:[^@/?#]*@)?([^/?#:@]+)/u;

/** Hosts that were looked at lately: the answer depends on nothing but the host. */
const recent = new Map<string, Lookalike | null>();
const MAX_RECENT = 4_096;

/**
 * Findings about hosts that look like others: each host of the way once.
 *
 * @param way      Every address between the text and the page, as an address parser writes them.
 * @param isOwned  Whether an address is a registered app's own.
 */
export function imitationFindings(way: readonly string[], isOwned: (address: string) => boolean): Finding[] {
  const findings: Finding[] = [];
  for (const address of way) {
    const host = hostOf(address);
    if (host === "") continue;
    const found = lookedAt(host);
    if (found === null || findings.some(({ lookalike }) => lookalike?.host === host)) continue;
    const domain = registrableDomain(host);
    // A company that lends names owns none of what is told there.
    if (domain === getDomain(host) && isOwned(address)) continue;
    findings.push({
      kind: found.isStrong ? "imitation" : "resembles",
      evidence: found.site === null ? found.why : `looks like ${found.site}: ${found.why}`,
      source: SOURCE,
      lookalike: { host, domain, of: found.site },
    });
  }
  return findings;
}

function hostOf(address: string): string {
  const host = HOST.exec(address)?.[1] ?? "";
  const bare = host.endsWith(".") ? host.slice(0, -1) : host;
  if (/^[a-z0-9._-]*$/u.test(bare)) return bare;
  return URL.parse(address)?.hostname.replace(/\.$/u, "") ?? "";
}

function lookedAt(host: string): Lookalike | null {
  const known = recent.get(host);
  if (known !== undefined) return known;
  if (recent.size >= MAX_RECENT) recent.clear();
  const found = lookalikeOf(host, knownDomains(), catalogue);
  recent.set(host, found);
  return found;
}
