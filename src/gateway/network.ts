import type { IncomingMessage } from "node:http";
import { createCallers, type CallerOf } from "../access/forwarding.ts";
import type { BoundAddress, SharedWith } from "../access/origins.ts";
import { isOwnHost, isSecuredHost, ownOrigins, parseOrigins } from "../access/origins.ts";
import type { GatewayAddress } from "./http/http-parts.ts";
import { createLocalAccess, type LocalAccess } from "./http/local-access.ts";
import type { IdentityParts, NetworkParts } from "./parts.ts";

/** What the gateway knows of where a request comes from and what it was sent to. */
export interface Network {
  readonly base: string;
  readonly sharedWith: SharedWith;
  readonly callerOf: CallerOf;
  readonly access: LocalAccess;
  /** Whether the Host header names this gateway. */
  readonly isOwnHost: (request: IncomingMessage) => boolean;
  /** The gateway as the request's Host names it, which is its own. */
  readonly addressOf: (request: IncomingMessage) => GatewayAddress;
  /** Whether the page that asks is the gateway's own or of an origin that may. What says no origin is no page. */
  readonly isOwnPage: (request: IncomingMessage) => boolean;
  /** Whether what connects may read as of another day. */
  readonly mayReplay: (request: IncomingMessage) => boolean;
}

/**
 * @param boundAddress  Where the gateway listens; null before it does.
 * @throws {InputError} on a bad origin, {RangeError} on a bad proxy.
 */
export function createNetwork(
  { base = "", cors = [], origins: given = [], trustedProxies = [] }: NetworkParts,
  { demoSignIn = true, demo = false }: IdentityParts,
  boundAddress: () => BoundAddress | null,
): Network {
  const origins = parseOrigins(given);
  const access = createLocalAccess({
    isAllowed: demoSignIn,
    isDemo: demo,
    isPublished: origins.size > 0 || trustedProxies.length > 0,
    origins,
    boundAddress,
  });
  return {
    base,
    sharedWith: cors.includes("*") ? "any" : parseOrigins(cors),
    callerOf: createCallers(trustedProxies),
    access,
    isOwnHost({ headers, headersDistinct, socket }) {
      // Of two names a proxy may have looked at the other one (RFC 9112, 3.2).
      if ((headersDistinct["host"]?.length ?? 0) > 1) return false;
      return isOwnHost(headers.host, socket, origins);
    },
    addressOf: ({ headers: { host = "localhost" } }) => ({ host, isSecured: isSecuredHost(host, origins), base }),
    isOwnPage({ headers: { origin }, socket }) {
      const bound = boundAddress();
      // Without an Origin it is no browser, and a token is no cookie: nobody else's page can use it.
      if (origin === undefined || origins.has(origin)) return true;
      return bound !== null && ownOrigins(bound, socket.localAddress).includes(origin);
    },
    mayReplay: (request) => access.demoSignIn(request) !== "off",
  };
}
