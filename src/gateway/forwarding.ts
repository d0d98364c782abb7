import type { IncomingMessage } from "node:http";

/**
 * Headers that only a proxy or a delivery network adds. Sources: RFC 7239 (Forwarded), RFC 9110, 7.6.3 (Via), RFC 8586
 * (CDN-Loop); the others are what nginx, Cloudflare and Akamai document.
 */
const FORWARDING_HEADER = /^(?:forwarded|via|cdn-loop|x-forwarded(?:-.+)?|x-real-ip|cf-connecting-ip|true-client-ip)$/u;

/** Whether somebody in between says that the request is another's. */
export function isForwarded({ headers }: Pick<IncomingMessage, "headers">): boolean {
  return Object.keys(headers).some((name) => FORWARDING_HEADER.test(name));
}
