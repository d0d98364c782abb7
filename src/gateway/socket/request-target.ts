import type { IncomingMessage } from "node:http";

/**
 * Reads where a request leads, once for everybody who asks later: an absolute address, as a proxy may send it, becomes a path, and
 * its host is the one that counts (RFC 9112, 3.2.2). A path under `base` becomes the path behind it.
 *
 * @param base  The way to this gateway, `/chat`; empty when there is none.
 */
export function readTarget(request: IncomingMessage, base: string): void {
  const { url = "/" } = request;
  const absolute = /^https?:\/\//iu.test(url) ? URL.parse(url) : null;
  if (absolute !== null) {
    request.headers.host = absolute.host;
    request.headersDistinct["host"] = [absolute.host];
  }
  const path = absolute === null ? url : `${absolute.pathname}${absolute.search}`;
  const isUnder = base !== "" && (path.startsWith(`${base}/`) || path === base || path.startsWith(`${base}?`));
  request.url = isUnder ? path.slice(base.length) : path;
}
