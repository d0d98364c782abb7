import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** What is read of a request, by the name that node gives it. */
export type Forwardable = Pick<IncomingMessage, "headers"> & {
  readonly socket: Pick<IncomingMessage["socket"], "remoteAddress">;
};

/**
 * Headers that only a proxy or a delivery network adds. Sources: RFC 7239 (Forwarded), RFC 9110, 7.6.3 (Via), RFC 8586
 * (CDN-Loop); the others are what nginx, IIS, Envoy, Cloudflare, Akamai, Fastly, Fly, Azure, AWS and Tailscale document.
 */
const FORWARDING_HEADER =
  /^(?:forwarded|via|cdn-loop|front-end-https|x-real-ip|x-scheme|x-(?:forwarded|original|envoy|azure|arr|proxy|amzn).*|(?:[a-z]+-)*client-?ip|(?:cf|fly|fastly|tailscale)-.+)$/u;

/** Whether somebody in between says that the request is another's. */
export function isForwarded({ headers }: Pick<IncomingMessage, "headers">): boolean {
  return Object.keys(headers).some((name) => FORWARDING_HEADER.test(name));
}

/** Who asks. */
export interface Caller {
  /** The peer's address, or the one that trusted proxies name in its place. Without a zone; IPv4 never inside IPv6. */
  readonly address: string;
  /** Whose allowance is taken: the address, of IPv6 its /64, which one host has to itself (RFC 4291, 2.5.1). */
  readonly network: string;
  /** Whether a trusted proxy named the address. */
  readonly isProxied: boolean;
  /** Path under which a trusted proxy serves the gateway, such as `/chat`; empty for none. */
  readonly prefix: string;
}

/** A path of plain names: it goes into addresses that are told to clients. */
const PREFIX = /^(?:\/[\w.~-]{1,64}){1,8}$/u;

/** Null: the proxy's two headers name two clients, one of which the client itself has written. */
export type CallerOf = (request: Forwardable) => Caller | null;

/**
 * Finds who asks behind proxies.
 *
 * @param trustedProxies  Addresses and networks (CIDR) whose `Forwarded` and `X-Forwarded-For` are believed.
 * @throws {RangeError} on an entry that is none.
 */
export function createCallers(trustedProxies: readonly string[]): CallerOf {
  const trusted = blockListOf(trustedProxies);
  const isTrusted = (address: string) =>
    trustedProxies.length > 0 && isIP(address) !== 0 && trusted.check(address, familyOf(address));

  /** From the right: a trusted proxy's word counts, and what stands left of a stranger's was written by strangers. */
  function clientOf(peer: string, senders: readonly (string | null)[]): string {
    let address = peer;
    for (const sender of senders.toReversed()) {
      if (sender === null || !isTrusted(address)) return address;
      address = sender;
    }
    return address;
  }

  return ({ headers, socket }) => {
    const peer = plain(socket.remoteAddress ?? "");
    if (!isTrusted(peer)) return callerAt(peer, peer, "");
    const said = headers["x-forwarded-prefix"];
    const prefix = typeof said === "string" && PREFIX.test(said) ? said : "";
    const claims = [sendersOf(headers.forwarded, forOf), sendersOf(headers["x-forwarded-for"], (entry) => entry)];
    const [client = peer, ...others] = claims.filter((each) => each !== null).map((each) => clientOf(peer, each));
    return others.some((other) => other !== client) ? null : callerAt(client, peer, prefix);
  };
}

function callerAt(address: string, peer: string, prefix: string): Caller {
  return { address, network: networkOf(address), isProxied: address !== peer, prefix };
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix, ...rest] = entry.split("/");
    const most = isIP(address) === 6 ? 128 : 32;
    const length = prefix === undefined ? most : Number(prefix);
    if (isIP(address) === 0 || rest.length > 0 || !/^\d{1,3}$/u.test(prefix ?? "0") || length > most) {
      throw new RangeError("expected an address or a network, such as 127.0.0.1 or 10.0.0.0/8");
    }
    list.addSubnet(address, length, familyOf(address));
  }
  return list;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** The entries of a header that lists who sent the request on, in order; null for one that names no address. */
function sendersOf(header: string | string[] | undefined, nodeOf: (entry: string) => string): (string | null)[] | null {
  if (header === undefined) return null;
  return splitOutsideQuotes([header].flat().join(","), ",").map((entry) => addressOf(nodeOf(entry)));
}

/** The `for` of an element of `Forwarded` (RFC 7239, section 4); empty when it has none. */
function forOf(element: string): string {
  const pair = splitOutsideQuotes(element, ";").find((each) => /^\s*for\s*=/iu.test(each)) ?? "";
  return pair
    .replace(/^[^=]*=/u, "")
    .trim()
    .replace(/^"(.*)"$/u, "$1");
}

/** Parsed from the right. A quote that a client left open then hides nothing that a proxy appended. */
function splitOutsideQuotes(text: string, separator: "," | ";"): string[] {
  const parts: string[] = [];
  let end = text.length;
  let isQuoted = false;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    if (text[at] !== separator || isQuoted) continue;
    parts.unshift(text.slice(at + 1, end));
    end = at;
  }
  return [text.slice(0, end), ...parts];
}

/** An address with or without a port, IPv6 with or without brackets; null for `unknown`, `_hidden` and anything else. */
function addressOf(node: string): string | null {
  const text = node.trim();
  const [, bracketed, dotted] = /^(?:\[([^\]]*)\]|([\d.]+))(?::[\w.-]+)?$/u.exec(text) ?? [];
  const address = plain(bracketed ?? dotted ?? text);
  return isIP(address) === 0 ? null : address;
}

/** One writing of an address: IPv6 as in RFC 5952, IPv4 never inside it. What is no address stays as it is. */
function plain(address: string): string {
  const text = address.replace(/%.*$/u, "");
  if (isIP(text) !== 6) return text;
  const inner = URL.parse(`http://[${text}]`)?.hostname.slice(1, -1) ?? text;
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/u.exec(inner) ?? [];
  if (high === undefined || low === undefined) return inner;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
}

function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("::");
  const before = head.split(":").filter(Boolean);
  const after = (tail ?? "").split(":").filter(Boolean);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: missing }, () => "0"), ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
