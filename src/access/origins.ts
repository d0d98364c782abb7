import { InputError } from "../input/input-error.ts";

/** Where the gateway listens. */
export interface BoundAddress {
  readonly address: string;
  readonly family: string;
  readonly port: number;
}

/** The addresses this machine calls itself by (RFC 6890 loopback blocks), IPv4 also inside IPv6. */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === "::1" || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/u.test(address);
}

function inUrl(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/u, "").replace(/%.*$/u, "");
  return plain.includes(":") ? `[${plain}]` : plain;
}

/**
 * The origins under which the gateway serves its own page to a socket that reached it at `localAddress`.
 * Only addresses and `localhost`, never the name in a Host header: that one may be a stranger's name led to this machine (DNS rebinding).
 */
export function ownOrigins({ port }: BoundAddress, localAddress: string | undefined): readonly string[] {
  const hosts = new Set(localAddress === undefined ? [] : [inUrl(localAddress)]);
  if (localAddress === undefined || isLoopback(localAddress)) {
    for (const name of ["localhost", "127.0.0.1", "[::1]"]) hosts.add(name);
  }
  // A port that is the scheme's own is left out of an origin.
  return [...hosts].map((host) => (port === 80 ? `http://${host}` : `http://${host}:${port}`));
}

/** The name or address in a Host header, as `URL` writes it; null when it holds none. */
function hostnameOf(host: string | undefined): string | null {
  if (host === undefined || !/^[^\s/\\?#@]+$/u.test(host)) return null;
  // A name with the root's dot is the same name.
  return URL.parse(`http://${host}`)?.hostname.replace(/(?<=[^.])\.$/u, "") ?? null;
}

/**
 * Whether a Host header names this gateway, whatever its port: a loopback name, the address that the socket reached, or the
 * host of an origin. Any other name may have been led here by a stranger's DNS (rebinding).
 */
export function isOwnHost(
  host: string | undefined,
  localAddress: string | undefined,
  origins: ReadonlySet<string>,
): boolean {
  const name = hostnameOf(host);
  if (name === null) return false;
  if (name === "localhost" || isLoopback(name.replace(/^\[(.*)\]$/u, "$1"))) return true;
  if (localAddress !== undefined && name === hostnameOf(inUrl(localAddress))) return true;
  return [...origins].some((origin) => URL.parse(origin)?.hostname === name);
}

/**
 * Origins as an operator writes them, as a browser sends them.
 *
 * @throws {InputError} on one that is not a scheme, a host and perhaps a port.
 */
export function parseOrigins(origins: readonly string[]): ReadonlySet<string> {
  return new Set(
    origins.map((text) => {
      const url = URL.parse(text);
      if (
        url === null ||
        !/^https?:$/u.test(url.protocol) ||
        url.pathname !== "/" ||
        url.search + url.hash + url.username !== ""
      ) {
        throw new InputError("bad_origin", [{ message: "expected an origin such as https://chat.example" }]);
      }
      return url.origin;
    }),
  );
}
