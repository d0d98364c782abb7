// Not by an import: see gateway.ts.
const { STATUS_CODES } = process.getBuiltinModule("node:http");

/** Why a socket was not opened. */
export interface UpgradeRefusal {
  readonly status: number;
  /** The metric's label. */
  readonly because: string;
  /** The error's code; `because` when left out. */
  readonly code?: string;
  readonly message: string;
}

/** Every refusal before a socket is open, in the order in which they are looked for. */
export const UPGRADE_REFUSALS = {
  path: { status: 404, because: "path", message: "The socket is at /v1/ws" },
  /** Upgrade and Connection are for one hop (RFC 9110, 7.6.1): a proxy that is not told to leaves them out, and passes the key on. */
  upgrade: {
    status: 426,
    because: "upgrade",
    code: "upgrade_required",
    message: "A proxy left out this socket's Upgrade and Connection headers; expected both, over HTTP/1.1",
  },
  /** RFC 9110, 15.5.20: the request was led to a server that does not answer for its host. */
  host: {
    status: 421,
    because: "host",
    code: "wrong_host",
    message:
      "Expected a Host that names this gateway: localhost, the address it was reached at, or the host of an --origin",
  },
  /** A client that writes the header its proxy leaves alone would else choose its own address. */
  forwarding: {
    status: 400,
    because: "forwarding",
    message: "Forwarded and X-Forwarded-For name two clients; expected the proxy to set one and to remove the other",
  },
  origin: {
    status: 403,
    because: "origin",
    message: "Pages of this origin may not connect; --origin names those that may",
  },
  stopping: { status: 503, because: "stopping", message: "The gateway is shutting down" },
  full: { status: 503, because: "full", message: "The gateway has maxConnections connections" },
  greeting: { status: 429, because: "greeting", message: "Too many connections of this address have not said hello" },
} as const satisfies Readonly<Record<string, UpgradeRefusal>>;

/** The answer to the upgrade request, in the form of every other HTTP error. */
export function textOfRefusal({ status, because, code = because, message }: UpgradeRefusal): string {
  const body = JSON.stringify({ error: { code, message, temporary: status === 429 || status === 503 } });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "",
    body,
  ].join("\r\n");
}
