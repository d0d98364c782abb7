import { canonicalAddress } from "../findings/lists/canonical-address.ts";
import type { ThreatLists } from "../findings/lists/threat-lists.ts";
import type { Finding } from "../findings/types.ts";
import type { LinkReport } from "../report/report.ts";

/**
 * What the operator's lists say of a link.
 *
 * @param index  Its position in the text, from 0.
 * @param way    Every address between the text and the page.
 */
export type ListedOf = (index: number, way: readonly string[]) => readonly Finding[];

/** As these lists say it now. Every address on the way is looked up, so that an innocent wrapper hides no listed target. */
export function listedBy(lists: ThreatLists): ListedOf {
  return (_index, way) => {
    if (lists.isEmpty) return [];
    const findings: Finding[] = [];
    for (const address of way) addListed(findings, lists.match(address));
    return findings;
  };
}

/** As it was said when a message was judged, by position: the lists themselves are not needed any more. */
export function listedAsKept(kept: readonly (readonly Finding[])[]): ListedOf {
  return (index) => kept[index] ?? [];
}

/** Of what was found about a link, what lists of the operator say. */
export function listedIn({ findings }: Pick<LinkReport, "findings">): readonly Finding[] {
  return findings.filter(({ list }) => list !== undefined);
}

/** Adds what is not there yet. What an exception takes back at one address counts at another. */
export function addListed(findings: Finding[], more: readonly Finding[]): void {
  for (const finding of more) {
    const known = findings.findIndex(
      ({ kind, evidence, source }) =>
        kind === finding.kind && evidence === finding.evidence && source === finding.source,
    );
    if (known === -1) findings.push(finding);
    else if (finding.excepted === undefined) findings[known] = finding;
  }
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
