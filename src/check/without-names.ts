import type { Identified } from "../apps/types.ts";
import { readIntent } from "../apps/unwrap.ts";
import { schemeOf } from "../links/dangerous-schemes.ts";
import { hasUserinfo, withoutUserinfo } from "../links/userinfo.ts";
import type { LinkReport, ResolutionReport } from "../report/report.ts";

/** Takes user names and passwords out of an address of a report. */
export type HideNames = (address: string) => string;

/**
 * Every address between the text and the page, and those that stand beside one of them.
 *
 * @param carried  What the page at the end may lead on to.
 */
export function addressesOnTheWay(
  url: string | null,
  resolution: ResolutionReport,
  identify: (address: string) => Pick<Identified, "hops" | "target">,
  carried: readonly Pick<Identified, "hops" | "target">[],
): readonly string[] {
  const { hops, finalUrl, canonicalUrl, failure } = resolution;
  const addresses: string[] = [];
  for (const hop of hops) addresses.push(hop.url);
  addTo(addresses, url);
  addTo(addresses, finalUrl);
  addTo(addresses, canonicalUrl);
  if (failure !== null) addTo(addresses, failure.at);
  for (const inner of carried) {
    for (const hop of inner.hops) addTo(addresses, hop.url);
    addTo(addresses, inner.target);
  }
  for (const address of addresses) {
    if (schemeOf(address) !== "intent") continue;
    // Which of its two addresses an intent opens is the reader's system to say, so both are on the way.
    const intent = readIntent(address);
    for (const part of [intent?.target, intent?.fallbackText]) {
      if (typeof part !== "string" || addresses.includes(part)) continue;
      const inner = identify(part);
      addTo(addresses, part);
      for (const hop of inner.hops) addTo(addresses, hop.url);
      addTo(addresses, inner.target);
    }
  }
  return addresses;
}

function addTo(addresses: string[], address: string | null): void {
  if (address !== null && !addresses.includes(address)) addresses.push(address);
}

/** How names are taken out of the addresses of one way; null when there are none to take. */
export function nameHider(
  way: readonly string[],
  { hops, finalUrl }: ResolutionReport,
  carried: readonly Pick<Identified, "hops" | "target">[],
): HideNames | null {
  if (!way.some(hasUserinfo)) return null;
  // An address may carry the next one in a form that cannot be told from an id, such as base64.
  const unreadable = new Map<string, string>();
  let isNamed = false;
  for (const [index, { target, hops: inner }] of [...carried.entries()].reverse()) {
    isNamed ||= [target ?? "", ...inner.map(({ url }) => url)].some(hasUserinfo);
    const page = (index === 0 ? finalUrl : carried[index - 1]?.target) ?? "";
    if (isNamed && withoutUserinfo(page) === page) unreadable.set(page, startOf(page));
  }
  for (const [index, { url, by }] of hops.entries()) {
    const next = hops[index + 1]?.url ?? finalUrl ?? "";
    const isCarrier = by === "wrapper" || by === "app_link";
    if (isCarrier && carriesName(next, unreadable) && withoutUserinfo(url) === url) unreadable.set(url, startOf(url));
  }
  return (address) => unreadable.get(address) ?? withoutUserinfo(address);
}

function carriesName(address: string, unreadable: ReadonlyMap<string, string>): boolean {
  return unreadable.has(address) || withoutUserinfo(address) !== address;
}

/** What tells whose an address is and nothing of where it leads. */
function startOf(address: string): string {
  const url = URL.parse(address);
  return url === null ? "" : `${url.protocol}//${url.host}/`;
}

/** The same with no name in any of its addresses. A page's own words stay; a picture whose address has a name was refused before. */
export function withoutNames(resolution: ResolutionReport, hide: HideNames): ResolutionReport {
  const { hops, finalUrl, canonicalUrl, failure } = resolution;
  return {
    ...resolution,
    hops: hops.map((hop) => ({ ...hop, url: hide(hop.url) })),
    finalUrl: finalUrl === null ? null : hide(finalUrl),
    canonicalUrl: canonicalUrl === null ? null : hide(canonicalUrl),
    failure: failure === null ? null : { ...failure, at: hide(failure.at) },
  };
}

/** The ways to open with no name in any of them. */
export function waysWithoutNames(open: LinkReport["open"], hide: HideNames): LinkReport["open"] {
  return Object.fromEntries(
    Object.entries(open).map(([way, text]) => [way, way === "instruction" || way === "appeal" ? text : hide(text)]),
  );
}
