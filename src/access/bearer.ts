import type { IncomingMessage } from "node:http";
import { MAX_TOKEN_LENGTH } from "../protocol/client-frames.ts";

/** The token that a request brings; null: none. A scheme is written in any case. Source: RFC 9110, section 11.1; RFC 6750, 2.1. */
export function bearerIn({ headers }: Pick<IncomingMessage, "headers">): string | null {
  const token = /^Bearer +(\S+)$/iu.exec(headers.authorization ?? "")?.[1] ?? null;
  return token === null || token.length > MAX_TOKEN_LENGTH ? null : token;
}
