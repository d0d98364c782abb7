import type { ServerResponse } from "node:http";
import { SECURITY_HEADERS } from "./security-headers.ts";

export interface Answer {
  /** Default 200. */
  readonly status?: number;
  /** Content-Type. */
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
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
export function write(response: ServerResponse, { status = 200, type, body, headers = {} }: Answer): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    ...headers,
  });
  response.end(body);
}
