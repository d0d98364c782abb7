import { getDomain } from "tldts";
import { bareHost } from "../guard/guard.ts";

/** What someone registered: sub-domains are free. For an address literal the address itself. */
export function siteOf(url: URL): string {
  return getDomain(url.hostname, { allowPrivateDomains: true }) ?? bareHost(url);
}
