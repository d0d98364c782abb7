import type { IncomingMessage } from "node:http";

/** The token that a request brings; null: none. A scheme is written in any case. Source: RFC 9110, section 11.1; RFC 6750, 2.1. */
export function bearerIn({ headers }: Pick<IncomingMessage, "headers">): string | null {
  return /^Bearer +(\S{1,4096})$/iu.exec(headers.authorization ?? "")?.[1] ?? null;
}
