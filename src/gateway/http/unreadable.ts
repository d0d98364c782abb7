import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Log } from "../../telemetry/log.ts";
import { createRefusalLog } from "../socket/refusal-log.ts";
import { textOfRefusal, type UpgradeRefusal } from "../socket/upgrade-refusals.ts";

const UNREADABLE: Readonly<Record<string, UpgradeRefusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, because: "headers_too_large", message: "The headers are over 16 KiB" },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, because: "timeout", message: "The request did not come to its end in time" },
};
const BAD_HTTP: UpgradeRefusal = { status: 400, because: "bad_http", message: "Expected an HTTP/1.1 request" };

/** What a proxy says that is set up for another kind of server, by its first bytes. */
const OTHER_LANGUAGES: readonly (readonly [RegExp, UpgradeRefusal])[] = [
  // RFC 8446, 5.1: a handshake record.
  [/^\x16\x03/u, other("tls", "TLS")],
  // https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt, 2.1 and 2.2
  [/^PROXY |^\r\n\r\n\0\r\nQUIT\n/u, other("proxy_protocol", "the PROXY protocol")],
  // RFC 9113, 3.4
  [/^PRI \* HTTP\/2/u, other("http2", "HTTP/2")],
];
const FIRST_BYTES = 16;

function other(because: string, name: string): UpgradeRefusal {
  return { status: 400, because, code: "bad_http", message: `Expected an HTTP/1.1 request, not ${name}` };
}

/** Answers what is no request, in the form of every other refusal. In the middle of another answer nothing can be said. */
export function refuseUnreadable(server: Server, log: Log): void {
  const misled = createRefusalLog(log, undefined, "not_http");
  const answering = new WeakSet<Duplex>();
  server.on("request", ({ socket }, response) => {
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
  });
  server.on("clientError", (error: Error & { readonly code?: string; readonly rawPacket?: Buffer }, socket) => {
    if (!socket.writable || answering.has(socket) || error.code === "ECONNRESET") {
      socket.destroy();
      return;
    }
    // A peer that never ends its own side keeps nothing open.
    socket.once("finish", () => socket.destroy());
    const begins = error.rawPacket?.toString("latin1", 0, FIRST_BYTES) ?? "";
    const spoken = OTHER_LANGUAGES.find(([pattern]) => pattern.test(begins))?.[1];
    // Its own log says only that the gateway answered badly, if anything.
    if (spoken !== undefined) misled.add(spoken);
    socket.end(textOfRefusal(UNREADABLE[error.code ?? ""] ?? spoken ?? BAD_HTTP));
  });
}
