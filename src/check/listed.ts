import { canonicalAddress } from "../findings/lists/canonical-address.ts";
import type { Excepted, ThreatLists } from "../findings/lists/threat-lists.ts";
import type { Finding } from "../findings/types.ts";
import type { LinkReport } from "../report/report.ts";

/**
 * What the operator says of a link: what lists say, and what of {@link looks} an exception takes back.
 *
 * @param index  Its position in the text, from 0.
 * @param way    Every address between the text and the page.
 * @param looks  What hosts on the way look like.
 */
export type ListedOf = (index: number, way: readonly string[], looks: readonly Finding[]) => readonly Finding[];

/** As these lists say it now. Every address on the way is looked up, so that an innocent wrapper hides no listed target. */
export function listedBy(lists: ThreatLists): ListedOf {
  return (_index, way, looks) => {
    if (lists.isEmpty) return [];
    const findings: Finding[] = [];
    for (const look of looks) {
      const excepted = exceptionOf(look, way, lists);
      if (excepted !== null) findings.push({ ...look, excepted });
    }
    for (const address of way) addListed(findings, lists.match(address));
    return findings;
  };
}

/** What takes back that a host looks like another: it has to cover all addresses of it, and the one that ends first is told. */
function exceptionOf({ lookalike }: Finding, way: readonly string[], lists: ThreatLists): Excepted | null {
  if (lookalike === undefined) return null;
  let first: Excepted | null = null;
  for (const address of way) {
    if (canonicalAddress(address)?.host !== lookalike.host) continue;
    const excepted = lists.exceptionFor(address);
    if (excepted === null) return null;
    if (first === null || (excepted.until !== null && (first.until === null || excepted.until < first.until))) {
      first = excepted;
    }
  }
  return first;
}

/** As it was said when a message was judged, by position: the lists themselves are not needed any more. */
export function listedAsKept(kept: readonly (readonly Finding[])[]): ListedOf {
  return (index) => kept[index] ?? [];
}

/** Of what was found about a link, what the operator's lists and exceptions say. */
export function listedIn({ findings }: Pick<LinkReport, "findings">): readonly Finding[] {
  return findings.filter(({ list, excepted }) => list !== undefined || excepted !== undefined);
}

/** Adds what is not there yet. What an exception takes back at one address counts at another; what a host looks like it takes back. */
export function addListed(findings: Finding[], more: readonly Finding[]): void {
  for (const finding of more) {
    const known = findings.findIndex((other) => isSame(other, finding));
    if (known === -1) findings.push(finding);
    else if (finding.excepted === undefined || finding.lookalike !== undefined) findings[known] = finding;
  }
}

/** Of a host the rules may say years later in other words what it looks like. */
function isSame(one: Finding, other: Finding): boolean {
  if (one.lookalike !== undefined || other.lookalike !== undefined) {
    return one.lookalike?.host === other.lookalike?.host;
  }
  return one.kind === other.kind && one.evidence === other.evidence && one.source === other.source;
}

/** The hosts of addresses, each once, as lists name them. */
export function hostsOf(way: readonly string[]): readonly string[] {
  const hosts = new Set<string>();
  for (const address of way) {
    const host = canonicalAddress(address)?.host;
    if (host !== undefined) hosts.add(host);
  }
  return [...hosts];
}
