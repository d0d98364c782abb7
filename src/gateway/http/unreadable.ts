import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { textOfRefusal, type UpgradeRefusal } from "../socket/upgrade-refusals.ts";

const UNREADABLE: Readonly<Record<string, UpgradeRefusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, because: "headers_too_large", message: "The headers are over 16 KiB" },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, because: "timeout", message: "The request did not come to its end in time" },
};
const BAD_HTTP: UpgradeRefusal = { status: 400, because: "bad_http", message: "Expected an HTTP/1.1 request" };

/** Answers what is no request, in the form of every other refusal. In the middle of another answer nothing can be said. */
export function refuseUnreadable(server: Server): void {
  const answering = new WeakSet<Duplex>();
  server.on("request", ({ socket }, response) => {
    answering.add(socket);
    response.once("close", () => answering.delete(socket));
  });
  server.on("clientError", (error: Error & { readonly code?: string }, socket) => {
    if (!socket.writable || answering.has(socket) || error.code === "ECONNRESET") {
      socket.destroy();
      return;
    }
    // A peer that never ends its own side keeps nothing open.
    socket.once("finish", () => socket.destroy());
    socket.end(textOfRefusal(UNREADABLE[error.code ?? ""] ?? BAD_HTTP));
  });
}
