import type { Identified, OpenWays } from "../apps/types.ts";
import type { Link } from "../links/types.ts";
import type { Resolution } from "../resolve/types.ts";
import type { ResolutionReport } from "../report/report.ts";

/**
 * What the network told about an address's target: the resolver's answer, or `pending` while it is awaited.
 * `offline`: no network may be asked. `off`: none was asked when it could have been.
 */
export type KnownResolution = Resolution | "pending" | "offline" | "off";

/**
 * Gets a link's position in its text, from 0, and the address that a request would go to.
 * The address is null for a known page: a request tells only its title.
 * For such a page every answer but the resolver's means the same.
 */
export type ResolutionOf = (index: number, requestUrl: string | null) => KnownResolution;

/** Whose a link is and where it leads. */
export interface Destination {
  readonly identified: Identified;
  readonly resolution: ResolutionReport;
}

/**
 * The address a request could tell more of: the innermost one that can be read; null when there is none. Servers that are not asked
 * by HTTP count too: that nobody follows them is the resolver's to say.
 */
export function requestUrlOf({ target }: Identified): string | null {
  return target !== null && /^(?:https?|ftp|wss?):/u.test(target) ? target : null;
}

/** Whether the link's own address tells its target. A request then adds only the page's title and picture. */
export function isKnownPage({ entity, needsNetwork }: Identified): boolean {
  return entity !== null && !needsNetwork;
}

/**
 * Puts together what a link's address says and what a network told.
 *
 * @param identify  Whose an address on the way is, by itself.
 */
export function whereItLeads(
  link: Link,
  url: string | null,
  identified: Identified,
  known: KnownResolution,
  identify: (address: string) => Identified,
): Destination {
  const isShown = isKnownPage(identified);
  if (requestUrlOf(identified) === null || (isShown && typeof known === "string")) {
    return { identified, resolution: byItself(link, url, identified, { status: "final", skipped: null }) };
  }
  if (typeof known === "string") {
    const status = known === "off" && identified.sendsOn !== "anywhere" ? "final" : "provisional";
    const skipped = known === "pending" ? null : known;
    return { identified, resolution: byItself(link, url, identified, { status, skipped }) };
  }
  const reached = known.finalUrl === identified.target ? identified : identify(known.finalUrl);
  if (isShown && reached.app?.owner === identified.app?.owner) {
    // A known page that redirects to somebody else's is judged by its target; this one by its own address.
    // The page at the end may be another one, such as a sign-in; its title would be a lie about this link.
    const isSamePage = reached.entity?.type === identified.entity?.type && reached.entity?.id === identified.entity?.id;
    const page = isSamePage ? known.page : null;
    return { identified, resolution: { ...byItself(link, url, identified, { status: "final", skipped: null }), page } };
  }
  return {
    identified: reached === identified ? identified : opened(link, identified, reached),
    resolution: {
      // Whose page is behind a public short link is not told by its host.
      status: known.skipped !== null && reached.sendsOn === "anywhere" ? "provisional" : known.status,
      hops: [...identified.hops, ...known.hops, ...(reached === identified ? [] : reached.hops)],
      finalUrl: reached.target ?? known.finalUrl,
      canonicalUrl: reached.canonicalUrl ?? (known.status === "final" && known.hops.length > 0 ? known.finalUrl : null),
      removed: reached.removed,
      skipped: known.skipped,
      page: known.page,
      failure: known.failure,
      ...(known.httpStatus === null ? {} : { httpStatus: known.httpStatus }),
    },
  };
}

function byItself(
  link: Link,
  url: string | null,
  { hops, target, canonicalUrl, removed }: Identified,
  state: Pick<ResolutionReport, "status" | "skipped">,
): ResolutionReport {
  const finalUrl = target ?? (link.kind === "share_code" ? null : url);
  return { ...state, hops, finalUrl, canonicalUrl, removed, page: null, failure: null };
}

/** Opens what was judged, not what redirected to it: the redirect may lead elsewhere the next time. */
function opened(link: Link, asked: Identified, reached: Identified): Identified {
  const { instruction } = asked;
  const open: OpenWays = link.kind === "share_code" ? { ...reached.open, copy: link.value } : reached.open;
  const { app, entity, target, hops, canonicalUrl, removed, needsNetwork, sendsOn } = reached;
  return { app, entity, target, hops, canonicalUrl, removed, needsNetwork, sendsOn, open, instruction };
}
