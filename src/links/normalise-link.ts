import { unescapeAddress } from "./escapes.ts";
import type { Link } from "./types.ts";

/** What the WHATWG parser makes of a link, or why it makes nothing. */
export type NormalisedLink =
  | { readonly url: string }
  | {
      readonly url: null;
      /**
       * `share_code`: a code has no address, its app alone knows where it leads.
       * `not_an_address`: the parser refuses it: a host that cannot be looked up, a port out of range.
       */
      readonly because: "share_code" | "not_an_address";
    };

/**
 * The absolute address of a link as a browser would ask for it (WHATWG URL Standard, https://url.spec.whatwg.org/).
 * Escapes of the text it stood in are no part of it. A bare host and `//host` are taken for `https:`; invisible characters in the host are dropped as UTS #46 drops them.
 */
export function normaliseLink(link: Pick<Link, "value" | "kind">): NormalisedLink {
  if (link.kind === "share_code") return { url: null, because: "share_code" };
  const value = unescapeAddress(link.value);
  if (isPlain(value)) return { url: value };
  const url = URL.parse(absolute(value));
  return url === null ? { url: null, because: "not_an_address" } : { url: url.href };
}

/**
 * Addresses that the parser leaves unchanged. The host is lower-case ASCII and its last label is letters
 * (else it may be an IPv4 address). The path has no dot segments, and nothing needs escaping.
 * Punycode is left to the parser.
 */
const PLAIN =
  /^https?:\/\/(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/(?!\.|%2[eE])[\w\-.~!$&()*+,;=:@%]*)+(?:\?[\w\-.~!$&()*+,;=:@%/?]*)?(?:#[\w\-.~!$&()*+,;=:@%/?]*)?$/u;

/** A longer one goes to the parser: a regular expression keeps a place for each path segment it has passed. */
const LONGEST_PLAIN = 2_048;

function isPlain(value: string): boolean {
  return value.length <= LONGEST_PLAIN && PLAIN.test(value) && !value.includes("xn--");
}

function absolute(value: string): string {
  if (value.startsWith("//")) return `https:${value}`;
  // A scheme is what has `//` behind it, or what is no host: `example.com:8080/a` is a host with a port.
  if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(value)) return value;
  if (/^[a-z][a-z0-9+-]*:(?!\d)/iu.test(value)) return value;
  return `https://${value}`;
}
