import { InputError } from "../input/input-error.ts";

/** Where the gateway listens. */
export interface BoundAddress {
  readonly address: string;
  readonly family: string;
  readonly port: number;
}

/** Which pages of other origins may read what anybody may: `any`, or these. */
export type SharedWith = "any" | ReadonlySet<string>;

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
 *
 * @param socket  Which address it reached it asks of the system: only where no loopback name is said.
 */
export function isOwnHost(
  host: string | undefined,
  socket: { readonly localAddress?: string | undefined },
  origins: ReadonlySet<string>,
): boolean {
  const name = hostnameOf(host);
  if (name === null) return false;
  if (name === "localhost" || isLoopback(name.replace(/^\[(.*)\]$/u, "$1"))) return true;
  const { localAddress } = socket;
  if (localAddress !== undefined && name === hostnameOf(inUrl(localAddress))) return true;
  return [...origins].some((origin) => isWebOrigin(origin) && URL.parse(origin)?.hostname === name);
}

/** Whether a Host header is that of an `https:` origin: then what is secured before it comes here is secured to the gateway. */
export function isSecuredHost(host: string, origins: ReadonlySet<string>): boolean {
  return origins.has(`https://${host.toLowerCase()}`.replace(/:443$/u, ""));
}

/** As the shells of apps have it: a scheme of their own. */
const APP_ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+(?::\d{1,5})?$/u;

function isWebOrigin(origin: string): boolean {
  return /^https?:/u.test(origin);
}

/** Null when the text is none that a page could say alone. */
function originOf(text: string): string | null {
  const url = URL.parse(text);
  // A browser says a host, never a pattern of hosts.
  if (url === null || url.protocol === "file:" || url.hostname.includes("*")) return null;
  if (isWebOrigin(url.protocol)) {
    return url.pathname === "/" && url.search + url.hash + url.username === "" ? url.origin : null;
  }
  const written = text.toLowerCase().replace(/\/$/u, "");
  return APP_ORIGIN.test(written) ? written : null;
}

/**
 * Origins as an operator writes them, as a browser sends them.
 *
 * @throws {InputError} on one that is not a scheme, a host and perhaps a port; `null` is none, for every sandboxed page says it.
 */
export function parseOrigins(origins: readonly string[]): ReadonlySet<string> {
  return new Set(
    origins.map((text) => {
      const origin = originOf(text);
      if (origin !== null) return origin;
      const message =
        text === "null" || /^file:/iu.test(text)
          ? "expected an origin: null is what files and every sandboxed page say"
          : "expected a scheme and a host without a path, such as https://chat.example or capacitor://localhost";
      throw new InputError("bad_origin", [{ message }]);
    }),
  );
}
