import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/**
 * What was expected of how a body is sent, where it is sent otherwise; null: it is JSON as it stands.
 * A page of another origin can post only "simple" types unasked, and JSON is none of them.
 */
export function whyNotJson(headers: IncomingHttpHeaders): string | null {
  if (!/^application\/json\s*(;|$)/iu.test(headers["content-type"] ?? ""))
    return "Expected content-type: application/json";
  if (!/^(?:identity)?$/iu.test(headers["content-encoding"] ?? "")) return "Expected a body without content-encoding";
  return null;
}

/**
 * A body's text, without the byte order mark that Windows writes and JSON allows to ignore (RFC 8259, section 8.1); null: whoever
 * sends it went away, or took too long.
 *
 * @param take  Told how many bytes have come, at each piece. What is left of a body that it refuses is for the answer to read.
 * @throws what `take` throws, by rejecting.
 */
export async function textOfBody(request: IncomingMessage, take: (bytes: number) => void): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isTaking = false;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      isTaking = true;
      take(size);
      isTaking = false;
      chunks.push(chunk);
    }
  } catch (error) {
    if (isTaking) throw error;
    return null;
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
