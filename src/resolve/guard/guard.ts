import { isIP } from "node:net";
import { isPublicAddress, ownAddresses } from "./address-guard.ts";
import { judgeName } from "./name-guard.ts";
import type { FailureCode } from "../types.ts";

const ORDINARY_PORTS: ReadonlySet<number> = new Set([80, 443]);
const ALTERNATIVE_PORTS: ReadonlySet<number> = new Set([8080, 8443]);

/** What is asked before every request (`check`) and again of every address a name resolves to (`isAllowedAddress`). */
export interface Guard {
  /** Null when the address may be looked up and asked; else why not. Opens no connection. */
  check(url: URL): FailureCode | null;
  isAllowedAddress(address: string): boolean;
}

export interface GuardOptions {
  /** Also 8080 and 8443. Default false. */
  readonly alternativePorts?: boolean;
  /** Public addresses of this machine that its interfaces do not show. */
  readonly ownPublicAddresses?: readonly string[];
}

/** The host of a URL as a resolver or a socket takes it: no brackets, no dot at the end. */
export function bareHost(url: URL): string {
  const { hostname } = url;
  if (hostname.startsWith("[")) return hostname.slice(1, -1);
  return hostname.endsWith(".") ? hostname.slice(0, -1) : hostname;
}

export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** The guard of the public internet. Nothing about it can be configured to let a private address through. */
export function createGuard({ alternativePorts = false, ownPublicAddresses = [] }: GuardOptions = {}): Guard {
  const isOwn = ownAddresses(ownPublicAddresses);
  const isAllowedAddress = (address: string) => isPublicAddress(address) && !isOwn(address);
  return {
    isAllowedAddress,
    check(url) {
      if (url.protocol !== "http:" && url.protocol !== "https:") return "scheme";
      const host = bareHost(url);
      if (isIP(host) !== 0) {
        if (!isAllowedAddress(host)) return "private_address";
      } else {
        const fault = judgeName(host);
        if (fault !== null) return fault;
      }
      const port = portOf(url);
      if (!ORDINARY_PORTS.has(port) && !(alternativePorts && ALTERNATIVE_PORTS.has(port))) return "port";
      // Peers read userinfo differently (`@` before the host is the oldest disguise), and credentials are never sent.
      return url.username === "" && url.password === "" ? null : "userinfo";
    },
  };
}

/**
 * The guard of one address that the operator named, to which this program posts of its own accord: its scheme, host and port, and
 * no other. What its name leads to has to be public too, unless the operator says otherwise.
 */
export function createNamedGuard(named: URL, mayBePrivate: boolean): Guard {
  const isOwn = ownAddresses();
  return {
    isAllowedAddress: (address) => mayBePrivate || (isPublicAddress(address) && !isOwn(address)),
    check(url) {
      if (url.origin !== named.origin || (url.protocol !== "http:" && url.protocol !== "https:")) return "scheme";
      if (url.username !== "" || url.password !== "") return "userinfo";
      const host = bareHost(url);
      if (mayBePrivate) return null;
      return isIP(host) === 0 ? judgeName(host) : isPublicAddress(host) && !isOwn(host) ? null : "private_address";
    },
  };
}
