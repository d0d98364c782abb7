import type { IncomingMessage, ServerResponse } from "node:http";
import { SECURITY_HEADERS } from "./security-headers.ts";

export interface Answer {
  /** Default 200. */
  readonly status?: number;
  /** Content-Type. */
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** The same for everyone until the next release. */
  readonly isFile?: boolean;
}

export function json(value: unknown): Answer {
  return { type: "application/json", body: JSON.stringify(value) };
}

export function plainText(body: string, status = 200): Answer {
  return { status, type: "text/plain; charset=utf-8", body };
}

export function htmlPage(body: string, status = 200): Answer {
  return { status, type: "text/html; charset=utf-8", body };
}

/** Node leaves the body out where the request was a HEAD. */
export function write(response: ServerResponse, answer: Answer): void {
  writeHead(response, answer);
  response.end(answer.body);
}

/** Bytes of a refused body that are read and forgotten, and for how long. */
const MAX_FORGOTTEN_BYTES = 16 * 1_048_576;
const FORGETS_FOR_MS = 2_000;

/**
 * Answers a request whose body was not read to its end. Some clients read no answer before they have sent everything, and a
 * connection that is closed meanwhile takes the answer with it; so some more is read first (as nginx's lingering_close).
 */
export function writeBeforeEnd(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  writeHead(response, answer);
  response.write(answer.body);
  let left = MAX_FORGOTTEN_BYTES;
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, FORGETS_FOR_MS);
  request.on("data", ({ byteLength }: Buffer) => {
    left -= byteLength;
    if (left < 0) end();
  });
  request.once("close", end);
  request.once("end", end);
  request.resume();
}

function writeHead(response: ServerResponse, { status = 200, type, body, headers = {} }: Answer): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    // RFC 9110, 8.6 and 15.4.5: what says of something that it is the same as before has no type and length of its own.
    ...(status !== 304 && { "content-type": type, "content-length": Buffer.byteLength(body) }),
    "cache-control": "no-store",
    ...headers,
  });
}
