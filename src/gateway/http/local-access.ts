import type { IncomingMessage } from "node:http";
import { isForwarded } from "../../access/forwarding.ts";
import { isLoopback, ownOrigins, type BoundAddress } from "../../access/origins.ts";

/** Who may sign in by a name alone and read as of another day (`hello.replay`). */
export const DEMO_SIGN_INS = ["off", "this_machine", "everyone"] as const;
export type DemoSignIn = (typeof DEMO_SIGN_INS)[number];

/** What a request may do without a token. */
export interface LocalAccess {
  /** Whether this machine alone is served and the request comes straight from it. */
  isFromHere(request: IncomingMessage): boolean;
  /** For a socket, the request is its upgrade. */
  demoSignIn(request: IncomingMessage): DemoSignIn;
}

/**
 * A proxy on this machine looks like this machine, and need not say that it is one. So whoever is at a loopback address is
 * trusted only while nothing tells of a proxy: no origin and no trusted proxy is set, and no header was added on the way.
 */
export function createLocalAccess(parts: {
  /** Whether this machine's users may do anything without a token. */
  readonly isAllowed: boolean;
  /** Sign-in by name for everyone who reaches the gateway: `serve --demo`. */
  readonly isDemo: boolean;
  /** Whether others than this machine are expected. */
  readonly isPublished: boolean;
  readonly origins: ReadonlySet<string>;
  /** Where the gateway listens; null before it does. */
  readonly boundAddress: () => BoundAddress | null;
}): LocalAccess {
  const { isAllowed, isDemo, isPublished, origins, boundAddress } = parts;
  let ownHere: readonly string[] | null = null;

  function isFromHere({ socket, headers }: IncomingMessage): boolean {
    const bound = boundAddress();
    if (!isAllowed || isPublished || bound === null || !isLoopback(bound.address)) return false;
    // Bound to a loopback address, every socket reached that one.
    const own = (ownHere ??= ownOrigins(bound, bound.address));
    return (
      isLoopback(socket.remoteAddress) &&
      !isForwarded({ headers }) &&
      // The name in Host may be a stranger's, led here by DNS.
      own.includes(`http://${headers.host}`) &&
      (headers.origin === undefined || own.includes(headers.origin))
    );
  }

  /** A page of another origin signs nobody in. */
  function isOwnPage({ socket, headers: { origin } }: IncomingMessage): boolean {
    const bound = boundAddress();
    if (origin === undefined || origins.has(origin)) return true;
    return bound !== null && ownOrigins(bound, socket.localAddress).includes(origin);
  }

  return {
    isFromHere,
    demoSignIn(request) {
      if (isDemo && isOwnPage(request)) return "everyone";
      return isFromHere(request) ? "this_machine" : "off";
    },
  };
}
