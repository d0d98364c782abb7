import { BRANDS } from "./data/brands.ts";
import { DOMAINS } from "./data/domains.ts";
import suffixes from "./data/suffixes.json" with { type: "json" };
import { HashSet } from "./hash-set.ts";
import { hashOf } from "./skeleton.ts";

/** Domains of which it is known whose they are. */
export interface KnownDomains {
  /** Domains that a brand really owns, and well-known sites that only share its letters. */
  readonly domains: ReadonlySet<string>;
  /** Their hashes. */
  readonly hashes: HashSet;
  readonly infrastructure: ReadonlySet<string>;
  /** Domains that lend names to their customers and are in no list of suffixes. */
  readonly lending: ReadonlySet<string>;
}

let loaded: KnownDomains | null = null;

/** Read at the first host that is looked at: whoever checks no address pays nothing. */
export function knownDomains(): KnownDomains {
  loaded ??= compileDomains(BRANDS, DOMAINS);
  return loaded;
}

/**
 * @param brands   A line a brand; its fourth word is its site.
 * @param domains  Lines of domains; a line that begins with `@` names the source of those below it.
 */
export function compileDomains(brands: string, domains: string): KnownDomains {
  const known = new Set<string>();
  for (const line of brands.trim().split("\n")) known.add(line.split(" ", 4)[3] ?? "");
  for (const line of domains.split("\n"))
    if (!line.startsWith("@")) for (const each of line.split(" ")) known.add(each);
  const hashes = new HashSet(17);
  for (const domain of known) hashes.add(hashOf(domain, 0, domain.length));
  return {
    domains: known,
    hashes,
    infrastructure: new Set(suffixes.infrastructure.suffixes),
    lending: new Set(suffixes.lending.suffixes),
  };
}
