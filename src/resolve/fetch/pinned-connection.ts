import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { bareHost, portOf, type Guard } from "../guard/guard.ts";
import type { LookupName } from "./name-lookup.ts";
import { FetchFailure } from "../types.ts";

export interface ConnectionOptions {
  readonly guard: Guard;
  readonly lookup: LookupName;
  /** Milliseconds from the first packet to a usable connection, TLS included. */
  readonly connectTimeoutMs: number;
  readonly signal: AbortSignal;
}

export interface PinnedConnection {
  readonly socket: Socket;
  /** The checked address that was connected to. */
  readonly address: string | null;
  /** Bytes that came over the wire, those of TLS too. */
  readonly wireBytes: () => number;
}

/** How many of a name's addresses are tried, one after another as RFC 8305 has it. */
const MAX_TRIED = 4;

/**
 * Opens a connection to where a URL points, and nowhere else. An IP literal is checked before connecting.
 * A name is looked up once and all its addresses are checked; one bad address refuses them all.
 * The socket gets the checked addresses themselves. There is no second lookup, so DNS rebinding has no effect.
 * TLS is verified for the name and is 1.2 or newer.
 *
 * @throws {FetchFailure} `private_address`, `dns`, `timeout`, `tls`, `network`, or what the guard says of the URL.
 */
export async function openPinnedConnection(url: URL, options: ConnectionOptions): Promise<PinnedConnection> {
  const fault = options.guard.check(url);
  if (fault !== null) throw new FetchFailure(fault, "the guard refuses this address");
  const host = bareHost(url);
  const addresses = isIP(host) === 0 ? await options.lookup(host, options.signal) : [host];
  if (addresses.length === 0) throw new FetchFailure("dns", "the name has no address");
  if (!addresses.every((address) => options.guard.isAllowedAddress(address))) {
    throw new FetchFailure("private_address", "the name leads to an address that is not public");
  }
  if (options.signal.aborted) throw new FetchFailure("timeout", "no time left to connect");
  return connectChecked(host, addresses, url, options);
}

function connectChecked(
  host: string,
  addresses: readonly string[],
  url: URL,
  { connectTimeoutMs, signal }: ConnectionOptions,
): Promise<PinnedConnection> {
  const checked = interleave(addresses)
    .slice(0, MAX_TRIED)
    .map((address) => ({ address, family: isIP(address) }));
  const lookup: LookupFunction = (_name, _options, done) => done(null, checked);
  const [only] = checked;
  // With one address there is nothing to choose from: the socket is given the address and never the name.
  const to =
    checked.length === 1 && only !== undefined ? { host: only.address } : { host, lookup, autoSelectFamily: true };
  const tcp = connectTcp({ ...to, port: portOf(url), noDelay: true });
  const isSecure = url.protocol === "https:";
  const socket = isSecure
    ? connectTls({
        socket: tcp,
        host,
        // A literal has no server name (RFC 6066, section 3); its certificate is checked against `host`.
        ...(isIP(host) === 0 ? { servername: host } : {}),
        minVersion: "TLSv1.2",
        rejectUnauthorized: true,
        ALPNProtocols: ["http/1.1"],
      })
    : tcp;
  const { promise, resolve, reject } = Promise.withResolvers<PinnedConnection>();
  let isTcpOpen = false;
  let isOver = false;
  /** A connection that ends later is no longer this function's, so that no failure is made for it. */
  const settle = (failure: FetchFailure | null) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    if (failure === null) {
      resolve({
        socket,
        address: checked.length === 1 && only !== undefined ? only.address : (socket.remoteAddress ?? null),
        // A TLS socket itself counts what was inside.
        wireBytes: () => tcp.bytesRead,
      });
      return;
    }
    tcp.destroy();
    socket.destroy();
    reject(failure);
  };
  const onAbort = () => settle(new FetchFailure("timeout", "no time left to connect"));
  const timer = setTimeout(() => settle(new FetchFailure("timeout", "connecting took too long")), connectTimeoutMs);
  signal.addEventListener("abort", onAbort, { once: true });
  // Once TCP stands, whatever breaks before TLS does is the fault of the TLS handshake.
  const brokenCode = () => (isSecure && isTcpOpen ? "tls" : "network");
  const onError = (cause: Error) => {
    if (!isOver) settle(new FetchFailure(brokenCode(), cause.message, { cause }));
  };
  tcp.on("error", onError);
  if (isSecure) {
    tcp.once("connect", () => {
      isTcpOpen = true;
    });
    socket.on("error", onError);
  }
  socket.once("close", () => {
    if (!isOver) settle(new FetchFailure(brokenCode(), "closed while connecting"));
  });
  socket.once(isSecure ? "secureConnect" : "connect", () => settle(null));
  return promise;
}

/** IPv6 and IPv4 in turns, so that a machine without one of them soon tries the other. */
function interleave(addresses: readonly string[]): readonly string[] {
  if (addresses.length === 1) return addresses;
  const six = addresses.filter((address) => isIP(address) === 6);
  const four = addresses.filter((address) => isIP(address) === 4);
  return Array.from({ length: Math.max(six.length, four.length) }, (_, index) => [six[index], four[index]])
    .flat()
    .filter((address) => address !== undefined);
}
